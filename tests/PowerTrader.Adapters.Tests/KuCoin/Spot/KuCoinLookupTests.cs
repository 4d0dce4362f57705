using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>What a look-up proves, in both families of order calls.</summary>
public class KuCoinLookupTests
{
    private readonly JumpingTimeProvider time = new(TestInstants.Start);
    private int ids;

    public static TheoryData<SpotApi> Families => [.. Enum.GetValues<SpotApi>()];

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Find_OrderNotListedYet_IsFoundByItsFill(SpotApi api)
    {
        using var kucoin = Start(api);
        kucoin.Venue.Options = kucoin.Venue.Options with { OrderListingDelay = TimeSpan.FromMinutes(2) };
        var order = await PlaceAsync(kucoin, 1, 101);

        var found = await kucoin.Broker.FindAsync(order, default);

        found.ShouldNotBeNull().Status.ShouldBe(VenueOrderStatus.Filled);
        (await kucoin.Broker.GetFillsAsync(order, default)).ShouldHaveSingleItem().ClientOrderId.ShouldBe(order.Id);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Find_RestingAndNotListedYet_IsNullUntilItIs_AndFoundByTheVenuesOwnIdAtOnce(SpotApi api)
    {
        using var kucoin = Start(api);
        kucoin.Venue.Options = kucoin.Venue.Options with { OrderListingDelay = TimeSpan.FromSeconds(3) };
        var order = await PlaceAsync(kucoin, 1, 90);

        (await kucoin.Broker.FindAsync(order, default)).ShouldBeNull();
        (await kucoin.Broker.FindAsync(order with { VenueOrderId = "V00000001" }, default)).ShouldNotBeNull();
        time.Advance(kucoin.Broker.Traits.ConclusiveAfter);
        (await kucoin.Broker.FindAsync(order, default)).ShouldNotBeNull().VenueOrderId.ShouldBe("V00000001");
    }

    /// <summary>Noted as sent by a clock that was an hour fast, and not to be had by its id: the lists are read from long before.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public async Task Find_NotedByAClockThatWasFast_IsFoundInTheLists(SpotApi api)
    {
        using var kucoin = Start(api);
        kucoin.Venue.Options = kucoin.Venue.Options with { OrderListingDelay = TimeSpan.FromMinutes(2) };
        var order = await PlaceAsync(kucoin, 1, 101);

        (await kucoin.Broker.FindAsync(order with { SentAt = order.SentAt.AddHours(1) }, default)).ShouldNotBeNull("its fill is listed, and dated an hour before that");
    }

    /// <summary>The venue may take one client id twice: the id known to it is another matter.</summary>
    [Theory]
    [MemberData(nameof(Families))]
    public async Task Find_ClientIdTakenTwice_TellsThemApartByTheVenuesId(SpotApi api)
    {
        using var kucoin = Start(api);
        kucoin.Venue.Options = kucoin.Venue.Options with { RepeatedIds = RepeatedIdPolicy.Accept };
        var order = await PlaceAsync(kucoin, 1, 90);
        await kucoin.Broker.PlaceAsync(Request(order, 2, 91), default);

        (await kucoin.Broker.FindAsync(order with { VenueOrderId = "V00000001" }, default))!.Quantity.Value.ShouldBe(1);
        (await kucoin.Broker.FindAsync(order with { VenueOrderId = "V00000002" }, default))!.Quantity.Value.ShouldBe(2);
        (await kucoin.Broker.GetOpenOrdersAsync(default)).Count(open => open.ClientOrderId == order.Id).ShouldBe(2);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Find_NothingThere_AsksOpenOrdersEndedOnesAndFills(SpotApi api)
    {
        using var kucoin = Start(api);

        (await kucoin.Broker.FindAsync(NewRef(), default)).ShouldBeNull();

        var asked = kucoin.Wire.Log.Select(line => line.Split('/')[^1]).ToList();
        asked.Count(last => last is "active" or "orders").ShouldBe(api == SpotApi.Hf ? 1 : 2);
        asked.ShouldContain(api == SpotApi.Hf ? "done" : "orders");
        asked.ShouldContain("fills");
    }

    [Theory]
    [InlineData(VenueCall.FindOrder)]
    [InlineData(VenueCall.OpenOrders)]
    [InlineData(VenueCall.Fills)]
    public async Task Find_APartCannotBeAsked_ProvesNothing(VenueCall call)
    {
        using var kucoin = Start(SpotApi.Hf);
        for (var number = 1; number <= 20; number++) kucoin.Faults.On(call, number, VenueFault.ServerError5xxBefore);

        await Should.ThrowAsync<TransientException>(() => kucoin.Broker.FindAsync(NewRef(), default));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task FillsSince_MonthsOfThem_ComeWholeThroughWindowsAndSmallParts(SpotApi api)
    {
        using var kucoin = new KuCoinUnderTest(time, api, maxRows: 3);
        var placed = new List<OrderRef>();
        for (var number = 0; number < 40; number++)
        {
            time.Advance(TimeSpan.FromDays(number % 5 == 0 ? 9 : 0.01));
            kucoin.Show(99.9m, 100);
            placed.Add(await PlaceAsync(kucoin, 0.5m, 101));
        }

        var all = await kucoin.Broker.GetFillsSinceAsync(TestInstants.Start, default);

        all.Select(fill => fill.ClientOrderId!.Value).ShouldBe(placed.Select(order => order.Id));
        all.Select(fill => fill.TradeId).Distinct().Count().ShouldBe(40);
        (await kucoin.Broker.GetFillsSinceAsync(all[30].Time, default)).ShouldBe(all.Skip(30));
    }

    [Fact]
    public async Task FillsSince_CoinSoldOut_AreStillFoundByAFreshBroker()
    {
        using var kucoin = Start(SpotApi.Hf);
        var bought = await PlaceAsync(kucoin, 1, 101);
        var sold = NewRef();
        await kucoin.Broker.PlaceAsync(Request(sold, 1, 99) with { Side = OrderSide.Sell }, default);
        using var fresh = new KuCoinHfBroker(kucoin.Client, new KuCoinSpotOptions(), time);

        var fills = await fresh.GetFillsSinceAsync(TestInstants.Start, default);

        fills.Select(fill => fill.ClientOrderId!.Value).ShouldBe([bought.Id, sold.Id]);
        (await fresh.GetBalancesAsync(default)).Coins.Keys.ShouldNotContain("BTC");
    }

    /// <summary>A fill whose order the venue does not know yet would look like a stranger's.</summary>
    [Fact]
    public async Task FillsSince_OrderNotToBeHadYet_IsAskedAgain()
    {
        using var kucoin = Start(SpotApi.Hf);
        await PlaceAsync(kucoin, 1, 101);
        for (var number = 1; number <= 20; number++) kucoin.Faults.On(VenueCall.FindOrder, number, VenueFault.ServerError5xxBefore);

        await Should.ThrowAsync<TransientException>(() => kucoin.Broker.GetFillsSinceAsync(TestInstants.Start, default));

        kucoin.Faults.IsQuiet = true;
        (await kucoin.Broker.GetFillsSinceAsync(TestInstants.Start, default)).ShouldHaveSingleItem().ClientOrderId.ShouldNotBeNull();
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Cancel_Asynchronous_IsRequestedAndKeepsWhatFillsMeanwhile(SpotApi api)
    {
        using var kucoin = Start(api);
        kucoin.Venue.Options = kucoin.Venue.Options with { CancelDelay = TimeSpan.FromSeconds(2) };
        var order = await PlaceAsync(kucoin, 10, 99);
        var known = order with { VenueOrderId = "V00000001" };

        (await kucoin.Broker.CancelAsync(api == SpotApi.Hf ? known : order, default)).ShouldBe(CancelResult.Requested);
        (await kucoin.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Open);
        kucoin.Show(98, 98.5m, size: 16);
        time.Advance(TimeSpan.FromSeconds(3));

        var ended = (await kucoin.Broker.FindAsync(order, default)).ShouldNotBeNull();
        (ended.Status, ended.FilledQuantity.Value).ShouldBe((VenueOrderStatus.Cancelled, 4));
        (await kucoin.Broker.CancelAsync(known, default)).ShouldBe(CancelResult.NotOpen);
        (await kucoin.Broker.CancelAsync(order, default)).ShouldBe(CancelResult.NotOpen);
        (await kucoin.Broker.GetFillsAsync(known, default)).Sum(fill => fill.Quantity.Value).ShouldBe(4);
    }

    [Fact]
    public async Task Cancel_ReplyLost_IsRepeatedAndNotOpen()
    {
        using var kucoin = Start(SpotApi.Hf);
        var order = await PlaceAsync(kucoin, 1, 90);
        kucoin.Faults.OnNext(VenueCall.Cancel, VenueFault.AfterAcceptance);

        (await kucoin.Broker.CancelAsync(order, default)).ShouldBe(CancelResult.NotOpen);

        kucoin.Faults.CountOf(VenueCall.Cancel).ShouldBe(2);
        (await kucoin.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Cancelled);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public async Task Find_RejectedAfterItsAcceptance_IsOverAndEmpty(SpotApi api)
    {
        using var kucoin = Start(api);
        kucoin.Venue.RejectNextAfterwards();
        var order = await PlaceAsync(kucoin, 1, 101);
        kucoin.Show(99.9m, 100);

        var found = (await kucoin.Broker.FindAsync(order, default)).ShouldNotBeNull();

        (found.Status, found.FilledQuantity.Value).ShouldBe((VenueOrderStatus.Cancelled, 0));
    }

    private KuCoinUnderTest Start(SpotApi api)
    {
        var kucoin = new KuCoinUnderTest(time, api);
        kucoin.Show(99.9m, 100);
        return kucoin;
    }

    private async Task<OrderRef> PlaceAsync(KuCoinUnderTest kucoin, decimal quantity, decimal limit)
    {
        var order = NewRef();
        (await kucoin.Broker.PlaceAsync(Request(order, quantity, limit), default)).ShouldBeOfType<PlaceResult.Accepted>();
        return order;
    }

    private OrderRef NewRef() => new(ClientOrderId.Parse($"7d54abe2-1c6c-5f0e-9d7a-{++ids:d12}"), KuCoinUnderTest.Btc, time.GetUtcNow());

    private static PlaceRequest Request(OrderRef order, decimal quantity, decimal limit) => new(order.Id, order.Symbol, OrderSide.Buy, new Quantity(quantity), new Price(limit));
}
