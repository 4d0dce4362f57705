using System.Globalization;

namespace PowerTrader.Host.Tests;

/// <summary>What a backtest of half a million bars takes of the machine's memory at most, as the operating system counts it.</summary>
public sealed class BacktestMemoryTests : IDisposable
{
    private const int Bars = 500_000;
    private const long Most = 150_000_000;

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Theory]
    [Trait("Tier", "full")]
    [InlineData("sma-cross")]
    public Task Backtest_HalfAMillionBars_StaysWithinItsMemory(string strategy, params string[] reports) => StaysWithinAsync(strategy, reports);

    [Theory]
    [Trait("Tier", "long")]
    [InlineData("always", "--report")]
    [InlineData("powertrader")]
    [InlineData("powertrader", "--report")]
    [InlineData("sma-cross", "--report", "--csv")]
    [InlineData("dca", "--report")]
    [InlineData("random", "--report")]
    [InlineData("hold", "--report")]
    public Task Backtest_HalfAMillionBarsAndMore_StaysWithinItsMemory(string strategy, params string[] reports) => StaysWithinAsync(strategy, reports);

    private async Task StaysWithinAsync(string strategy, string[] reports)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the highest memory of another process is read from /proc");
        string[] written = [.. reports.SelectMany(option => (string[])[option, Path.Combine(trader.Data, "out" + option)])];

        var (peak, outcome) = await PeakAsync(["backtest", "--candles", Candles(), "--strategy", strategy, "--json", .. written]);

        outcome.ExitCode.ShouldBe(0, outcome.Error);
        outcome.Json.GetProperty("bars").GetInt32().ShouldBeGreaterThan(Bars / 2);
        peak.ShouldBeInRange(1, Most);
    }

    /// <summary>The highest resident memory so far is in the process's own status until it ends: it is looked at again and again.</summary>
    private static async Task<(long Bytes, Outcome Outcome)> PeakAsync(string[] arguments)
    {
        using var process = Trader.Start(arguments);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var peak = 0L;
        while (!process.HasExited && await looks.WaitForNextTickAsync()) peak = Math.Max(peak, PeakOf(process.Id));
        await process.WaitForExitAsync();
        return (peak, new Outcome(process.ExitCode, await output, await error));
    }

    /// <summary>0 where the process has just ended.</summary>
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(each => each.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Hours of a walk, the same each time.</summary>
    private string Candles()
    {
        var path = Path.Combine(trader.Data, "walk_BTC-USDT_1h.csv");
        var chance = new Random(7);
        using var file = new StreamWriter(path);
        file.WriteLine("time,open,high,low,close,volume");
        var close = 20_000.0;
        for (var i = 0; i < Bars; i++)
        {
            var open = close;
            close = Math.Round(Math.Clamp(open * (1 + (chance.NextDouble() - 0.5) * 0.02), 500, 900_000), 1);
            var (high, low) = (Math.Max(open, close) * (1 + chance.NextDouble() * 0.004) + 0.1, Math.Min(open, close) * (1 - chance.NextDouble() * 0.004) - 0.1);
            file.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{946_684_800L + i * 3600L},{open:F1},{high:F1},{low:F1},{close:F1},{chance.NextDouble() * 500:F8}"));
        }
        return path;
    }
}
