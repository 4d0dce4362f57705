using System.Globalization;
using PowerTrader.Core.Indicators;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Indicators;

public class IndependentValuesTests
{
    private static readonly string[][] Rows =
        [.. File.ReadLines(Path.Combine(Repository.Root, "tests", "PowerTrader.Core.Tests", "Indicators", "technicalindicators.csv")).Where(line => line[0] != '#').Select(line => line.Split(','))];

    [Fact]
    public void Series_MadeHere_IsTheOneTheValuesWereMadeOf() =>
        IndicatorSeries.Candles.Select(candle => candle.Close).ShouldBe(Rows.Skip(1).Select(row => decimal.Parse(row[0], CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("sma:period=10", 0, "sma10")]
    [InlineData("ema:period=10", 0, "ema10")]
    // The package rounds the index to two decimals.
    [InlineData("rsi", 0, "rsi14", 0.00500001)]
    [InlineData("macd", 0, "macdLine")]
    [InlineData("macd", 1, "macdSignal")]
    [InlineData("macd", 2, "macdHistogram")]
    [InlineData("bollinger", 0, "bollingerMiddle")]
    [InlineData("bollinger", 1, "bollingerUpper")]
    [InlineData("bollinger", 2, "bollingerLower")]
    [InlineData("bollinger", 3, "bollingerPosition")]
    [InlineData("atr", 0, "atr14")]
    [InlineData("vwap:session=0", 0, "vwap")]
    [InlineData("vwap", 0, "vwapDay")]
    public void Push_MadeUpCandles_EqualsTheIndependentValues(string indicator, int output, string column, double tolerance = 1e-9) =>
        Compare(indicator, output, column, tolerance, 0);

    [Theory]
    [InlineData(0, "adxTrend", 0)]
    // The package gives the directions only together with the trend; here they are known 13 candles earlier.
    [InlineData(1, "adxPlus", 13)]
    [InlineData(2, "adxMinus", 13)]
    public void Push_AdxOfMadeUpCandles_EqualsTheIndependentValues(int output, string column, int earlier) => Compare("adx", output, column, 1e-9, earlier);

    private static void Compare(string indicator, int output, string column, double tolerance, int earlier)
    {
        var at = Array.IndexOf(Rows[0], column);
        var subject = IndicatorRegistry.BuiltIn.Create(indicator);
        var first = Enumerable.Range(1, Rows.Length - 1).First(i => Rows[i][at].Length > 0);
        for (var i = 1; i < Rows.Length; i++)
        {
            subject.Push(IndicatorSeries.Candles[i - 1]);
            if (i < first - earlier) subject[output].ShouldBeNull($"{column}, candle {i}");
            if (i >= first) subject[output]!.Value.ShouldBe(double.Parse(Rows[i][at], CultureInfo.InvariantCulture), tolerance, $"{column}, candle {i}");
        }
    }
}
