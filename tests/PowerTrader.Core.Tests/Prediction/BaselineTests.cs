using System.Text.Json;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Prediction;

/// <summary>Every number that the predecessor produced on the recorded fixture, to a relative 1e-9.</summary>
public class BaselineTests
{
    private const long TrainedAt = 1680703200;

    private static readonly Lazy<IReadOnlyList<Candle>> Hours = new(ReadHours);

    [Theory]
    [InlineData("shipped")]
    [InlineData("intended")]
    public void Train_RecordedCandles_EqualsEveryStepAndMemory(string variant)
    {
        using var steps = Open(variant, "training_steps.json");
        using var memories = Open(variant, "memories.json");
        var trace = new List<BaselineStep>();

        var stores = Train(variant, trace);

        var expected = steps.RootElement.GetProperty("rows").EnumerateArray().ToList();
        for (var i = 0; i < Math.Min(trace.Count, expected.Count); i++) CompareStep(expected[i], trace[i], i);
        trace.Count.ShouldBe(expected.Count);
        foreach (var timeframe in memories.RootElement.GetProperty("timeframes").EnumerateObject())
        {
            Timeframes.TryParse(timeframe.Name, out var which).ShouldBeTrue();
            CompareMemory(timeframe.Value, stores[which], timeframe.Name);
        }
    }

    [Theory]
    [Trait("Tier", "full")]
    [InlineData("shipped")]
    [InlineData("intended")]
    public void Sweep_RecordedAsks_EqualsEveryPredictionBoundAndLevel(string variant)
    {
        using var predictions = Open(variant, "predictions.json");
        var runner = new BaselineRunner(Train(variant, null));
        var rows = predictions.RootElement.GetProperty("rows").EnumerateArray().ToList();

        foreach (var row in rows)
        {
            var now = row.GetProperty("now").GetInt64();
            var history = HistoryUntil(now);
            var candles = Timeframes.All.Select(timeframe => history.LastClosed(timeframe)!.Value).Select(c => ((double)c.Open, (double)c.Close)).ToList();
            // The recording swept twice at each instant: its signals come from bounds of the same candles.
            var ask = row.GetProperty("ask").GetDouble();
            runner.Sweep(candles, ask);
            CompareSweep(row, runner.Sweep(candles, ask), now);
        }

        rows.Count.ShouldBeGreaterThan(1000);
    }

    private static IReadOnlyDictionary<Timeframe, BaselineMemory> Train(string variant, List<BaselineStep>? trace) =>
        new BaselineTrainer(variant == "intended").Train(HistoryUntil(TrainedAt).Of, trace is null ? null : trace.Add);

    private static BaselineHistory HistoryUntil(long now)
    {
        var history = new BaselineHistory();
        foreach (var candle in Hours.Value.Where(candle => candle.OpenTime.ToUnixTimeSeconds() + 3600 <= now)) history.Add(candle);
        return history;
    }

    private static void CompareStep(JsonElement expected, BaselineStep step, int index)
    {
        var what = $"step {index}: {expected.GetRawText()}";
        expected[0].GetString().ShouldBe(step.Timeframe.Name(), what);
        expected[1].GetInt32().ShouldBe(step.Pass, what);
        expected[2].GetInt32().ShouldBe(step.Loop, what);
        expected[3].GetInt64().ShouldBe(step.OpenTime, what);
        Same(expected[4].GetDouble(), step.Pattern, what);
        expected[5].GetInt32().ShouldBe(step.Visible, what);
        expected[6].GetInt32().ShouldBe(step.Matches, what);
        Same(expected[7].GetDouble(), step.Threshold, what);
        Same(expected[8].GetDouble(), step.Start, what);
        Same(expected[9].GetDouble(), step.Close, what);
        Same(expected[10].GetDouble(), step.High, what);
        Same(expected[11].GetDouble(), step.Low, what);
        if (expected[15].ValueKind == JsonValueKind.Null) return;
        Same(expected[12].GetDouble(), step.ActualClose!.Value, what);
        Same(expected[13].GetDouble(), step.ActualHigh!.Value, what);
        Same(expected[14].GetDouble(), step.ActualLow!.Value, what);
        expected[15].GetString().ShouldBe(step.Action, what);
    }

