using PowerTrader.Core.Markets;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Tests;

/// <summary>A history that was interrupted, and candles that are not closed yet.</summary>
public sealed class HistoryTests : IDisposable
{
    private static readonly Symbol Btc = PlayedTrader.Settings.Coins[0];

    private readonly Trader whole = new();
    private readonly Trader interrupted = new();

    public void Dispose()
    {
        whole.Dispose();
        interrupted.Dispose();
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task History_InterruptedAfterItsFirstPart_GoesOnWhereItStopped()
    {
        var expected = await FetchedAsync(whole);
        using (var begun = PlayedTrader.Open(PathOf(interrupted)))
            await begun.Work.Candles.MergeAsync(Btc, Timeframe.Hour1, expected[..4000], CandleSource.History, begun.Clock.Now, default);

        var resumed = await FetchedAsync(interrupted);

        resumed.ShouldBe(expected);
        expected.Count.ShouldBe(3 * 365 * 24);
    }

    [Fact]
    public async Task History_FormingCandle_IsNotStored()
    {
        var expected = await FetchedAsync(whole);

        using var system = PlayedTrader.Open(PathOf(whole));
        expected[^1].OpenTime.ShouldBe(Timeframe.Hour1.OpenOf(system.Clock.Now - TraderWork.Grace) - Timeframe.Hour1.Length());
    }

    private static string PathOf(Trader trader) => Path.Combine(trader.Data, PlayedTrader.StoreName);

    private static async Task<List<Candle>> FetchedAsync(Trader trader)
    {
        using var system = PlayedTrader.Open(PathOf(trader));
        await PlayedTrader.PrepareAsync(system);
        return [.. await system.Work.Candles.ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default)];
    }
}
