using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Backtesting;

/// <summary>Forecasts and volatility of one symbol as of its newest closed bar: learned as the run goes, or read off a tape.</summary>
internal abstract class SignalFeed
{
    /// <summary>Levels at the newest close.</summary>
    public int Long { get; protected set; }

    public int Short { get; protected set; }

    /// <summary>Timeframes with a forecast.</summary>
    public int Signals { get; protected set; }

    /// <summary>Takes what has closed since it was last asked.</summary>
    public abstract void Advance(CandleView closed);

    /// <summary>Bounds for prices after the newest close.</summary>
    public abstract SignalLevels LevelsAt(DateTimeOffset now);

    public abstract decimal? VolatilityRatio();
}

/// <summary>Models and risk windows that learn bar by bar, as in the running trader.</summary>
/// <param name="forecasts">False feeds no model: the controls ask for none.</param>
internal sealed class InlineFeed(Timeframe timeframe, bool forecasts) : SignalFeed
{
    private readonly SymbolForecaster? forecaster = forecasts ? new SymbolForecaster(null, timeframe) : null;
    private int seen;

    public ReturnWindow Returns { get; } = new();

    public override void Advance(CandleView closed)
    {
        for (; seen < closed.Count; seen++)
        {
            var candle = closed[seen];
            forecaster?.Learn(candle);
            // Volatility is measured on hours alone; on other bars its rule abstains.
            if (timeframe == Timeframe.Hour1) Returns.Add(candle);
        }
        if (forecaster is null) return;
        var last = closed.Last;
        var levels = LevelsAt(last.OpenTime + timeframe.Length());
        (Long, Short, Signals) = (levels.Long(last.Close), levels.Short(last.Close), levels.Active);
    }

    public override SignalLevels LevelsAt(DateTimeOffset now) =>
        forecaster is null ? SignalLevels.None : SignalLevels.From(Timeframes.All.Select(forecaster.Forecast), now, TimeSpan.Zero);

    public override decimal? VolatilityRatio() => Returns.VolatilityRatio();

    /// <summary>Newest forecast of a timeframe.</summary>
    public Forecast? Forecast(Timeframe of) => forecaster?.Forecast(of);
}

/// <summary>The same, computed before.</summary>
internal sealed class TapeFeed(ForecastTape tape, bool forecasts) : SignalFeed
{
    private int bar = -1;

    public override void Advance(CandleView closed)
    {
        bar = closed.Count - 1;
        if (forecasts) (Long, Short, Signals) = tape.LevelsOf(bar);
    }

    public override SignalLevels LevelsAt(DateTimeOffset now) => forecasts ? tape.BoundsOf(bar, now) : SignalLevels.None;

    public override decimal? VolatilityRatio() => tape.VolatilityOf(bar);
}