    private static void CompareMemory(JsonElement expected, BaselineMemory memory, string what)
    {
        Same(expected.GetProperty("threshold_file").GetDouble(), memory.ThresholdFile, what);
        Same(expected.GetProperty("threshold_final_in_ram").GetDouble(), memory.Threshold, what);
        memory.Flushed.Count.ShouldBe(expected.GetProperty("memory_count_on_disk").GetInt32(), what);
        memory.Entries.Count.ShouldBe(expected.GetProperty("memory_count_in_ram_at_exit").GetInt32(), what);
        var entries = expected.GetProperty("memories").EnumerateArray().ToList();
        memory.Flushed.Count.ShouldBe(entries.Count, what);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = memory.Flushed[i];
            Same(entries[i][0].GetDouble(), entry.Pattern, what);
            Same(entries[i][1].GetDouble(), entry.ClosePercent, what);
            Same(entries[i][2].GetDouble(), entry.HighPercent, what);
            Same(entries[i][3].GetDouble(), entry.LowPercent, what);
            Same(expected.GetProperty("weights_close")[i].GetDouble(), entry.CloseWeight, what);
            Same(expected.GetProperty("weights_high")[i].GetDouble(), entry.HighWeight, what);
            Same(expected.GetProperty("weights_low")[i].GetDouble(), entry.LowWeight, what);
        }
    }

    private static void CompareSweep(JsonElement expected, BaselineSweep sweep, long now)
    {
        var what = $"sweep at {now}";
        Same(expected.GetProperty("pred_high"), sweep.High, what);
        Same(expected.GetProperty("pred_low"), sweep.Low, what);
        expected.GetProperty("perfects").EnumerateArray().Select(text => text.GetString() == "active").ShouldBe(sweep.Active, what);
        expected.GetProperty("sides").EnumerateArray().Select(text => text.GetString()!.ToLowerInvariant()).ShouldBe(sweep.Sides, what);
        Same(expected.GetProperty("margins"), sweep.Margins, what);
        Same(expected.GetProperty("low_bounds_by_tf"), sweep.LowBounds, what);
        Same(expected.GetProperty("high_bounds_by_tf"), sweep.HighBounds, what);
        Same(Numbers(expected.GetProperty("low_bound_prices_html").GetString()!), sweep.LowRanks, what);
        Same(Numbers(expected.GetProperty("high_bound_prices_html").GetString()!), sweep.HighRanks, what);
        expected.GetProperty("long_level").GetInt32().ShouldBe(sweep.LongLevel, what);
        expected.GetProperty("short_level").GetInt32().ShouldBe(sweep.ShortLevel, what);
        Same(expected.GetProperty("long_pm").GetDouble(), sweep.LongMargin, what);
        Same(expected.GetProperty("short_pm").GetDouble(), sweep.ShortMargin, what);
    }

    private static List<double> Numbers(string text) =>
        [.. text.Split(", ").Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    private static void Same(JsonElement expected, IReadOnlyList<double> actual, string what) =>
        Same([.. expected.EnumerateArray().Select(number => number.GetDouble())], actual, what);

    private static void Same(List<double> expected, IReadOnlyList<double> actual, string what)
    {
        actual.Count.ShouldBe(expected.Count, what);
        for (var i = 0; i < expected.Count; i++) Same(expected[i], actual[i], what);
    }

    private static void Same(double expected, double actual, string what) =>
        Math.Abs(expected - actual).ShouldBeLessThanOrEqualTo(1e-9 * Math.Abs(expected), $"{what}: {expected:R} and {actual:R}");

    private static JsonDocument Open(string variant, string file) =>
        JsonDocument.Parse(File.ReadAllBytes(RecordedData.Require("fixtures", "baseline", variant, file)));

    private static IReadOnlyList<Candle> ReadHours()
    {
        using var reader = new StreamReader(RecordedData.Require("fixtures", "baseline", "candles_1h_2600.csv"));
        return CandleCsv.Read(reader, "candles_1h_2600.csv").Candles;
    }
}
