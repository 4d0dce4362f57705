using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>A month of trading, minute by minute, on an exchange where things go wrong; the books are audited at the end of each day.</summary>
/// <remarks>Alone in the process, because it measures the heap.</remarks>
[Collection(nameof(LongRunTests))]
[CollectionDefinition(nameof(LongRunTests), DisableParallelization = true)]
public sealed class LongRunTests : IDisposable
{
    private const long Seed = 2;
    private const int Days = 30;
    private const int TicksADay = 24 * 60;

    /// <summary>Bytes that 20 more days may add to the heap: their candles take a third of it, and 70 bytes a tick that nobody lets go would break it.</summary>
    private const long HeapGrowthLimit = 1024 * 1024;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-long-");
    private readonly TraderSettings settings = TraderSettings.Parse("coins=BTC,ETH,SOL\ncash=100000\nstrategy.startLevel=1", "long run");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_ThirtyDaysOfFaults_KeepsTheBooksTrueAndTheMemoryFlat()
    {
        var store = SqliteStore.Open(Path.Combine(folder.FullName, "market.db"), new SqliteStoreOptions { VerifyOnOpen = false });
        var choice = new MarketChoice(MarketId.Simulated(Seed), MarketKind.Simulated, Seed, null, default);
        var limits = new LimitWatch();
        using var system = new TradingSystem(
            choice, store, settings.Coins, settings, double.PositiveInfinity, null, limits, new MarketWiring { Faults = FaultPlan.Scheduled(Seed) });
        limits.System = system;
        await Preparation.RunAsync(system, settings.Cash, new Silent(), default);
        var begin = system.Clock.Now;
        var heaps = new Dictionary<int, long>();
        var notices = new List<string>();
        system.Notice = notices.Add;

        for (var day = 1; day <= Days; day++)
        {
            await system.Runtime.RunUntilAsync(begin.AddDays(day), default);
            await ShouldBeSoundAsync(system);
            await ShouldAgreeWithTheVenueAsync(system);
            if (day is 10 or Days) heaps[day] = GC.GetTotalMemory(forceFullCollection: true);
        }

        var head = (await system.BookAsync(default)).Head;
        system.Work.Ticks.Count.ShouldBeGreaterThanOrEqualTo(Days * TicksADay);
        system.Runtime.Counters.ScheduleFaults.ShouldBeGreaterThan(100);
        notices.ShouldContain(notice => notice.Contains("is not traded any more", StringComparison.Ordinal));
        head.FillCount.ShouldBeGreaterThan(100);
        head.ClosedDeals.ShouldBeGreaterThan(10);
        limits.Fullest.ShouldBeInRange(0.95m, 1m, "no buy takes a limit over the brim, and one comes near it");
        (heaps[Days] - heaps[10]).ShouldBeLessThan(HeapGrowthLimit, $"{heaps[10]} bytes after 10 days, {heaps[Days]} after {Days}");
    }

    /// <summary>Ledger, head, open orders and audit chain say the same.</summary>
    private static async Task ShouldBeSoundAsync(TradingSystem system)
    {
        var portfolios = system.Sessions.Store;
        var key = TradingSystem.DefaultPortfolio;
        var book = (await portfolios.LoadAsync(key, default))!.Value.Book;
        var head = book.Head;
        var ledger = await CrashWorld.ToListAsync(portfolios.ReadAsync<LedgerEntry>(key, "ledger", default));
        ledger.ShouldAllBe(entry => entry.IsBalanced);
        ledger.Select(entry => entry.Sequence).ShouldBe(Enumerable.Range(1, ledger.Count).Select(i => (long)i));
        BalanceOf(LedgerAccounts.Cash).ShouldBe(head.Cash.Amount);
        BalanceOf(LedgerAccounts.Fees).ShouldBe(head.Fees.Amount);
        BalanceOf(LedgerAccounts.Capital).ShouldBe(-head.Deposits.Amount);
        var cost = book.Symbols.Sum(each => each.HeldCost.Amount);
        (head.Cash.Amount + cost).ShouldBe(head.Deposits.Amount + head.Realised.Amount, 0.000001m);
        head.Reserved.Amount.ShouldBe(book.OpenOrders.Sum(order => order.Reserved.Amount));
        (head.Cash - head.Reserved).Amount.ShouldBeGreaterThanOrEqualTo(0);
        AuditEntry.FindBreak(await CrashWorld.ToListAsync(portfolios.ReadAsync<AuditEntry>(key, "audit", default))).ShouldBeNull();

        decimal BalanceOf(string account) => ledger.SelectMany(entry => entry.Postings).Where(posting => posting.Account == account).Sum(posting => posting.Amount.Amount);
    }

    /// <summary>At the first moment without an open order.</summary>
    private static async Task ShouldAgreeWithTheVenueAsync(TradingSystem system)
    {
        for (var minute = 0; (await system.BookAsync(default)).OpenOrders.Count > 0; minute++)
        {
            minute.ShouldBeLessThan(60, "no quiet moment within an hour");
            await system.Runtime.RunUntilAsync(system.Clock.Now.AddSeconds(30), default);
        }
        var book = await system.BookAsync(default);
        var balances = await ((PowerTrader.Adapters.Live.LiveBrokers)system.Work.Brokers).Paper.VenueOf(book.Head).GetBalancesAsync(default);
        balances.Cash.ShouldBe(book.Head.Cash);
        foreach (var symbol in book.Head.Symbols) balances.Coins.GetValueOrDefault(symbol.Base).ShouldBe(book.SymbolOf(symbol).Held);
    }

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
