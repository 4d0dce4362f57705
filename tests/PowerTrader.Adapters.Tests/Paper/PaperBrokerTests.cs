using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Storage;
using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Paper;

public sealed class PaperBrokerTests : BrokerCompliance, IDisposable
{
    private static readonly Instrument Instrument =
        new(Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100_000), new Money(1), EnableTrading: true);

    private readonly TemporaryStore file = new();
    private readonly LosingTableStore tables;
    private readonly FixedMarketData market = new(Instrument);
    private readonly ManualTimeProvider time = new(TestInstants.Start);

    public PaperBrokerTests()
    {
        tables = new LosingTableStore(new SqliteTableStore(file.Store));
        Broker = Open();
    }

    protected override IBroker Broker { get; }

    protected override decimal FeeRate => 0.001m;

    protected override decimal MaxShare => 0.25m;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Place_ReplyLost_IsUnknown_AndTheLookUpFindsIt()
    {
        Show(99.9m, 100);
        tables.RepliesToLose = 1;
        var id = NextId();

        var answer = await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);

        answer.ShouldBeOfType<PlaceResult.Unknown>();
        (await Broker.FindAsync(id, Btc, Token))!.Status.ShouldBe(VenueOrderStatus.Filled);
        (await Broker.GetBalancesAsync(Token)).Coins["BTC"].Value.ShouldBe(1);
    }

    [Fact]
    public async Task AnotherInstance_OnTheSameStore_SeesTheSameVenue()
    {
        Show(99.9m, 100);
        var id = await AcceptedAsync(OrderSide.Buy, 1, 99m);

        var other = Open();

        (await other.GetOpenOrdersAsync(Token)).ShouldHaveSingleItem().ClientOrderId.ShouldBe(id);
        (await other.CancelAsync(id, Btc, Token)).ShouldBe(CancelResult.Requested);
        (await Broker.FindAsync(id, Btc, Token))!.Status.ShouldBe(VenueOrderStatus.Cancelled);
    }

    [Fact]
    public async Task Place_WithoutAQuote_IsRejected()
    {
        var answer = await Broker.PlaceAsync(new PlaceRequest(NextId(), Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);

        answer.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("no-market");
    }

    [Fact]
    public async Task Place_WhileTradingIsDisabled_IsRejected()
    {
        market.Instrument = Instrument with { EnableTrading = false };
        Show(99.9m, 100);

        var answer = await Broker.PlaceAsync(new PlaceRequest(NextId(), Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);

        answer.ShouldBeOfType<PlaceResult.Rejected>().Error.Message.ShouldContain("not trading");
    }

    protected override void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        var now = time.GetUtcNow();
        market.Quote = new Quote(Btc, new Price(bid), new Quantity(size), new Price(ask), new Quantity(size), new Price(bid), now, now);
    }

    private PaperBroker Open() => new(tables, "tenant|main", market, time, new PaperOptions(10_000, FeeRate, MaxShareOfDisplayed: MaxShare));
}
