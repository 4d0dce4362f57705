using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

internal static class CandleFiles
{
    private const int MinBars = 40;

    /// <exception cref="UsageException">Missing, empty or unsound; each fault on a line of its own.</exception>
    public static CandleSeries Read(string path, Timeframe timeframe)
    {
        return Series(path, timeframe, Parse(path));
    }

    /// <summary>Bars of the wanted timeframe, aggregated where the file's own is shorter; the file's own where none is wanted.</summary>
    /// <exception cref="UsageException">The file is unsound, or its candles are longer than wanted.</exception>
    public static (IReadOnlyList<Candle> Bars, Timeframe Timeframe) ReadBars(string path, Timeframe? wanted)
    {
        var candles = Parse(path);
        if (candles.Count < MinBars) throw new UsageException($"{Path.GetFileName(path)} has {candles.Count} candles, at least {MinBars} are needed; use a longer file");
        var spacing = candles.Zip(candles.Skip(1), (a, b) => b.OpenTime - a.OpenTime).Min();
        if (Timeframes.All.Cast<Timeframe?>().FirstOrDefault(each => each!.Value.Length() == spacing) is not { } own)
            throw new UsageException($"{Path.GetFileName(path)}: its candles are {spacing} apart; use one of {string.Join(", ", Timeframes.All.Select(each => each.Name()))}");
        Series(path, own, candles);
        if (wanted is not { } target || target == own) return (candles, own);
        if (target < own) throw new UsageException($"--timeframe '{target.Name()}' is shorter than the file's {own.Name()}; leave it out or use a finer file");
        var aggregator = new CandleAggregator(own, target);
        var bars = new List<Candle>();
        foreach (var candle in candles) aggregator.Add(candle, bars);
        if (bars.Count < MinBars) throw new UsageException($"--timeframe '{target.Name()}' makes {bars.Count} bars of the file, at least {MinBars} are needed; use a shorter one");
        return (bars, target);
    }

    /// <summary>The symbol in the file's name (<c>kucoin_BTC-USDT_1h.csv</c>), else BTC-USDT.</summary>
    public static Symbol SymbolOf(string path) =>
        Path.GetFileNameWithoutExtension(path).Split('_')
            .Select(part => Symbol.TryParse(part, out var symbol) && symbol.Quote.Length > 0 ? symbol : (Symbol?)null)
            .FirstOrDefault(symbol => symbol is not null) ?? Symbol.Parse("BTC-USDT");

    private static IReadOnlyList<Candle> Parse(string path)
    {
        if (!File.Exists(path)) throw new UsageException($"candle file '{path}' does not exist; check the path");
        using var reader = new StreamReader(path);
        var result = CandleCsv.Read(reader, Path.GetFileName(path));
        return result.Faults.Count > 0 ? throw new UsageException(result.Faults) : result.Candles;
    }

    private static CandleSeries Series(string path, Timeframe timeframe, IReadOnlyList<Candle> candles)
    {
        try
        {
            return CandleSeries.Create(timeframe, candles);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException($"{Path.GetFileName(path)}: {fault.Message}; check that its candles are {timeframe.Name()}");
        }
    }
}
