using PowerTrader.Core.Markets;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

internal static class CandleFiles
{
    /// <exception cref="UsageException">Missing, empty or unsound; each fault on a line of its own.</exception>
    public static CandleSeries Read(string path, Timeframe timeframe)
    {
        if (!File.Exists(path)) throw new UsageException($"candle file '{path}' does not exist; check the path");
        using var reader = new StreamReader(path);
        var result = CandleCsv.Read(reader, Path.GetFileName(path));
        if (result.Faults.Count > 0) throw new UsageException(result.Faults);
        try
        {
            return CandleSeries.Create(timeframe, result.Candles);
        }
        catch (ArgumentException fault)
        {
            throw new UsageException($"{Path.GetFileName(path)}: {fault.Message}; check that its candles are {timeframe.Name()}");
        }
    }
}
