using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>A whole trading system in this process on a store of its own, started as <c>run</c> starts it, as often as a test likes.</summary>
internal sealed class SystemUnderTest(MarketChoice choice, MarketWiring wiring, TraderSettings settings) : IAsyncDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-system-");
    private TradingSystem? system;

    public TradingSystem System => system!;

    /// <summary>What people were told.</summary>
    public List<string> Notices { get; } = [];

    public static MarketChoice Simulated(long seed) => new(MarketId.Simulated(seed), MarketKind.Simulated, seed, null, default);

    /// <summary>Ends what runs, and starts on what it left.</summary>
    public async Task StartAsync()
    {
        if (system is not null) await system.DisposeAsync();
        var store = SqliteStore.Open(Path.Combine(folder.FullName, "market.db"), new SqliteStoreOptions { VerifyOnOpen = false });
        system = new TradingSystem(choice, store, settings.Coins, settings, double.PositiveInfinity, null, wiring: wiring) { Notice = Notices.Add };
        await Preparation.RunAsync(system, settings.Cash, new Silent(), default);
    }

    public Task RunAsync(TimeSpan time) => System.Runtime.RunUntilAsync(System.Clock.Now + time, default);

    public async ValueTask DisposeAsync()
    {
        if (system is not null) await system.DisposeAsync();
        folder.Delete(recursive: true);
    }

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
