using System.Text.Json;
using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Host.Tests;

public class RunTests
{
    private static readonly PortfolioKey Key = new("local", "main");

    [Fact]
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
    [Trait("Tier", "full")]
    public async Task Run_InTwoParts_EqualsOneRun()
    {
        using var whole = new Trader();
        using var parts = new Trader();

        await parts.SimulateAsync(700, 2);

        Facts(await parts.SimulateAsync(1500, 2)).ShouldBe(Facts(await whole.SimulateAsync(1500, 2)));
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_AtAnotherSpeed_MakesTheSameTrades()
    {
        using var fast = new Trader();
        using var paced = new Trader();

        var reference = await fast.SimulateAsync(500, 2);
        var outcome = await Trader.RunAsync("run", "--cycles", "500", "--speed", "20000", "--seed", "2", "--json", "--data", paced.Data);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        Facts(outcome.Json).ShouldBe(Facts(reference));
    }

    [Fact]
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
    [Trait("Tier", "full")]
    public async Task Run_EveryFill_IsAtMostTheShareOfTheDisplayedSize()
    {
        using var trader = new Trader();
        var report = await trader.SimulateAsync(3000, 2);
        using var store = SqliteStore.Open(Path.Combine(trader.Data, "sim-2.db"));
        var venue = new PaperBroker(new SqliteTableStore(store), Key.ToString(), null!, TimeProvider.System, new PaperOptions(0));

        var fills = await venue.GetFillsWithDisplayedAsync(default);

        fills.Count.ShouldBe(report.GetProperty("fills").GetInt32());
        foreach (var instant in fills.GroupBy(fill => (fill.Fill.Symbol, fill.Fill.Side, fill.Fill.Time)))
            instant.Sum(fill => fill.Fill.Quantity.Value).ShouldBeLessThanOrEqualTo(instant.First().Displayed.Value * 0.25m);
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
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_FourteenDays_TradesAndEndsInTime()
    {
        using var trader = new Trader();

        var report = await trader.SimulateAsync(20000, 1);

        report.GetProperty("fills").GetInt32().ShouldBeGreaterThanOrEqualTo(20);
        report.GetProperty("dcaSteps").GetInt32().ShouldBeGreaterThanOrEqualTo(3);
        report.GetProperty("trailingExits").GetInt32().ShouldBeGreaterThanOrEqualTo(3);
        report.GetProperty("partialFills").GetInt32().ShouldBeGreaterThanOrEqualTo(1);
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
        ' ', new[] { "tradesHash", "auditHash", "cash", "fees", "realisedProfit", "orders", "fills", "cycles", "time" }.Select(name => $"{name}={report.GetProperty(name)}"));

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items) list.Add(item);
        return list;
    }
}
