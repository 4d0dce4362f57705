using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>The whole trader in this process, on one simulated coin, with rules under which something is nearly always open.</summary>
internal static class PlayedTrader
{
    public const long Seed = 2;

    public static string StoreName => $"sim-{Seed}.db";

    public static TraderSettings Settings { get; } = TraderSettings.From(new SettingsResolver()
        .Add("coins", "BTC", "test").Add("strategy.startLevel", "1", "test").Add("strategy.ladderPercents", "-0.2,-0.4,-0.8,-1.6", "test")
        .Add("strategy.maxDcaPerDay", "50", "test").Add("strategy.trailingStartPercent", "0.3", "test").Resolve());

    public static MarketChoice Choice => new(MarketId.Simulated(Seed), MarketKind.Simulated, Seed, null, default);

    public static TradingSystem Open(string path) =>
        new(Choice, SqliteStore.Open(path), Settings.Coins, Settings, double.PositiveInfinity, null);

    public static Task PrepareAsync(TradingSystem system) => Preparation.RunAsync(system, Settings.Cash, new Silent(), default);

    /// <summary>Goes on from what the file holds until the condition is met.</summary>
    public static async Task<RunReport> PlayAsync(string path, Func<TradingSystem, PortfolioBook, bool> until)
    {
        using var system = Open(path);
        await PrepareAsync(system);
        var book = await system.BookAsync(default);
        await system.Runtime.RunAsync(() => until(system, system.BookAsync(default).Result ?? book), default);
        return await RunReport.OfAsync(system, default);
    }

    /// <summary>What two runs share that made the same decisions.</summary>
    public static string Facts(RunReport report) =>
        $"{report.TradesHash} {report.AuditHash} cash {report.Cash} fees {report.Fees} realised {report.RealisedProfit} orders {report.Orders} fills {report.Fills} cycles {report.Cycles} {report.Time:u}";

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}

/// <summary>A store with an open deal and an open order, made once.</summary>
public sealed class OpenDealStore : IAsyncLifetime
{
    private const int MostTicks = 6000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-open-deal-");

    public long Cycle { get; private set; }

    private string FilePath => Path.Combine(folder.FullName, PlayedTrader.StoreName);

    public async ValueTask InitializeAsync() => Cycle = (await PlayedTrader.PlayAsync(
        FilePath,
        (system, book) => system.Work.Ticks.Count > MostTicks
            || (book.OpenOrders.Count > 0 && book.Symbols.Any(symbol => symbol.Deal is { HasPosition: true })))).Cycles;

    /// <summary>A copy of its own in the folder, as a trader would have it.</summary>
    public string CopyTo(string dataFolder)
    {
        Cycle.ShouldBeLessThan(MostTicks);
        var path = Path.Combine(dataFolder, PlayedTrader.StoreName);
        File.Copy(FilePath, path);
        File.WriteAllText(Path.Combine(dataFolder, "last-market"), PlayedTrader.Choice.Id.Value);
        return path;
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
