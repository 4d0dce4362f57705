using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Workflows;

/// <summary>The gate over many portfolios with nothing to do: what it reads, writes and allocates for each of them is nothing.</summary>
public sealed class TradeTickAllocationTests : IDisposable
{
    private static readonly Symbol[] Symbols = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT")];
    private static readonly DateTimeOffset Start = TestInstants.Start.AddHours(12);

    private readonly TemporaryStore file = new();
    private readonly MarketId market = MarketId.Simulated(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Run_ManyPortfoliosWithNothingToDo_AllocatesNothingForEach()
    {
        var few = await MeasureAsync("few", 20);
        var many = await MeasureAsync("many", 220);

        // Less than a byte for each of the two hundred: what remains is the tick's own.
        (many.Bytes - few.Bytes).ShouldBeLessThan(200, $"{many.Bytes} bytes for 220 portfolios, {few.Bytes} for 20");
        many.Commits.ShouldBe(few.Commits);
    }

    [Fact]
    public async Task Run_AfterAnotherProcessHaltedAndChangedThePortfolio_SeesIt()
    {
        var (tick, sessions, keys) = await OpenAsync("p", 2);
        await tick.RunAsync(Start.AddMinutes(1), Token);
        sessions.Current(keys[0]).ShouldNotBeNull();
        using (var other = SqliteStore.Open(file.Store.Path))
        {
            await new PortfolioSessions(new PortfolioStore(new SqliteTableStore(other)), keys)
                .ChangeAsync(keys[0], "by-another", book => book.SetHalt(null, HaltState.Halted, "asked", Start), Token);
        }

        await tick.RunAsync(Start.AddMinutes(2), Token);

        sessions.Current(keys[0])!.Head.Halt.ShouldBe(HaltState.Halted);
        sessions.Current(keys[1])!.Head.Halt.ShouldBe(HaltState.Active);
    }

    [Fact]
    public async Task Known_AfterTheTenantIsHalted_AsksForARead()
    {
        var tables = new SqliteTableStore(file.Store);
        var board = new HaltBoard(tables);
        board.Known("a").ShouldBeNull();
        await board.OfTenantAsync("a", Token);
        board.Known("a").ShouldBe(HaltState.Active);

        await new HaltBoard(tables).SetTenantAsync("a", HaltState.Reducing, Token);

        board.Known("a").ShouldBeNull();
        (await board.OfTenantAsync("a", Token)).ShouldBe(HaltState.Reducing);
        board.Known("a").ShouldBe(HaltState.Reducing);
    }

    private async Task<(long Bytes, long Commits)> MeasureAsync(string prefix, int count)
    {
        var (tick, _, _) = await OpenAsync(prefix, count);
        for (var minute = 1; minute <= 3; minute++) await tick.RunAsync(Start.AddMinutes(minute), Token);
        var commits = file.Store.Counters.Commits;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var run = tick.RunAsync(Start.AddMinutes(4), Token);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        run.IsCompletedSuccessfully.ShouldBeTrue();
        return (bytes, file.Store.Counters.Commits - commits);
    }

    /// <summary>Every other portfolio holds a deal below its profit line.</summary>
    private async Task<(TradeTickFlow Tick, PortfolioSessions Sessions, List<PortfolioKey> Keys)> OpenAsync(string prefix, int count)
    {
        var tables = new SqliteTableStore(file.Store);
        var store = new PortfolioStore(tables);
        var keys = Enumerable.Range(0, count).Select(i => new PortfolioKey($"{prefix}-{i}", "main")).ToList();
        var versions = new SettingsStore(tables);
        for (var i = 0; i < count; i++)
        {
            await versions.KeepAsync(keys[i], TraderSettings.Default.Canonical(), Start, Token);
            var book = PortfolioBook.Open(keys[i], market, PortfolioMode.Paper, "e", "USDT", new Money(10_000), Symbols, Start.AddDays(-1));
            if (i % 2 == 0) IdleBooks.Buy(book, Symbols[0], 100m, Start.AddDays(-1));
            book.SetReconciled(Start);
            book.StartRiskDay(Start, new Money(10_000));
            (await store.CommitAsync(book, null, "open", Token)).Result.ShouldBe(CommitResult.Committed);
        }
        var quotes = new QuoteBoard(tables, market);
        await quotes.UpdateAsync([.. Symbols.Select(symbol => IdleBooks.QuoteOf(symbol, 100m, Start))], Token);
        var desk = new ForecastDesk(tables, new SqliteBlobStore(file.Store), new CandleStore(tables, market), market);
        foreach (var timeframe in Timeframes.All) desk.Publish(Symbols[0], new Forecast(timeframe, timeframe.OpenOf(Start), 100, 110, 90, "sound", 50, null));
        var sessions = new PortfolioSessions(store, keys);
        var kernel = new TradeKernel(new VersionedRules(versions, rules => new PowerTraderStrategy(rules)), 1);
        var clock = SimulatedClock.Open(file.Store, Start);
        var engine = EmbeddedPorts.Over(file.Store, new WorkCatalogue(), clock, TimeProvider.System).Workflows;
        var views = new MarketViews(quotes, desk, TimeSpan.FromSeconds(5));
        var ticks = new TickCounter(tables, MarketId.Parse("replay-0000000" + count % 10));
        return (new TradeTickFlow(sessions, new HaltBoard(tables), views, kernel, engine, clock, ticks), sessions, keys);
    }
}
