using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Ports;

namespace PowerTrader.Host.CommandLine;

/// <summary>Forecasts of a series in a file, so that the next backtest need not compute them.</summary>
internal static class TapeFile
{
    /// <returns>Null where there is no such file, or it is of other candles.</returns>
    /// <exception cref="UsageException">The file is something else, or damaged: it is not overwritten.</exception>
    /// <exception cref="WorldException">The file cannot be read.</exception>
    public static ForecastTape? Load(string path, BacktestSeries series)
    {
        if (Directory.Exists(path)) throw new UsageException($"--forecasts '{path}' is a folder; name a file");
        if (!File.Exists(path)) return null;
        try
        {
            using var file = File.OpenRead(path);
            return ForecastTapeCodec.Load(file, series.Timeframe, series.Candles) is { HasBounds: true } tape ? tape : null;
        }
        catch (CorruptException fault)
        {
            throw new UsageException($"--forecasts '{path}': {fault.Message}; delete it or name another file");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The forecasts '{path}' cannot be read ({fault.Message.TrimEnd('.')}); check its permissions.", fault);
        }
    }

    /// <exception cref="WorldException">The file cannot be written.</exception>
    public static void Save(string path, ForecastTape tape, BacktestSeries series)
    {
        try
        {
            using var file = File.Create(path);
            ForecastTapeCodec.Save(file, tape, series.Candles);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The forecasts '{path}' cannot be written ({fault.Message.TrimEnd('.')}); check its folder and permissions.", fault);
        }
    }
}
