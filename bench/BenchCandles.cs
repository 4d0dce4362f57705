using PowerTrader.Core.Markets;

namespace PowerTrader.Bench;

/// <summary>Hourly candles: a random walk of a fixed seed, and a recorded file where one is at hand.</summary>
internal static class BenchCandles
{
    public const int Count = 20_000;

    private const string RecordedFile = "binance_BTC-USDT_1h_2023-2025.csv";

    public static Symbol Symbol { get; } = Symbol.Parse("BTC-USDT");

    public static IReadOnlyList<Candle> Synthetic(int count = Count)
    {
        var chance = new Random(20250101);
        var candles = new List<Candle>(count);
        var start = new DateTimeOffset(2023, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var price = 20_000.0;
        for (var i = 0; i < count; i++)
        {
            var open = price;
            // Volatility comes in waves, so that the models see calm and storm.
            var volatility = 0.004 * (1 + 0.7 * Math.Sin(i / 300.0));
            price *= Math.Exp(volatility * Gauss(chance));
            var high = Math.Max(open, price) * (1 + volatility * Math.Abs(Gauss(chance)) / 2);
            var low = Math.Min(open, price) * (1 - volatility * Math.Abs(Gauss(chance)) / 2);
            candles.Add(new Candle(start.AddHours(i), Money(open), Money(high) + 0.01m, Money(low) - 0.01m, Money(price), 5m));
        }
        return candles;
    }

    /// <summary>Null where no recorded candles are at hand: <c>POWERTRADER_RECORDED</c>, else a folder <c>shared</c> beside the repository.</summary>
    public static IReadOnlyList<Candle>? Recorded()
    {
        var folder = Environment.GetEnvironmentVariable("POWERTRADER_RECORDED")
            ?? (BenchCommand.Repository() is { } root ? Path.Combine(root, "..", "shared") : "shared");
        var path = Path.Combine(folder, "candles", RecordedFile);
        if (!File.Exists(path)) return null;
        using var reader = new StreamReader(path);
        var result = CandleCsv.Read(reader, RecordedFile);
        return result.Faults.Count == 0 ? result.Candles : throw new InvalidDataException(result.Faults[0]);
    }

    private static decimal Money(double value) => Math.Round((decimal)value, 2);

    /// <summary>Box and Muller, 1958.</summary>
    private static double Gauss(Random chance) => Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble())) * Math.Cos(2 * Math.PI * chance.NextDouble());
}
