using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

internal static class CandleFiles
{
    /// <summary>Fewer say nothing of a strategy or a model.</summary>
    public const int UsualLeast = 40;

    /// <param name="least">Candles that are needed, from 1.</param>
    /// <exception cref="UsageException">Missing, empty, unsound, or of another timeframe; each fault on a line of its own.</exception>
    /// <exception cref="WorldException">The file cannot be read.</exception>
    public static CandleSeries Read(string path, Timeframe timeframe, int least = 1)
    {
        var (candles, own) = ReadSound(path, least, timeframe);
        return own == timeframe
            ? CandleSeries.Create(timeframe, candles)
            : throw new UsageException($"{Path.GetFileName(path)}: its candles are {own.Name()}, {timeframe.Name()} ones are needed; use a file of those");
    }

    /// <summary>Bars of the wanted timeframe, aggregated where the file's own is shorter; the file's own where none is wanted.</summary>
    /// <param name="least">Bars that are needed, from 1. A single candle has the wanted timeframe, else that of the file's name, else an hour.</param>
    /// <exception cref="UsageException">The file is unsound, or its candles are longer than wanted.</exception>
    /// <exception cref="WorldException">The file cannot be read.</exception>
    public static (IReadOnlyList<Candle> Bars, Timeframe Timeframe) ReadBars(string path, Timeframe? wanted, int least)
    {
        var (candles, own) = ReadSound(path, least, wanted);
        if (wanted is not { } target || target == own) return (candles, own);
        if (target < own) throw new UsageException($"--timeframe '{target.Name()}' is shorter than the file's {own.Name()}; leave it out or use a finer file");
        var aggregator = new CandleAggregator(own, target);
        var bars = new List<Candle>();
        foreach (var candle in candles) aggregator.Add(candle, bars);
        if (bars.Count < least) throw new UsageException($"--timeframe '{target.Name()}' makes {bars.Count} bars of the file, at least {least} {(least == 1 ? "is" : "are")} needed; use a shorter one");
        return (bars, target);
    }

    /// <summary>Candles inside bars of the timeframe: sound, in order, and shorter.</summary>
    /// <exception cref="UsageException">The file is unsound, or its candles are not shorter.</exception>
    /// <exception cref="WorldException">The file cannot be read.</exception>
    public static IReadOnlyList<Candle> ReadInside(string path, Timeframe bars)
    {
        var name = Path.GetFileName(path);
        var candles = Parse(path, name).Candles;
        var closest = candles.Count < 2 ? TimeSpan.MaxValue : candles.Zip(candles.Skip(1), (a, b) => b.OpenTime - a.OpenTime).Min();
        return closest < bars.Length() ? candles : throw new UsageException($"--intrabar '{name}': its candles are not shorter than bars of {bars.Name()}; use a file of minutes");
    }

    /// <summary>The symbol in the file's name (<c>kucoin_BTC-USDT_1h.csv</c>), else BTC-USDT.</summary>
    public static Symbol SymbolOf(string path) =>
        Path.GetFileNameWithoutExtension(path).Split('_')
            .Select(part => Symbol.TryParse(part, out var symbol) && symbol.Quote.Length > 0 ? symbol : (Symbol?)null)
            .FirstOrDefault(symbol => symbol is not null) ?? Symbol.Parse("BTC-USDT");

    /// <summary>Enough candles, all of one timeframe and aligned to it.</summary>
    private static (IReadOnlyList<Candle> Candles, Timeframe Timeframe) ReadSound(string path, int least, Timeframe? wanted)
    {
        var name = Path.GetFileName(path);
        var read = Parse(path, name);
        var candles = read.Candles;
        if (candles.Count < least) throw new UsageException($"{name} has {candles.Count} candle{(candles.Count == 1 ? "" : "s")}, at least {least} {(least == 1 ? "is" : "are")} needed; use a longer file");
        // The usual distance: a gap makes some larger, a stray row some smaller.
        var spacing = candles.Count == 1 ? (wanted ?? NamedTimeframe(path)).Length() : Spacing(candles);
        if (Timeframes.All.Cast<Timeframe?>().FirstOrDefault(each => each!.Value.Length() == spacing) is not { } own)
            throw new UsageException($"{name}: its candles are {spacing} apart; use one of {string.Join(", ", Timeframes.All.Select(each => each.Name()))}");
        var faults = new List<string>();
        for (var i = 0; i < candles.Count; i++)
        {
            if (own.OpenOf(candles[i].OpenTime) == candles[i].OpenTime) continue;
            faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{name} line {read.Lines[i]}: time {candles[i].OpenTime.ToUnixTimeSeconds()} is not aligned to {own.Name()}; correct or remove the line"));
        }
        if (faults.Count > CandleCsv.MaxFaults) faults = [.. faults.Take(CandleCsv.MaxFaults), $"{name}: and {faults.Count - CandleCsv.MaxFaults} more faults"];
        return faults.Count > 0 ? throw new UsageException(faults) : (candles, own);
    }

    /// <summary>Of most neighbours; counted without a list of them all.</summary>
    private static TimeSpan Spacing(IReadOnlyList<Candle> candles)
    {
        var counts = new Dictionary<TimeSpan, int>();
        for (var i = 1; i < candles.Count; i++)
        {
            var distance = candles[i].OpenTime - candles[i - 1].OpenTime;
            counts[distance] = counts.GetValueOrDefault(distance) + 1;
        }
        return counts.MaxBy(each => each.Value).Key;
    }

    /// <summary><c>1h</c>, <c>1d</c> or <c>1hour</c> between underscores; an hour where there is none.</summary>
    private static Timeframe NamedTimeframe(string path)
    {
        foreach (var part in Path.GetFileNameWithoutExtension(path).Split('_'))
        {
            if (Timeframes.TryParse(part, out var timeframe)) return timeframe;
        }
        return Timeframe.Hour1;
    }

    private static CandleCsvResult Parse(string path, string name)
    {
        if (Directory.Exists(path)) throw new UsageException($"candle file '{path}' is a folder; name the CSV file in it");
        if (!File.Exists(path)) throw new UsageException($"candle file '{path}' does not exist; check the path");
        try
        {
            using var reader = new StreamReader(path);
            var result = CandleCsv.Read(reader, name);
            return result.Faults.Count > 0 ? throw new UsageException(result.Faults) : result;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"candle file '{path}' cannot be read ({fault.Message.TrimEnd('.')}); check its permissions and who else has it open.", fault);
        }
    }
}
