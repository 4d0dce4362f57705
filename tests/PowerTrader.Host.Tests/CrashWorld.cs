using System.Security.Cryptography;
using System.Text;
using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>Whole traders in this process on copies of one prepared store, and what they leave.</summary>
internal sealed class CrashWorld : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-crash-");
    private readonly long seed;
    private int plays;

    public CrashWorld(long seed) => this.seed = seed;

    /// <summary>A busy trader: it enters at once, steps and sells at small moves, and orders far more than the venue shows, so that orders fill in parts or not at all.</summary>
    public static TraderSettings Busy { get; } = TraderSettings.Parse(
        """
        coins=BTC
        cash=5000000
        strategy.startLevel=1
        strategy.ladderPercents=-0.1,-0.2,-0.3,-0.4,-5
        strategy.maxDcaPerDay=100
        strategy.dcaMultiplier=0.5
        strategy.trailingStartPercent=0
        strategy.trailingStartAfterDcaPercent=0
        strategy.trailingGapPercent=0.01
        costs.feePercent=0.001
        costs.slippagePercent=0.001
        """,
        "busy");

    public TraderSettings Settings { get; init; } = Busy;

    public void Dispose() => folder.Delete(recursive: true);

    public string NewPath() => Path.Combine(folder.FullName, $"{++plays}.db");

    public string CopyOf(string store)
    {
        var path = NewPath();
        File.Copy(store, path);
        return path;
    }

    public static void Delete(string path)
    {
        foreach (var suffix in (string[])["", "-wal", "-shm"]) File.Delete(path + suffix);
    }

    /// <summary>A store in which the trader has seen so many ticks.</summary>
    public async Task<string> StoreAtAsync(long ticks)
    {
        var path = NewPath();
        await LiveAsync(path, ticks);
        return path;
    }

    /// <summary>One life of a trader, from opening the store to closing it. It takes the place of whoever has it, as after a kill.</summary>
    /// <param name="perCall">Nothing is remembered from one piece of work to the next.</param>
    public async Task LiveAsync(string path, long ticks, CrashPoints? points = null, Func<TradingSystem, Task>? look = null, bool perCall = false)
    {
        var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false, CommitProbe = StopTheDead(points) });
        using var turn = HostLease.TryTake(store, new HostLeaseOptions { HoldsLock = true }, holderIsGone: true);
        var choice = new MarketChoice(MarketId.Simulated(seed), MarketKind.Simulated, seed, null, default);
        using var system = new TradingSystem(choice, store, Settings.Coins, Settings, double.PositiveInfinity, null, points, perCall: perCall);
        if (look is not null) system.AfterTick = () => look(system);
        await Preparation.RunAsync(system, Settings.Cash, new Silent(), default);
        if (perCall) await system.Runtime.RunAsync(() => CountedAsync(system).GetAwaiter().GetResult() >= ticks, default);
        else await system.Runtime.RunAsync(() => system.Work.Ticks.Count >= ticks, default);
    }

    private static async Task<long> CountedAsync(TradingSystem system)
    {
        var counter = new Core.Workflows.TickCounter(system.Ports.Tables, system.Choice.Id);
        await counter.LoadAsync(default);
        return counter.Count;
    }

    /// <summary>Hash of the trades, hash of the ledger, and everything else that must not differ.</summary>
    public static async Task<string> StateAsync(string path)
    {
        using var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false });
        var tables = new SqliteTableStore(store);
        var portfolios = new PortfolioStore(tables);
        var key = TradingSystem.DefaultPortfolio;
        var book = (await portfolios.LoadAsync(key, default))!.Value.Book;
        var fills = await ToListAsync(portfolios.ReadAsync<Fill>(key, "fill", default));
        var audit = await ToListAsync(portfolios.ReadAsync<AuditEntry>(key, "audit", default));
        AuditEntry.FindBreak(audit).ShouldBeNull();
        var venue = new List<string>();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.PaperVenue, key.ToString()), default))
            venue.Add($"{row.Row}={(row.Properties.ContainsKey(TableRow.JsonProperty) ? row.Json : "")}");
        var head = book.Head;
        return string.Join('\n', [
            $"trades {TradesHash.Of(fills.OrderBy(fill => fill.Sequence))}", $"ledger {await LedgerHashAsync(portfolios)}", $"audit {head.LastAuditHash}",
            $"cash {head.Cash} reserved {head.Reserved} fees {head.Fees} orders {head.OrderCount} fills {fills.Count}",
            .. book.OpenOrders.Select(order => $"open {order.Id} {order.State} {order.Filled}"), .. venue]);
    }

    /// <summary>What holds whatever happened: every order of the venue is one of the book's, settled ones agree, and at rest the balances do.</summary>
    public static async Task ShouldBeSoundAsync(string path)
    {
        using var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false });
        var tables = new SqliteTableStore(store);
        var portfolios = new PortfolioStore(tables);
        var key = TradingSystem.DefaultPortfolio;
        var book = (await portfolios.LoadAsync(key, default))!.Value.Book;
        var orders = (await ToListAsync(portfolios.ReadAsync<Order>(key, "order", default))).ToDictionary(order => order.Id);
        var fills = (await ToListAsync(portfolios.ReadAsync<Fill>(key, "fill", default))).ToLookup(fill => fill.OrderId);
        var ledger = await ToListAsync(portfolios.ReadAsync<LedgerEntry>(key, "ledger", default));
        ledger.SelectMany(entry => entry.Postings).Where(posting => posting.Account == LedgerAccounts.Cash).Sum(posting => posting.Amount.Amount)
            .ShouldBe(book.Head.Cash.Amount);
        var venue = new PaperBroker(tables, key.ToString(), null!, TimeProvider.System, new PaperOptions(book.Head.Deposits.Amount));
        foreach (var there in (await venue.GetFillsSinceAsync(DateTimeOffset.MinValue, default)).GroupBy(fill => fill.ClientOrderId!.Value))
        {
            var order = orders[there.Key];
            if (order.State.IsFinal()) order.Filled.Value.ShouldBe(there.Sum(fill => fill.Quantity.Value));
            fills[order.Id].Sum(fill => fill.Quantity.Value).ShouldBe(order.Filled.Value);
        }
        if (book.OpenOrders.Count > 0) return;
        var balances = await venue.GetBalancesAsync(default);
        balances.Cash.ShouldBe(book.Head.Cash);
        foreach (var symbol in book.Head.Symbols)
            balances.Coins.GetValueOrDefault(symbol.Base).ShouldBe(book.SymbolOf(symbol).Deal?.Quantity ?? Quantity.Zero);
    }

    /// <summary>Of every entry in order, as stored.</summary>
    public static async Task<string> LedgerHashAsync(PortfolioStore portfolios)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await foreach (var entry in portfolios.ReadAsync<LedgerEntry>(TradingSystem.DefaultPortfolio, "ledger", default))
        {
            entry.IsBalanced.ShouldBeTrue();
            hash.AppendData(Encoding.UTF8.GetBytes(Wire.Write(entry) + "\n"));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }

    /// <summary>A dead process commits nothing any more, whatever its handlers of exceptions try.</summary>
    private static Action<CommitStage>? StopTheDead(CrashPoints? points) => points is null ? null : stage =>
    {
        if (stage == CommitStage.Before && points.IsDead) throw new ProcessKilledException("before a commit");
    };

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
