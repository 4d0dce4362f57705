using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Storage;
using PowerTrader.Compliance;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Paper;

public sealed class PaperBrokerTests : BrokerCompliance, IDisposable
{
    private static readonly Instrument Instrument =
        new(Symbol.Parse("BTC-USDT"), 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100_000), new Money(1), EnableTrading: true);

    private readonly TemporaryStore file = new();
    private readonly LosingTableStore tables;
    private readonly FixedMarketData market = new(Instrument);
    private readonly ManualTimeProvider time = new(TestInstants.Start);
    private readonly PaperBroker paper;

    public PaperBrokerTests()
    {
        tables = new LosingTableStore(new SqliteTableStore(file.Store));
        paper = Open();
    }

    protected override IBroker Broker => paper;

    protected override decimal FeeRate => 0.001m;

    protected override decimal MaxShare => 0.25m;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Place_ReplyOfItsStoreLost_LooksAgain_AndIsAcceptedOnce()
    {
        Show(99.9m, 100);
        tables.RepliesToLose = 1;
        var id = NextId();

        var answer = await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);

        var accepted = answer.ShouldBeOfType<PlaceResult.Accepted>();
        var found = (await Broker.FindAsync(id, Btc, Token))!;
        (found.VenueOrderId, found.Status).ShouldBe((accepted.VenueOrderId, VenueOrderStatus.Filled));
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

    [Fact]
    public async Task Move_BeforeTheFirstOrder_IsAddedToTheStartCash_AndAnotherInstanceSeesIt()
    {
        (await paper.MoveAsync(500, null, null, Token)).ShouldBeNull();

        (await Open().GetBalancesAsync(Token)).Cash.Amount.ShouldBe(10_500);
    }

    [Fact]
    public async Task Move_WithTheSameKey_MovesOnce_AndAnotherAmountUnderItIsRefused()
    {
        (await paper.MoveAsync(500, null, "k1", Token)).ShouldBeNull();
        (await paper.MoveAsync(500, null, "k1", Token)).ShouldBeNull();
        (await paper.MoveAsync(600, null, "k1", Token)).ShouldNotBeNull().ShouldContain("'k1' moved 500 cash before");

        (await paper.GetBalancesAsync(Token)).Cash.Amount.ShouldBe(10_500);
    }

    [Fact]
    public async Task Move_OutMoreThanOpenOrdersLeaveFree_IsRefused()
    {
        Show(99.9m, 100);
        await AcceptedAsync(OrderSide.Buy, 60, 99m);

        (await paper.MoveAsync(-5000, null, null, Token)).ShouldNotBeNull().ShouldContain("that no open order holds");
        (await paper.MoveAsync(-1, "BTC", null, Token)).ShouldNotBeNull().ShouldContain("0 BTC");
        (await paper.MoveAsync(-4000, null, null, Token)).ShouldBeNull();
    }

    /// <summary>A venue written by an older program has no rows of fills by time: every order is looked at instead.</summary>
    [Fact]
    public async Task FillsSince_OfAnOlderVenue_AreComplete()
    {
        Show(99.9m, 100);
        await AcceptedAsync(OrderSide.Buy, 1, 101m);
        var row = (await tables.GetAsync(Names.PaperVenue, "tenant|main", "account", Token))!;
        var older = TableRow.OfJson(row.Partition, row.Row, row.Json.Replace("\"indexedFromTicks\":0,", "", StringComparison.Ordinal));
        older.Json.ShouldNotBe(row.Json);
        await tables.UpsertAsync(Names.PaperVenue, older, Token);
        await foreach (var fill in tables.ReadAllAsync(TableQuery.Prefix(Names.PaperVenue, "tenant|main", "fill|"), Token))
            await tables.WriteAsync(Names.PaperVenue, "tenant|main", [new TableOperation.Delete(fill.Row)], Token);
        Show(99.9m, 100);
        await AcceptedAsync(OrderSide.Buy, 1, 101m);
        var all = await paper.GetFillsSinceAsync(DateTimeOffset.MinValue, Token);

        all.Count.ShouldBe(2);
        (await paper.GetFillsSinceAsync(all[1].Time, Token)).ShouldHaveSingleItem();
        (await paper.GetFillsSinceAsync(all[1].Time.AddTicks(1), Token)).ShouldBeEmpty();
    }

    protected override async Task MoveOutsideAsync(decimal cash, decimal btc)
    {
        (await paper.MoveAsync(cash, null, null, Token)).ShouldBeNull();
        (await paper.MoveAsync(btc, "BTC", null, Token)).ShouldBeNull();
    }

    protected override void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        var now = time.GetUtcNow();
        market.Quote = new Quote(Btc, new Price(bid), new Quantity(size), new Price(ask), new Quantity(size), new Price(bid), now, now);
    }

    private PaperBroker Open() => new(tables, "tenant|main", market, time, new PaperOptions(10_000, FeeRate, MaxShareOfDisplayed: MaxShare));
}
