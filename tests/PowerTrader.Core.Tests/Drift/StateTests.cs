using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Workflows;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Drift;

/// <summary>What a decision says it saw, against what fills, ledger and orders make of the same instant: a deal of one unit bought at 104, and its first step at 100.</summary>
public sealed class StateTests
{
    private static readonly DateOnly Day = new(2025, 1, 1);

    private readonly CycleFixture fixture = new() { Now = new DateTimeOffset(2025, 1, 1, 12, 30, 15, TimeSpan.Zero) };

    [Fact]
    public async Task Replay_SoundState_IsMadeAgain_WithoutDifference()
    {
        await PlayAsync(Hold);

        var report = await ReplayAsync();

        States(report).ShouldBeEmpty();
        (report.Decisions, report.Rebuilt, report.Orders).ShouldBe((1, 1, 1));
    }

    [Fact]
    public async Task Replay_EntryOfAFlatCoin_IsMadeAgain()
    {
        await PlayAsync(null);

        var report = await ReplayAsync();

        (report.Rebuilt, States(report).Count()).ShouldBe((1, 0));
    }

    [Fact]
    public async Task Replay_AdoptedCoins_AreRebuiltFromTheLedger()
    {
        await PlayAsync(book =>
        {
            book.AddUnmanaged("BTC", new Quantity(3), fixture.Now.AddHours(-2), "test");
            var plan = new Adoption(CycleFixture.Btc, 1, new Quantity(2), new Money(210), 105, 111, null, new Money(2000), new Money(1790), default, default, default, default, []);
            book.Adopt(plan, PowerTraderStrategy.StrategyName, new Money(10_000), new Money(200), fixture.Now.AddHours(-1));
        });

        var report = await ReplayAsync();

        States(report).ShouldBeEmpty();
        report.Rebuilt.ShouldBe(1);
    }

    [Theory]
    [InlineData("quantity", "quantity 2", "quantity 0.961538")]
    [InlineData("cost", "cost 99", "cost 100.1")]
    [InlineData("steps", "steps 1", "steps 0")]
    [InlineData("cash", "cash 1", "cash 9899.9")]
    [InlineData("exposure", "exposure 7", "exposure 100.1")]
    public async Task Replay_TamperedState_NamesFieldRecordedAndRebuilt(string field, string recorded, string rebuilt)
    {
        await PlayAsync(Hold);
        await TamperAsync(field);

        var difference = States(await ReplayAsync()).ShouldHaveSingleItem();

        difference.Symbol.ShouldBe(CycleFixture.Btc);
        difference.Was.ShouldBe(recorded);
        difference.Replays.ShouldStartWith(rebuilt);
    }

    [Fact]
    public async Task Replay_FillTakenFromTheLedger_IsSeen_OrNotJudged()
    {
        await PlayAsync(Hold);
        var rows = await fixture.Tables.QueryAsync(TableQuery.Prefix(Names.Portfolios, CycleFixture.Key.ToString(), "ledger|"), null, default);
        var purchase = rows.Rows.Single(row => Wire.Read<LedgerEntry>(row.Json).Kind == "buy");
        await fixture.Tables.WriteAsync(Names.Portfolios, CycleFixture.Key.ToString(), [new TableOperation.Delete(purchase.Row)], default);

        (await ReplayAsync()).Rebuilt.ShouldBe(0, "the books hold more than was ever booked");
    }

    /// <summary>The fixture stores no forecasts, which is another difference.</summary>
    private static IEnumerable<DriftDifference> States(DriftReport report) => report.Differences.Where(each => each.Kind == DriftKind.State);

    private void Hold(PortfolioBook book) => IdleBooks.Buy(book, CycleFixture.Btc, 104m, fixture.Now.AddHours(-8));

    /// <summary>The fixture throws away what its setup had to project.</summary>
    private async Task PlayAsync(Action<PortfolioBook>? setup)
    {
        fixture.Spoil = setup;
        await fixture.RunAsync();
        await foreach (var fill in new PortfolioStore(fixture.Tables).ReadAsync<Fill>(CycleFixture.Key, "fill", default))
        {
            var key = PortfolioBook.ProjectionKey(fill.Time, fill.TradeId);
            await fixture.Tables.UpsertAsync(Names.Fills, TableRow.OfJson(CycleFixture.Key.ToString(), key, Wire.Write(fill)), default);
        }
    }

    private async Task<DriftReport> ReplayAsync() => await new DriftCheck(
        new PortfolioSessions(new PortfolioStore(fixture.Tables), [CycleFixture.Key]), fixture.Kernel, fixture.Tables, MarketId.Simulated(1), fixture)
        .ReplayAsync(CycleFixture.Key, Day, default);

    private async Task TamperAsync(string field)
    {
        var page = await fixture.Tables.QueryAsync(new TableQuery(Names.Decisions, CycleFixture.Key.ToString()), null, default);
        var row = page.Rows.ShouldHaveSingleItem();
        var decision = Wire.Read<DecisionRecord>(row.Json);
        var inputs = decision.Inputs!;
        var (deal, risk) = (inputs.Strategy.Deal!.Value, inputs.Risk!.Value);
        (DealView Deal, RiskContext Risk) changed = field switch
        {
            "quantity" => (deal with { Quantity = new Quantity(2) }, risk),
            "cost" => (deal with { TotalCost = new Money(99) }, risk),
            "steps" => (deal with { DcaSteps = 1 }, risk),
            "cash" => (deal, risk with { FreeCash = new Money(1) }),
            _ => (deal, risk with { CoinShare = new Money(7) }),
        };
        var spoiled = decision with { Inputs = inputs with { Strategy = inputs.Strategy with { Deal = changed.Deal }, Risk = changed.Risk } };
        await fixture.Tables.UpsertAsync(Names.Decisions, TableRow.OfJson(row.Partition, row.Row, Wire.Write(spoiled)), default);
    }
}
