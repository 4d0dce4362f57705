using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Venues;

public sealed class SimulatedVenueBrokerTests : BrokerCompliance
{
    private readonly ManualTimeProvider time = new(TestInstants.Start);
    private readonly SimulatedVenue venue;
    private readonly VenueFaults faults = new();
    private readonly SimulatedVenueBroker broker;

    public SimulatedVenueBrokerTests()
    {
        venue = new SimulatedVenue(time, [new SimulatedPair(Btc, 0.01m, 0.0001m, 0.0001m, 100_000, 1)], new SimulatedVenueOptions { MaxShareOfDisplayed = 0.25m });
        venue.MoveOutside("USDT", 10_000);
        broker = new SimulatedVenueBroker(venue, faults);
    }

    protected override IBroker Broker => broker;

    protected override decimal FeeRate => 0.001m;

    protected override decimal MaxShare => 0.25m;

    public static TheoryData<VenueFault, bool> PlacementFaults => new()
    {
        { VenueFault.BeforeRequest, false },
        { VenueFault.AfterAcceptance, true },
        { VenueFault.GarbledReply, true },
        { VenueFault.LateReply, true },
        { VenueFault.Throttled429, false },
        { VenueFault.ServerError5xxBefore, false },
        { VenueFault.ServerError5xxAfter, true },
    };

    [Theory]
    [MemberData(nameof(PlacementFaults))]
    public async Task Place_UnderAFault_IsUnknown_AndTheVenueHasItOnlyWhereItWasDone(VenueFault fault, bool isDone)
    {
        Show(99.9m, 100);
        faults.OnNext(VenueCall.Place, fault);
        var id = NextId();

        (await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(99)), Token)).ShouldBeOfType<PlaceResult.Unknown>();

        ((await Broker.FindAsync(id, Btc, Token)) is not null).ShouldBe(isDone);
        faults.Hits.ShouldHaveSingleItem().Key.ShouldBe((VenueCall.Place, fault));
    }

    [Fact]
    public async Task Place_NotLetIn_IsRejected_AndTheVenueHasNothing()
    {
        Show(99.9m, 100);
        faults.OnNext(VenueCall.Place, VenueFault.Unauthorized401UnderThrottling);
        var id = NextId();

        (await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(99)), Token)).ShouldBeOfType<PlaceResult.Rejected>();

        (await Broker.FindAsync(id, Btc, Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Place_ArrivingLate_IsFoundOnlyThen_AndWithinTheWindow()
    {
        Show(99.9m, 100);
        faults.OnNext(VenueCall.Place, VenueFault.LateArrival);
        var id = NextId();

        (await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(99)), Token)).ShouldBeOfType<PlaceResult.Unknown>();
        (await Broker.FindAsync(id, Btc, Token)).ShouldBeNull();
        time.Advance(Broker.Traits.ConclusiveAfter);

        (await Broker.FindAsync(id, Btc, Token)).ShouldNotBeNull().CreatedAt.ShouldBeLessThan(time.GetUtcNow());
    }

    [Fact]
    public async Task Read_UnderAFault_CannotBeHad_AndTheNextOneCan()
    {
        Show(99.9m, 100);
        faults.OnNext(VenueCall.Balances, VenueFault.Throttled429);

        await Should.ThrowAsync<TransientException>(() => Broker.GetBalancesAsync(Token));

        (await Broker.GetBalancesAsync(Token)).Cash.Amount.ShouldBe(10_000);
    }

    [Fact]
    public async Task Fills_WithoutTradeIds_AreToldByWhatIsFilledSoFar()
    {
        venue.Options = venue.Options with { TradesHaveIds = false };
        Show(99.9m, 100, size: 4);
        var id = await AcceptedAsync(OrderSide.Buy, 2, 100.5m);
        Show(99.9m, 100, size: 4);

        var order = (await Broker.FindAsync(id, Btc, Token))!;

        (await Broker.GetFillsAsync(id, Btc, Token)).Select(fill => fill.TradeId).ShouldBe([order.VenueOrderId + "@1", order.VenueOrderId + "@2"]);
    }

    [Theory]
    [InlineData(FeePayment.Base, "BTC", 0.001, 0.1)]
    [InlineData(FeePayment.Third, "KCS", 0.01, 0.1)]
    public async Task Fee_InACoin_IsToldAsTakenAndAtItsValue(FeePayment payment, string coin, double quantity, double value)
    {
        venue.Options = venue.Options with { FeePayment = payment };
        venue.MoveOutside("KCS", 1);
        Show(99.9m, 100);
        var id = await AcceptedAsync(OrderSide.Buy, 1, 100);

        var fill = (await Broker.GetFillsAsync(id, Btc, Token)).ShouldHaveSingleItem();

        (fill.PaidIn!.Coin, fill.PaidIn.Quantity.Value, fill.Fee.Amount).ShouldBe((coin, (decimal)quantity, (decimal)value));
        (await Broker.GetBalancesAsync(Token)).Cash.Amount.ShouldBe(9_900);
    }

    protected override void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        venue.Show(Btc, new SimulatedQuote(bid, size, ask, size));
    }

    protected override Task MoveOutsideAsync(decimal cash, decimal btc)
    {
        venue.MoveOutside("USDT", cash);
        venue.MoveOutside("BTC", btc);
        return Task.CompletedTask;
    }
}
