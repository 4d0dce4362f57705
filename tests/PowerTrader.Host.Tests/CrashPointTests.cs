using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>The whole trader, stopped dead at every commit around an order's life. All state is in the store, so these are all the moments that differ.</summary>
public sealed class CrashPointTests : IDisposable
{
    private const long Seed = 2;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-crash-");
    private readonly TraderSettings settings = TraderSettings.Default with { Coins = [Symbol.Parse("BTC-USDT")] };

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(CommitStage.Before)]
    [InlineData(CommitStage.After)]
    [Trait("Tier", "full")]
    public async Task Trader_StoppedAtEveryCommitOfAnOrdersLife_EndsLikeTheUndisturbedOne(CommitStage stage)
    {
        var start = await StoreBeforeTheFirstOrderAsync();
        var end = start.Cycle + 5;
        long commits = 0;
        var expected = await PlayAsync(start.Path, end, at => commits += at == stage ? 1 : 0);
        expected.ShouldContain("fills 1");
        commits.ShouldBeGreaterThan(30);

        for (long killAt = 1; killAt <= commits; killAt++)
        {
            long seen = 0;
            var state = await PlayAsync(start.Path, end, at =>
            {
                if (at == stage && ++seen == killAt) throw new IOException("stopped dead");
            });
            state.ShouldBe(expected, $"stopped {stage} commit {killAt} of {commits}");
        }
    }

    /// <summary>A copy of the store as it was two cycles before the first order.</summary>
    private async Task<(string Path, long Cycle)> StoreBeforeTheFirstOrderAsync()
    {
        var scout = Path.Combine(folder.FullName, "scout.db");
        var first = await RunAsync(scout, null, system => system.Sessions.GetAsync(TradingSystem.DefaultPortfolio, default).Result.Head.OrderCount > 0 || system.Ticks.Count > 6000);
        var path = Path.Combine(folder.FullName, "start.db");
        await RunAsync(path, null, system => system.Ticks.Count >= first - 2);
        return (path, first - 2);
    }

    /// <summary>Lives one after the other until the cycle is reached, and what they leave.</summary>
    private async Task<string> PlayAsync(string start, long cycle, Action<CommitStage> probe)
    {
        var path = Path.Combine(folder.FullName, "play.db");
        foreach (var rest in Directory.GetFiles(folder.FullName, "play.db*")) File.Delete(rest);
        File.Copy(start, path);
        while (true)
        {
            try
            {
                await RunAsync(path, probe, system => system.Ticks.Count >= cycle);
                return await StateAsync(path);
            }
            catch (Exception fault) when (fault is IOException or ObjectDisposedException or TransientException)
            {
                // The next life goes on with what was committed.
            }
        }
    }

    private async Task<long> RunAsync(string path, Action<CommitStage>? probe, Func<TradingSystem, bool> until)
    {
        var store = SqliteStore.Open(path, new SqliteStoreOptions { VerifyOnOpen = false, CommitProbe = probe });
        var choice = new MarketChoice(MarketId.Simulated(Seed), MarketKind.Simulated, Seed, null, default);
        using var system = new TradingSystem(choice, store, settings.Coins, settings, double.PositiveInfinity, null);
        await Preparation.RunAsync(system, settings.Cash, new Silent(), default);
        await system.Runtime.RunAsync(() => until(system), default);
        return system.Ticks.Count;
    }

    private static async Task<string> StateAsync(string path)
    {
        using var store = SqliteStore.Open(path);
        var tables = new SqliteTableStore(store);
        var portfolios = new PortfolioStore(tables);
        var key = TradingSystem.DefaultPortfolio;
        var book = (await portfolios.LoadAsync(key, default))!.Value.Book;
        var fills = new List<Fill>();
        await foreach (var fill in portfolios.ReadAsync<Fill>(key, "fill", default)) fills.Add(fill);
        var audit = new List<AuditEntry>();
        await foreach (var entry in portfolios.ReadAsync<AuditEntry>(key, "audit", default)) audit.Add(entry);
        AuditEntry.FindBreak(audit).ShouldBeNull();
        var venue = new List<string>();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Core.Names.PaperVenue, key.ToString()), default)) venue.Add($"{row.Row}={(row.Properties.ContainsKey(TableRow.JsonProperty) ? row.Json : "")}");
        var head = book.Head;
        return $"fills {fills.Count} {TradesHash.Of(fills.OrderBy(fill => fill.Sequence))} audit {head.LastAuditHash} cash {head.Cash} reserved {head.Reserved} fees {head.Fees} "
            + $"orders {head.OrderCount} open {string.Join(' ', book.OpenOrders.Select(order => $"{order.Id}:{order.State}"))} venue {string.Join(' ', venue)}";
    }

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
