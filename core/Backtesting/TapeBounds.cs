using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Core.Backtesting;

/// <summary>The forecast extremes of each timeframe from the bar on at which they were made. As doubles: that is what models compute, and what converts to the same decimal.</summary>
internal sealed class TapeBounds
{
    private const long SecondsPerHour = 3600;

    private readonly List<Made>[] made = [.. Timeframes.All.Select(_ => new List<Made>())];

    public TapeBounds()
    {
    }

    /// <summary>With room for every forecast of so many bars.</summary>
    public TapeBounds(Timeframe bars, int count)
    {
        foreach (var timeframe in Timeframes.All.Where(timeframe => timeframe >= bars)) made[(int)timeframe].Capacity = (int)(count * (long)bars.Minutes() / timeframe.Minutes()) + 1;
    }

    public IReadOnlyList<List<Made>> All => made;

    public void Add(int bar, InlineFeed feed)
    {
        foreach (var timeframe in Timeframes.All)
        {
            if (feed.Forecast(timeframe) is not { IsActive: true } forecast) continue;
            var of = made[(int)timeframe];
            var open = (int)(forecast.CandleOpen.ToUnixTimeSeconds() / SecondsPerHour);
            if (of.Count == 0 || of[^1].Open != open) of.Add(new Made(bar, open, (double)forecast.Low!.Value, (double)forecast.High!.Value));
        }
    }

    public SignalLevels At(int bar, DateTimeOffset now)
    {
        var forecasts = new List<Forecast>(Timeframes.Count);
        foreach (var timeframe in Timeframes.All)
        {
            if (Find(made[(int)timeframe], bar) is not { } found) continue;
            forecasts.Add(new Forecast(
                timeframe, DateTimeOffset.FromUnixTimeSeconds(found.Open * SecondsPerHour), 0, (decimal)found.High, (decimal)found.Low, SoundModel.ModelName, 0, null));
        }
        return SignalLevels.From(forecasts, now, TimeSpan.Zero);
    }

    private static Made? Find(List<Made> of, int bar)
    {
        var (low, high) = (0, of.Count - 1);
        if (high < 0 || of[0].Bar > bar) return null;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (of[middle].Bar <= bar) low = middle;
            else high = middle - 1;
        }
        return of[low];
    }

    /// <param name="Open">Of the candle that is forecast, hours since 1970: every timeframe begins on the hour.</param>
    internal readonly record struct Made(int Bar, int Open, double Low, double High);
}
