using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;

namespace PowerTrader.Bench;

/// <summary>Training and forecast of the <c>sound</c> model against the same rules in plain code that looks at every memory.</summary>
internal static class ModelBench
{
    public const string Name = "model";

    private const int Repetitions = 5;
    private const int Forecasts = 500;
    private const string Baseline = "plain scan of all memories";

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        var candles = BenchCandles.Synthetic(BenchCandles.Count + Forecasts);
        var training = candles.Take(BenchCandles.Count).ToList();
        var after = candles.Skip(BenchCandles.Count).ToList();
        var model = new SoundModel(Timeframe.Hour1);
        var plain = new PlainModel();
        var (trained, scanned) = Sample.Alternate(Repetitions, () => model = Train(training), () => plain = TrainPlain(training));
        Compare(model.Next(), plain.Next());
        var (forecast, plainForecast) = Sample.Alternate(Repetitions, () => Walk(model, after), () => WalkPlain(plain, after));
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            Figure.Of(Name, $"training on {training.Count} candles", "candles/s", trained.PerSecond(training.Count), Baseline, scanned.PerSecond(training.Count)),
            Figure.Of(Name, "observe and forecast", "forecasts/s", forecast.PerSecond(Forecasts), Baseline, plainForecast.PerSecond(Forecasts)),
        ]);
    }

    private static SoundModel Train(IReadOnlyList<Candle> candles)
    {
        var model = new SoundModel(Timeframe.Hour1);
        foreach (var candle in candles) model.Learn(candle);
        return model;
    }

    private static PlainModel TrainPlain(IReadOnlyList<Candle> candles)
    {
        var model = new PlainModel();
        foreach (var candle in candles) model.Learn(candle);
        return model;
    }

    private static void Walk(SoundModel model, IReadOnlyList<Candle> candles)
    {
        foreach (var candle in candles)
        {
            model.Observe(candle);
            _ = model.Next();
        }
    }

    private static void WalkPlain(PlainModel model, IReadOnlyList<Candle> candles)
    {
        foreach (var candle in candles)
        {
            model.Observe(candle);
            _ = model.Next();
        }
    }

    /// <summary>The baseline only counts while it does the same work.</summary>
    private static void Compare(Forecast forecast, (double High, double Low) plain)
    {
        var off = Math.Max(Math.Abs((double)forecast.High!.Value / plain.High - 1), Math.Abs((double)forecast.Low!.Value / plain.Low - 1));
        if (off > 1e-9) throw new InvalidOperationException($"the plain model forecasts {plain.High} and {plain.Low}, the model {forecast.High} and {forecast.Low}");
    }
}
