using PowerTrader.Adapters.Robinhood;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>Looking up, cancelling, filling and counting money, where a wire makes them harder than they are.</summary>
public class RobinhoodOrderTests
{
    public static TheoryData<int> Versions => [1, 2];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task OpenOrders_PartlyFilledAndNot_AreBothListed_AndTheirCashCounts(int version)
    {
        using var seat = new RobinhoodSeat(version);
        seat.Show(99.9m, 100, size: 4);
        var partly = await seat.AcceptedAsync(seat.Buy(3, 100.5m));
        var resting = await seat.AcceptedAsync(seat.Buy(2, 50));

        var open = await seat.Broker.GetOpenOrdersAsync(default);
        var balances = await seat.Broker.GetBalancesAsync(default);

        open.Select(order => order.VenueOrderId).ShouldBe([partly.VenueOrderId!, resting.VenueOrderId!]);
        open[0].FilledQuantity.Value.ShouldBe(1);
        balances.Cash.Amount.ShouldBe(seat.Venue.Balances().Single(balance => balance.Coin == "USD").Total);
        balances.Coins["BTC"].Value.ShouldBe(1);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Find_WhereOneOrderHasNoCall_ReadsTheList(int version)
    {
        using var seat = new RobinhoodSeat(version, wireOptions: options => options with { HasOrderCall = false });
        seat.Show(99.9m, 100);
        var order = await seat.AcceptedAsync(seat.Buy(1, 99));

        (await seat.Broker.FindAsync(order, default))!.ClientOrderId.ShouldBe(order.Id);
        (await seat.Broker.FindAsync(order with { Id = seat.Buy(1, 1).ClientOrderId, VenueOrderId = "V99999999" }, default)).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Find_OnAnyPage_IsFound_AndOnlyTheTimeAskedForIsRead(int version)
    {
        using var seat = new RobinhoodSeat(version, wireOptions: options => options with { PageSize = 2 });
        seat.Show(99.9m, 100);
        for (var i = 0; i < 5; i++) await seat.AcceptedAsync(seat.Buy(1, 50));
        seat.Time.Advance(TimeSpan.FromHours(1));
        var wanted = await seat.AcceptedAsync(seat.Buy(1, 50));
        for (var i = 0; i < 5; i++) await seat.AcceptedAsync(seat.Buy(1, 50));
        var before = seat.Handler.Requests.Count;

        (await seat.Broker.FindAsync(wanted with { VenueOrderId = null }, default))!.VenueOrderId.ShouldBe(wanted.VenueOrderId);

        (seat.Handler.Requests.Count - before).ShouldBe(3, "six orders in pages of two");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Cancel_ThatTakesItsTime_LeavesTheOrderOpenAndMayFillMeanwhile(int version)
    {
        using var seat = new RobinhoodSeat(version, new SimulatedVenueOptions { CancelDelay = TimeSpan.FromSeconds(2) });
        seat.Show(99.9m, 100);
        var order = await seat.AcceptedAsync(seat.Buy(2, 99));

        (await seat.Broker.CancelAsync(order, default)).ShouldBe(CancelResult.Requested);
        (await seat.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Open);
        seat.Show(98, 98.5m, size: 0.5m);
        seat.Time.Advance(TimeSpan.FromSeconds(5));

        var found = (await seat.Broker.FindAsync(order, default))!;
        (found.Status, found.FilledQuantity.Value).ShouldBe((VenueOrderStatus.Cancelled, 0.5m));
        (await seat.Broker.GetFillsAsync(order, default)).ShouldHaveSingleItem().Quantity.Value.ShouldBe(0.5m);
        (await seat.Broker.CancelAsync(order, default)).ShouldBe(CancelResult.NotOpen);
    }

    [Theory]
    [InlineData(VenueFault.AfterAcceptance)]
    [InlineData(VenueFault.Unauthorized401UnderThrottling)]
    [InlineData(VenueFault.Throttled429)]
    [InlineData(VenueFault.ServerError5xxAfter)]
    public async Task Cancel_UnderAFault_IsRepeated(VenueFault fault)
    {
        using var seat = new RobinhoodSeat(mayWait: true, clientTime: new JumpingTimeProvider(TestInstants.Start));
        seat.Show(99.9m, 100);
        var order = await seat.AcceptedAsync(seat.Buy(2, 99));
        seat.Faults.OnNext(VenueCall.Cancel, fault);

        await seat.Broker.CancelAsync(order, default);

        (await seat.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Cancelled);
    }

    [Fact]
    public async Task Cancel_ByAKeyWithoutTheScope_SaysSo()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        var order = await seat.AcceptedAsync(seat.Buy(2, 99));
        seat.Venue.Options = seat.Venue.Options with { MayTrade = false };

        (await Should.ThrowAsync<VenueAccessException>(() => seat.Broker.CancelAsync(order, default))).Access.ShouldBe(VenueAccess.Permission);
    }

    [Fact]
    public async Task Place_AcceptedAndRefusedAfterwards_IsRejectedAtTheVenue()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        seat.Venue.RejectNextAfterwards();
        var order = await seat.AcceptedAsync(seat.Buy(2, 99));
        seat.Time.Advance(TimeSpan.FromSeconds(1));

        (await seat.Broker.FindAsync(order, default))!.Status.ShouldBe(VenueOrderStatus.Rejected);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Fills_AfterANewStart_AreTheSameFills(int version)
    {
        using var seat = new RobinhoodSeat(version);
        seat.Show(99.9m, 100, size: 4);
        var order = await seat.AcceptedAsync(seat.Buy(2, 100.5m));
        var first = await seat.Broker.GetFillsAsync(order, default);
        using var restarted = new RobinhoodBroker(seat.Client, seat.Tables, "tenant|main", seat.Options, seat.Time);
        seat.Show(99.8m, 99.9m, size: 4);

        var all = await restarted.GetFillsAsync(order, default);

        all[0].ShouldBe(first.ShouldHaveSingleItem());
        all.Select(fill => fill.TradeId).ShouldBe([$"{order.VenueOrderId}.1", $"{order.VenueOrderId}.2"]);
        (await seat.Broker.GetFillsAsync(order, default)).ShouldBe(all, "one that knew less agrees");
        (await restarted.GetFillsSinceAsync(all[1].Time, default)).ShouldBe([all[1]]);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Fills_ThatAreListedLate_ComeLaterAndOnce(int version)
    {
        using var seat = new RobinhoodSeat(version, new SimulatedVenueOptions { TradeListingDelay = TimeSpan.FromSeconds(20) });
        seat.Show(99.9m, 100);
        var since = seat.Time.GetUtcNow();
        var order = await seat.AcceptedAsync(seat.Buy(2, 100.5m));
        (await seat.Broker.FindAsync(order, default))!.FilledQuantity.Value.ShouldBe(2);
        (await seat.Broker.GetFillsAsync(order, default)).ShouldBeEmpty();

        seat.Time.Advance(TimeSpan.FromSeconds(21));

        var fill = (await seat.Broker.GetFillsAsync(order, default)).ShouldHaveSingleItem();
        (await seat.Broker.GetFillsSinceAsync(since, default)).ShouldBe([fill]);
        fill.Fee.Amount.ShouldBe(seat.Venue.Truth().Trades.Sum(trade => trade.Fee));
    }

    [Fact]
    public async Task OpenOrders_OfAnotherProgram_HaveNoIdOfOurs()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        seat.Venue.Place(new OrderTicket("app", RobinhoodSeat.Btc, OrderSide.Buy, OrderKind.Limit, 1) { Limit = 50 });
        seat.Venue.Place(new OrderTicket(null, RobinhoodSeat.Btc, OrderSide.Buy, OrderKind.Market, 1));

        (await seat.Broker.GetOpenOrdersAsync(default)).ShouldHaveSingleItem().ClientOrderId.ShouldBeNull();
        (await seat.Broker.GetFillsSinceAsync(DateTimeOffset.UnixEpoch, default)).ShouldHaveSingleItem().ClientOrderId.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Client_PlacesEveryTypeOfOrder(int version)
    {
        using var seat = new RobinhoodSeat(version);
        seat.Show(99.9m, 100);
        seat.Venue.MoveOutside("BTC", 10);
        var account = (await seat.Client.GetAccountsAsync(default)).Data!.Single();
        RobinhoodOrderTerms[] terms =
        [
            new RobinhoodOrderTerms.Market(1), new RobinhoodOrderTerms.Limit(new RobinhoodSize.Quote(25), 99.91m),
            new RobinhoodOrderTerms.StopLoss(new RobinhoodSize.Asset(1), 90), new RobinhoodOrderTerms.StopLimit(new RobinhoodSize.Asset(1), 89, 90),
        ];

        var placed = new List<RobinhoodOrder>();
        foreach (var each in terms)
        {
            var request = new RobinhoodOrderRequest(seat.Buy(1, 1).ClientOrderId, RobinhoodSeat.Btc, OrderSide.Sell, each);
            placed.Add((await seat.Client.PlaceAsync(account, request, default)).ShouldBeOfType<RobinhoodPlacement.Placed>().Order);
        }

        placed.Select(order => order.Type).ShouldBe(["market", "limit", "stop_loss", "stop_limit"]);
        placed.Select(order => order.State).ShouldBe(["filled", "open", "open", "open"]);
        placed[1].Config!.AssetQuantity.ShouldBe(0.2502m);
        (await seat.Client.GetOrdersAsync(account, new RobinhoodOrderFilter(Type: "stop_loss"), default)).Data!.ShouldHaveSingleItem().Config!.StopPrice.ShouldBe(90);
        (await seat.Client.GetEstimatedPriceAsync(RobinhoodSeat.Btc, "both", [new Quantity(1), new Quantity(2)], default)).Data!.Count.ShouldBe(4);
    }

    [Trait("Tier", "full")]
    [Fact]
    public async Task Requests_BeyondTheBurst_WaitAndAreNeverRefused_AndOrdersGoFirst()
    {
        var clock = new JumpingTimeProvider(TestInstants.Start);
        using var seat = new RobinhoodSeat(clientTime: clock, mayWait: true, wireOptions: options => options with { HasQuota = false });
        seat.Show(99.9m, 100);
        var start = clock.GetUtcNow();
        await seat.AcceptedAsync(seat.Buy(1, 50));
        while (seat.Client.Requests < 280) await seat.Broker.GetQuoteAsync(RobinhoodSeat.Btc, default);
        clock.GetUtcNow().ShouldBe(start, "a burst costs no time");

        await seat.AcceptedAsync(seat.Buy(1, 50));
        clock.GetUtcNow().ShouldBe(start, "an order has tokens of its own");
        await seat.Broker.GetQuoteAsync(RobinhoodSeat.Btc, default);

        (clock.GetUtcNow() - start).TotalSeconds.ShouldBe(1.2, 0.1);
    }
}
