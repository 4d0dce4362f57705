using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

public class RunTests
{
    /// <summary>Three days of a tick a minute.</summary>
    private const int OpeningCycles = 3 * 24 * 60;

    private static readonly PortfolioKey Key = new("local", "main");

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_SameSeedTwice_MakesTheSameTrades_AndAnotherSeedOthers()
    {
        using var first = new Trader();
        using var second = new Trader();
        using var other = new Trader();

        var a = await first.SimulateAsync(1500, 2);
        var b = await second.SimulateAsync(1500, 2);
        var c = await other.SimulateAsync(1500, 3);

        a.GetProperty("fills").GetInt32().ShouldBeGreaterThan(0);
        Facts(b).ShouldBe(Facts(a));
        c.GetProperty("tradesHash").GetString().ShouldNotBe(a.GetProperty("tradesHash").GetString());
        a.GetProperty("cycles").GetInt64().ShouldBe(1500);
        a.GetProperty("requests").GetInt64().ShouldBeGreaterThan(1500 * 5);
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_InTwoParts_EqualsOneRun()
    {
        using var whole = new Trader();
        using var parts = new Trader();

        await parts.SimulateAsync(700, 2);

        Facts(await parts.SimulateAsync(1500, 2)).ShouldBe(Facts(await whole.SimulateAsync(1500, 2)));
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_AtAnotherSpeed_MakesTheSameTrades()
    {
        using var fast = new Trader();
        using var paced = new Trader();

        // The opening days are played as fast as it goes at any speed: only what comes after them is paced.
        await fast.SimulateAsync(OpeningCycles, 2);
        foreach (var file in Directory.GetFiles(fast.Data)) File.Copy(file, Path.Combine(paced.Data, Path.GetFileName(file)));

        var reference = await fast.SimulateAsync(OpeningCycles + 500, 2);
        var started = Stopwatch.GetTimestamp();
        var outcome = await Trader.RunAsync("run", "--cycles", $"{OpeningCycles + 500}", "--speed", "6000", "--seed", "2", "--json", "--data", paced.Data);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        Facts(outcome.Json).ShouldBe(Facts(reference));
        Counts(outcome.Json).ShouldBe(Counts(reference));
        // 500 minutes at 6,000 times as fast as life are five seconds: it was really paced.
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(4.9));
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_StoredFills_GiveTheReportedHash_AndLedgerAndAuditHold()
    {
        using var trader = new Trader();
        var report = await trader.SimulateAsync(1500, 2);
        using var store = SqliteStore.Open(Path.Combine(trader.Data, "sim-2.db"));
        var portfolio = new PortfolioStore(new SqliteTableStore(store));
        var fills = await ToListAsync(portfolio.ReadAsync<Fill>(Key, "fill", default));
        var ledger = await ToListAsync(portfolio.ReadAsync<LedgerEntry>(Key, "ledger", default));
        var audit = await ToListAsync(portfolio.ReadAsync<AuditEntry>(Key, "audit", default));

        TradesHash.Of(fills.OrderBy(fill => fill.Sequence)).ShouldBe(report.GetProperty("tradesHash").GetString());
        ledger.ShouldAllBe(entry => entry.IsBalanced);
        Balance(ledger, LedgerAccounts.Cash).ShouldBe(report.GetProperty("cash").GetDecimal());
        Balance(ledger, LedgerAccounts.Fees).ShouldBe(report.GetProperty("fees").GetDecimal());
        AuditEntry.FindBreak(audit).ShouldBeNull();
        audit[^1].Hash.ShouldBe(report.GetProperty("auditHash").GetString());
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_EveryFill_IsAtMostTheShareOfTheSizeThatTheMarketDisplayed()
    {
        const int seed = 2;
        using var trader = new Trader();
        var report = await trader.SimulateAsync(12000, seed);
        using var store = SqliteStore.Open(Path.Combine(trader.Data, $"sim-{seed}.db"));
        var fills = await ToListAsync(new PortfolioStore(new SqliteTableStore(store)).ReadAsync<Fill>(Key, "fill", default));
        var partial = 0;

        fills.Count.ShouldBe(report.GetProperty("fills").GetInt32());
        foreach (var instant in fills.GroupBy(fill => (fill.Symbol, fill.Side, fill.Time)))
        {
            var displayed = await DisplayedAsync(seed, instant.Key.Symbol, instant.Key.Side, instant.Key.Time);
            var taken = instant.Sum(fill => fill.Quantity.Value);
            taken.ShouldBeLessThanOrEqualTo(displayed * 0.25m, $"{instant.Key}");
            // Where the share bound, it was used to the increment.
            if (taken > displayed * 0.2499m) partial++;
        }
        partial.ShouldBeGreaterThan(0);
    }

    /// <summary>Asks a fresh exchange of the same seed, which knows nothing of the run, what it displayed at the instant.</summary>
    private static async Task<decimal> DisplayedAsync(long seed, Symbol symbol, OrderSide side, DateTimeOffset time)
    {
        var clock = new ManualTimeProvider(time);
        using var http = new HttpClient(new SimulatedExchangeHandler(new SimulatedMarket(seed), clock)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var client = new KuCoinPublicClient(http, clock);
        var quote = await new KuCoinMarketData(client, MarketId.Simulated(seed), clock).GetQuoteAsync(symbol, default);
        return side == OrderSide.Buy ? quote!.AskSize.Value : quote!.BidSize.Value;
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_KilledAgainAndAgain_EqualsTheUndisturbedRun()
    {
        const int cycles = 12000;
        const int seed = 2;
        using var whole = new Trader();
        using var killed = new Trader();
        var reference = Facts(await whole.SimulateAsync(cycles, seed));
        var chance = new Random(7);
        var (kills, withOpenOrder) = (0, 0);

        for (var attempt = 0; attempt < 60 && (kills < 10 || withOpenOrder < 3); attempt++)
        {
            if (!await KillAsync(killed, cycles, seed, waitForOrder: attempt % 2 == 0, chance.Next(300, 2500))) break;
            kills++;
            if (await HasOpenOrderAsync(killed, seed)) withOpenOrder++;
        }

        kills.ShouldBeGreaterThanOrEqualTo(10);
        withOpenOrder.ShouldBeGreaterThanOrEqualTo(3);
        Facts(await killed.SimulateAsync(cycles, seed)).ShouldBe(reference);
        (await BooksAsync(killed, seed)).ShouldBe(await BooksAsync(whole, seed));
    }

    /// <summary>Every ledger and audit row, hashed.</summary>
    private static async Task<string> BooksAsync(Trader trader, int seed)
    {
        using var store = SqliteStore.Open(Path.Combine(trader.Data, $"sim-{seed}.db"));
        var tables = new SqliteTableStore(store);
        var facts = new List<string>();
        foreach (var kind in (string[])["ledger", "audit"])
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var count = 0;
            await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Core.Names.Portfolios, Key.ToString(), kind + "|"), default))
            {
                hash.AppendData(Encoding.UTF8.GetBytes($"{row.Row}={row.Json}\n"));
                count++;
            }
            count.ShouldBeGreaterThan(50);
            facts.Add($"{kind}: {count} rows {Convert.ToHexStringLower(hash.GetHashAndReset())}");
        }
        return string.Join(", ", facts);
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_FourteenDays_EntersStepsExitsAndFillsInParts()
    {
        using var trader = new Trader();

        var report = await trader.SimulateAsync(20000, 1);

        report.GetProperty("fills").GetInt32().ShouldBeGreaterThanOrEqualTo(20);
        report.GetProperty("dcaSteps").GetInt32().ShouldBeGreaterThanOrEqualTo(3);
        report.GetProperty("trailingExits").GetInt32().ShouldBeGreaterThanOrEqualTo(3);
        report.GetProperty("partialFills").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    [Trait("Tier", "long")]
    public async Task Run_TwentySeeds_TradeInEveryWay()
    {
        var reports = new List<JsonElement>();
        for (var seed = 1; seed <= 20; seed++)
        {
            using var trader = new Trader();
            reports.Add(await trader.SimulateAsync(20000, seed));
        }

        int Median(string name) => reports.Select(report => report.GetProperty(name).GetInt32()).Order().ElementAt(reports.Count / 2 - 1);
        reports.ShouldAllBe(report => report.GetProperty("fills").GetInt32() > 0);
        Median("fills").ShouldBeGreaterThanOrEqualTo(20);
        Median("dcaSteps").ShouldBeGreaterThanOrEqualTo(3);
        Median("trailingExits").ShouldBeGreaterThanOrEqualTo(3);
        Median("partialFills").ShouldBeGreaterThanOrEqualTo(1);
    }

    /// <summary>False where the run had ended by itself.</summary>
    private static async Task<bool> KillAsync(Trader trader, int cycles, int seed, bool waitForOrder, int milliseconds)
    {
        using var process = Trader.Start(trader.Simulation(cycles, seed));
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        using var ended = new CancellationTokenSource(waitForOrder ? 20_000 : milliseconds);
        var exited = process.WaitForExitAsync(ended.Token);
        if (waitForOrder) await OpenOrderAsync(trader, seed, exited);
        if (!waitForOrder) await Task.WhenAny(exited);
        if (exited.IsCompletedSuccessfully)
        {
            process.ExitCode.ShouldBe(0, await error);
            return false;
        }
        process.Kill();
        await process.WaitForExitAsync();
        await Task.WhenAll(output, error);
        return true;
    }

    /// <summary>Looks through one open connection, so that the seconds of an order's life are not missed.</summary>
    private static async Task OpenOrderAsync(Trader trader, int seed, Task exited)
    {
        while (!exited.IsCompleted && !File.Exists(Path.Combine(trader.Data, $"sim-{seed}.db"))) await Task.Yield();
        while (!exited.IsCompleted)
        {
            try
            {
                using var store = SqliteStore.Open(Path.Combine(trader.Data, $"sim-{seed}.db"), new SqliteStoreOptions { VerifyOnOpen = false });
                var portfolio = new PortfolioStore(new SqliteTableStore(store));
                while (!exited.IsCompleted)
                {
                    if (await portfolio.LoadAsync(Key, default) is { Book.OpenOrders.Count: > 0 }) return;
                    await Task.Yield();
                }
            }
            catch (Exception fault) when (fault is Microsoft.Data.Sqlite.SqliteException or Core.Ports.CorruptException)
            {
                // Between two commits of the running process: look again.
            }
        }
    }

    private static async Task<bool> HasOpenOrderAsync(Trader trader, int seed)
    {
        var path = Path.Combine(trader.Data, $"sim-{seed}.db");
        if (!File.Exists(path)) return false;
        try
        {
            using var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false });
            return await new PortfolioStore(new SqliteTableStore(store)).LoadAsync(Key, default) is { Book.OpenOrders.Count: > 0 };
        }
        catch (Exception fault) when (fault is Microsoft.Data.Sqlite.SqliteException or Core.Ports.CorruptException)
        {
            // Between two commits of the running process: look again.
            return false;
        }
    }

    private static decimal Balance(IEnumerable<LedgerEntry> ledger, string account) =>
        ledger.SelectMany(entry => entry.Postings).Where(posting => posting.Account == account).Sum(posting => posting.Amount.Amount);

    private static string Facts(JsonElement report) => string.Join(
        ' ', new[] { "tradesHash", "auditHash", "cash", "fees", "realisedProfit", "orders", "fills", "forecasts", "cycles", "time" }.Select(name => $"{name}={report.GetProperty(name)}"));

    private static string Counts(JsonElement report) => string.Join(
        ' ', new[] { "requests", "messages", "workflowInstances" }.Select(name => $"{name}={report.GetProperty(name)}"));

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
