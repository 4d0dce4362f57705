using System.Diagnostics;
using System.Globalization;

namespace PowerTrader.Bench;

/// <summary>From the start of the process to the end of its first trade tick, the process's end included; against a start that only prints its help.</summary>
internal static class StartBench
{
    public const string Name = "start";

    private const int Repetitions = 3;

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "powertrader.dll");

    public static async Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new BenchFolder();
        var help = await Sample.SecondsAsync(Repetitions, () => StartAsync("--help"));
        var fresh = 0;
        var first = await Sample.SecondsAsync(Repetitions, () => StartAsync(Run(folder.PathOf($"fresh{fresh++}"), 1)));
        var cycles = 1;
        var again = await Sample.SecondsAsync(Repetitions, () => StartAsync(Run(folder.PathOf("fresh0"), ++cycles)));
        const string Baseline = "the same program printing its help";
        return
        [
            Figure.Of(Name, "empty folder: three years fetched and learned", "s", first, Baseline, help),
            Figure.Of(Name, "folder of an earlier run", "s", again, Baseline, help),
        ];
    }

    private static string[] Run(string data, int cycles) =>
        ["run", "--cycles", cycles.ToString(CultureInfo.InvariantCulture), "--speed", "max", "--seed", "1", "--json", "--data", data];

    private static async Task StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        await output;
        if (process.ExitCode != 0) throw new InvalidOperationException($"powertrader ended with {process.ExitCode}: {await error}");
    }
}
