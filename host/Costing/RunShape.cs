using PowerTrader.Core.Settings;

namespace PowerTrader.Host.Costing;

/// <summary>A run whose calls are counted: the first so many tenants and coins, on the simulated market.</summary>
/// <param name="GateAge">How long the gate may pass over a portfolio on what it read last; zero reads every head at every tick.</param>
/// <param name="Trading">Whether the first coin is traded, and often; else nothing is.</param>
internal sealed record RunShape(int Tenants, int Coins, TimeSpan Tick, TimeSpan GateAge, bool Trading)
{
    /// <summary>Enters at once, steps and sells at small moves: orders enough to count what one costs.</summary>
    private const string Busy = """
        strategy.startLevel=1
        strategy.ladderPercents=-0.1,-0.2,-0.3,-0.4,-5
        strategy.maxDcaPerDay=100
        strategy.dcaMultiplier=0.5
        strategy.trailingStartPercent=0
        strategy.trailingStartAfterDcaPercent=0
        strategy.trailingGapPercent=0.01
        costs.feePercent=0.001
        costs.slippagePercent=0.001
        """;

    private const string Idle = "strategy.startLevel=7\nstrategy.dcaMultiplier=0\n";

    private static readonly string[] AllCoins = ["BTC", "ETH"];

    public static int MaxCoins => AllCoins.Length;

    /// <summary>The second coin is only looked at.</summary>
    public TraderSettings Settings() => TraderSettings.Parse(
        $"coins={string.Join(',', AllCoins.Take(Coins))}\n{(Trading ? Busy : Idle)}{(Trading && Coins > 1 ? "\nETH:strategy.startLevel=7" : "")}", "the counted run");

    /// <summary>The schedule of a tick; <paramref name="second"/> is its place in the minute.</summary>
    public string Schedule(int second) => Tick < TimeSpan.FromMinutes(1)
        ? $"*/{(int)Tick.TotalSeconds} * * * * *"
        : Tick == TimeSpan.FromMinutes(1) ? $"{second} * * * * *" : $"{second} */{(int)Tick.TotalMinutes} * * * *";
}
