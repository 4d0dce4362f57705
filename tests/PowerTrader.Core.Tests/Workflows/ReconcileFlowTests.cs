using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Tests.Workflows;

public class ReconcileFlowTests
{
    [Fact]
    public async Task Unknown_FoundAtTheVenue_BecomesAcceptedAndIsTracked()
    {
        var fixture = await UnknownAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
        fixture.Started.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Unknown_NotFoundWithinTheSignatureWindow_StaysUnknownAndReserved()
    {
        var fixture = await UnknownAsync();
        fixture.Pass(TimeSpan.FromSeconds(4.9));

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);
        (await fixture.BookAsync()).Head.Reserved.Amount.ShouldBe(100.1m);
    }

    /// <summary>A slow connection held the request up: it may have left just before nobody knew any more, and be under way since.</summary>
    [Fact]
    public async Task Unknown_LongAfterItsSubmission_HasTheWindowFromThenOn()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ =>
        {
            fixture.Pass(TimeSpan.FromSeconds(30));
            return new PlaceResult.Unknown("timed out");
        };
        await fixture.DeliverAsync();
        fixture.Pass(TimeSpan.FromSeconds(4.9));

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);
        fixture.Pass(TimeSpan.FromSeconds(0.1));
        await RunAsync(fixture);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.NotPlaced);
    }

    [Fact]
    public async Task Unknown_NotFoundTwiceAfterTheWindow_IsNotPlaced_AndANewAttemptHasANewId()
    {
        var fixture = await UnknownAsync();
        fixture.Pass(TimeSpan.FromSeconds(5));

        await RunAsync(fixture);

        fixture.Venue.LookUps.ShouldBe(2);
        var order = await fixture.StoredAsync();
        order.State.ShouldBe(OrderState.NotPlaced);
        var book = await fixture.BookAsync();
        book.Head.Reserved.ShouldBe(default);
        book.SymbolOf(OrderFixture.Btc).Deal!.AttemptOf(Leg.Entry).ShouldBe(1);
        ClientOrderId.Derive("e1", OrderFixture.Key, OrderFixture.Btc, "powertrader", 1, Leg.Entry, 1).ShouldNotBe(fixture.Id);
    }

    /// <summary>Somebody sets this machine's clock between the lost reply and the look-up: the venue's own time has not passed, and the order is still under way.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    public async Task Unknown_ClockSetForwardBeforeTheLookUp_StaysUnknown_AndTheOrderIsFound(int hours)
    {
        var fixture = await UnknownAsync();
        fixture.Now += TimeSpan.FromHours(hours);
        fixture.Pass(TimeSpan.FromSeconds(2));

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);
        (await fixture.BookAsync()).Head.Reserved.Amount.ShouldBe(100.1m);
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        await RunAsync(fixture);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
    }

    /// <summary>Set back, it holds nothing up either.</summary>
    [Fact]
    public async Task Unknown_ClockSetBack_IsNotPlacedOnceTheVenuesWindowHasPassed()
    {
        var fixture = await UnknownAsync();
        fixture.Now -= TimeSpan.FromHours(3);
        fixture.Pass(TimeSpan.FromSeconds(5));

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.NotPlaced);
    }

    [Fact]
    public async Task Unknown_VenueTellsNoTime_StaysUnknownUntilTheWindowHasPassedByItsTime()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ => new PlaceResult.Unknown("timed out");
        fixture.Venue.VenueNow = null;
        await fixture.DeliverAsync();
        fixture.Pass(TimeSpan.FromHours(1));
        await RunAsync(fixture);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown, "nobody told how late it is");

        fixture.Venue.VenueNow = fixture.Now;
        await RunAsync(fixture);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown, "the window begins to count");
        fixture.Pass(TimeSpan.FromSeconds(5));
        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.NotPlaced);
    }

    [Fact]
    public async Task Unknown_HiddenFromLookUpsButListedOpen_BecomesAccepted()
    {
        var fixture = await UnknownAsync();
        fixture.Pass(TimeSpan.FromSeconds(60));
        // Found under another key: only the list of open orders shows it.
        fixture.Venue.Orders[new ClientOrderId(Guid.Empty)] = fixture.AtVenue(VenueOrderStatus.Open);

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
    }

    [Fact]
    public async Task Submitting_AtStart_AtAVenueWhoseLookUpProvesNothingYet_BecomesUnknown()
    {
        var fixture = await OrderFixture.CreateAsync(book => book.MarkSubmitting(book.OpenOrders.Single().Id, book.OpenOrders.Single().CreatedAt));

        await RunAsync(fixture, atStart: true);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);
        fixture.Venue.Placed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true, OrderState.Accepted)]
    [InlineData(false, OrderState.Created)]
    public async Task Submitting_AtStart_WhereALookUpIsConclusive_IsSettledByIt(bool isThere, OrderState expected)
    {
        var fixture = await OrderFixture.CreateAsync(book => book.MarkSubmitting(book.OpenOrders.Single().Id, book.OpenOrders.Single().CreatedAt));
        fixture.Venue.ConclusiveAfter = TimeSpan.Zero;
        if (isThere) fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);

        await RunAsync(fixture, atStart: true);

        (await fixture.StoredAsync()).State.ShouldBe(expected);
    }

    [Fact]
    public async Task Created_WhoseMessageDied_IsRefusedAndFreesItsReservation()
    {
        var fixture = await OrderFixture.CreateAsync();
        await RunAsync(fixture);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Created);
        fixture.Now = fixture.Intent.ValidUntil.AddMinutes(6);

        await RunAsync(fixture);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Refused);
        (await fixture.BookAsync()).Head.Reserved.ShouldBe(default);
    }

    [Fact]
    public async Task Accepted_ThatNobodyTracks_IsCancelledAndItsFillsAreBooked()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Cancelled, 0.4m);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 0.4m));

        await RunAsync(fixture);

        fixture.Venue.Cancelled.ShouldBe([fixture.Id]);
        var order = await fixture.StoredAsync();
        (order.State, order.Filled.Value).ShouldBe((OrderState.Cancelled, 0.4m));
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Deal!.Quantity.Value.ShouldBe(0.4m);
    }

    [Fact]
    public async Task Outbox_LeftByAProcessThatDied_IsDrainedOnce()
    {
        var fixture = await OrderFixture.CreateAsync();

        await RunAsync(fixture, atStart: true);
        await RunAsync(fixture, atStart: true);

        fixture.Sent.ShouldHaveSingleItem().MessageId.ShouldBe(fixture.Id.MessageId(0));
    }

    [Fact]
    public async Task Balances_WithoutTheCoinsOfADeal_StopBuyingThatCoin()
    {
        var fixture = await HoldingAsync();
        fixture.Venue.Balances = new(new Money((await fixture.BookAsync()).Head.Cash.Amount), new Dictionary<string, Quantity> { ["BTC"] = new(0.5m) });

        await RunAsync(fixture);

        var book = await fixture.BookAsync();
        book.SymbolOf(OrderFixture.Btc).Halt.ShouldBe(HaltState.Reducing);
        book.Head.Halt.ShouldBe(HaltState.Active);
    }

    [Fact]
    public async Task Balances_WithForeignCoinsBesideTheDeal_ChangeNothing()
    {
        var fixture = await HoldingAsync();
        fixture.Venue.Balances = new(new Money((await fixture.BookAsync()).Head.Cash.Amount), new Dictionary<string, Quantity> { ["BTC"] = new(7) });

        await RunAsync(fixture);

        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Halt.ShouldBe(HaltState.Active);
    }

    private static async Task<OrderFixture> HoldingAsync()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 1));
        (await fixture.Track.SettleAsync(OrderFixture.Key, await fixture.StoredAsync(), "settle", default)).ShouldBeTrue();
        fixture.Now += fixture.Venue.ConclusiveAfter;
        return fixture;
    }

    private static async Task<OrderFixture> UnknownAsync()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ => new PlaceResult.Unknown("timed out");
        await fixture.DeliverAsync();
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);
        return fixture;
    }

    private static async Task RunAsync(OrderFixture fixture, bool atStart = false) => await fixture.Reconcile.RunAsync(fixture.Now, atStart, default);
}
