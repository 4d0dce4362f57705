using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Backtesting;

/// <summary>
/// Forecasts and volatility of every bar of a series, computed once by the very models of the running trader and used by any number of runs: they depend on
/// the candles alone. Eleven bytes a bar, and 24 more per forecast where bounds are kept.
/// </summary>
public sealed class ForecastTape
{
    internal const long NoVolatility = -1;
    internal const decimal VolatilityUnits = 10_000m;

    private const int BarsBetweenReports = 256;

    internal ForecastTape(Timeframe timeframe, bool hasForecasts, byte[] levels, long[] volatility, TapeBounds? bounds)
    {
        HasForecasts = hasForecasts;
        Timeframe = timeframe;
        Levels = levels;
        Volatility = volatility;
        Bounds = bounds;
    }

    public Timeframe Timeframe { get; }

    public int Bars => Volatility.Length;

    /// <summary>False where it holds volatility alone.</summary>
    public bool HasForecasts { get; }

    /// <summary>Forecast prices are kept, so that runs can decide inside bars.</summary>
    public bool HasBounds => Bounds is not null;

    internal byte[] Levels { get; }

    internal long[] Volatility { get; }

    internal TapeBounds? Bounds { get; }

    /// <param name="candles">The whole series; the forecast at a bar has learned bars up to it and no later one.</param>
    /// <param name="withBounds">For runs along a path; bars' closes need none.</param>
    /// <param name="withForecasts">False keeps volatility alone, for strategies that ask for no forecast.</param>
    /// <param name="progress">Told the number of bars done, now and then.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; half a tape is of no use.</exception>
    public static ForecastTape Build(
        Timeframe timeframe, IReadOnlyList<Candle> candles, bool withBounds = false, bool withForecasts = true, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var feed = new InlineFeed(timeframe, withForecasts);
        var bars = CandleColumns.Of(candles);
        var (levels, volatility, bounds) = (new byte[bars.Count * 3], new long[bars.Count], withBounds ? new TapeBounds(timeframe, bars.Count) : null);
        for (var i = 0; i < bars.Count; i++)
        {
            if (i % BarsBetweenReports == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress?.Report(i);
            }
            feed.Advance(bars.View(0, i + 1));
            (levels[i * 3], levels[i * 3 + 1], levels[i * 3 + 2]) = ((byte)feed.Long, (byte)feed.Short, (byte)feed.Signals);
            volatility[i] = feed.VolatilityRatio() is { } ratio ? (long)(ratio * VolatilityUnits) : NoVolatility;
            if (withForecasts) bounds?.Add(i, feed);
        }
        return new ForecastTape(timeframe, withForecasts, levels, volatility, bounds);
    }

    internal (int Long, int Short, int Signals) LevelsOf(int bar) => (Levels[bar * 3], Levels[bar * 3 + 1], Levels[bar * 3 + 2]);

    internal decimal? VolatilityOf(int bar) => Volatility[bar] == NoVolatility ? null : Volatility[bar] / VolatilityUnits;

    internal SignalLevels BoundsOf(int bar, DateTimeOffset now) =>
        Bounds is { } known ? known.At(bar, now) : throw new InvalidOperationException("this tape keeps no bounds; build it with them to decide inside bars");
}
