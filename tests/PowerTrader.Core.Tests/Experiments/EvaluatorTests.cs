using PowerTrader.Core.Experiments;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Experiments;

public class EvaluatorTests
{
    public static TheoryData<string> Models => [.. ExtensionRegistry.BuiltIn.Models.Select(model => model.Name)];

    /// <summary>No look-ahead: what comes after a row cannot have changed it.</summary>
    [Theory]
    [MemberData(nameof(Models))]
    public void Run_FileEndsEarlier_GivesTheSameFirstRows(string model)
    {
        var candles = Recorded();
        const int holdout = 300;
        const int kept = 120;
        var whole = Evaluator.Run(candles, Create(model), holdout, keepRows: true);
        var shorter = Evaluator.Run([.. candles.Take(candles.Count - holdout + kept)], Create(model), kept, keepRows: true);

        shorter.Rows!.Count.ShouldBe(kept);
        for (var i = 0; i < kept; i++)
        {
            shorter.Rows[i].Time.ShouldBe(whole.Rows![i].Time);
            shorter.Rows[i].PredictedHigh.ShouldBe(whole.Rows[i].PredictedHigh);
            shorter.Rows[i].PredictedLow.ShouldBe(whole.Rows[i].PredictedLow);
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Run_RowsAreTheLastCandles_AndForecastsEncloseSensiblePrices(string model)
    {
        var candles = Recorded();

        var result = Evaluator.Run(candles, Create(model), 100, keepRows: true);

        result.Rows!.Select(row => row.Time).ShouldBe(candles.TakeLast(100).Select(candle => candle.OpenTime.ToUnixTimeSeconds()));
        result.Rows!.ShouldAllBe(row => row.PredictedHigh.Count == 7 && row.PredictedLow.Count == 7);
        result.Rows!.ShouldAllBe(row => row.PredictedHigh.All(high => high > 0) && row.PredictedLow.All(low => low > 0));
        result.Errors.Count.ShouldBe(7);
        result.Errors[0].Candles.ShouldBe(100);
    }

    private static IEvaluatedModel Create(string model) => ExtensionRegistry.BuiltIn.FindModel(model)!.Create(ParameterSet.Empty, false);

    private static List<Candle> Recorded()
    {
        using var reader = new StreamReader(RecordedData.Require("candles", "kucoin_BTC-USDT_1h.csv"));
        return [.. CandleCsv.Read(reader, "file").Candles.TakeLast(4000)];
    }
}
