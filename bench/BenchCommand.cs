using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace PowerTrader.Bench;

/// <summary><c>[--only NAME] [--json] [--no-save]</c>: runs the benches, prints a table or JSON, keeps the figures under <c>bench/results</c>.</summary>
internal static class BenchCommand
{
    private static readonly (string Name, Func<Task<IReadOnlyList<Figure>>> Run)[] Benches =
    [
        (BacktestBench.Name, BacktestBench.RunAsync),
        (ModelBench.Name, ModelBench.RunAsync),
        (TickBench.Name, TickBench.RunAsync),
        (CycleBench.Name, CycleBench.RunAsync),
        (StoreBench.Name, StoreBench.RunAsync),
        (StartBench.Name, StartBench.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        string? only = null;
        var (json, save) = (false, true);
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json": json = true; break;
                case "--no-save": save = false; break;
                case "--only" when i + 1 < args.Length: only = args[++i]; break;
                default: return await WrongUsageAsync($"'{args[i]}' is not an option");
            }
        }
        if (only is not null && !Benches.Any(bench => bench.Name == only)) return await WrongUsageAsync($"--only '{only}' names no bench");
        var figures = new List<Figure>();
        foreach (var bench in Benches.Where(bench => only is null || bench.Name == only))
        {
            await Console.Error.WriteLineAsync($"{bench.Name} …");
            figures.AddRange(await bench.Run());
        }
        var report = new BenchReport(DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Machine(), figures);
        var text = JsonSerializer.Serialize(report, BenchJson.Default.BenchReport);
        if (json) Console.WriteLine(text);
        else Print(figures);
        if (save && Repository() is { } root)
            await File.WriteAllTextAsync(Path.Combine(root, "bench", "results", report.Date + (only is null ? "" : "-" + only) + ".json"), text + "\n");
        return 0;
    }

    private static async Task<int> WrongUsageAsync(string fault)
    {
        await Console.Error.WriteLineAsync($"{fault}; use [--only {string.Join('|', Benches.Select(bench => bench.Name))}] [--json] [--no-save]");
        return 2;
    }

    private static void Print(IReadOnlyList<Figure> figures)
    {
        Console.WriteLine($"{"figure",-52} {"median",12} {"unit",-16} {"baseline",12} {"ratio",8}  against");
        foreach (var figure in figures)
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{figure.Bench + ": " + figure.Name,-52} {figure.Value,12:#,0.###} {figure.Unit,-16} {figure.Baseline,12:#,0.###} {figure.Ratio,8:0.###}  {figure.Against}"));
    }

    private static MachineFacts Machine()
    {
        const string CpuFile = "/proc/cpuinfo";
        var model = File.Exists(CpuFile)
            ? File.ReadLines(CpuFile).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
#if DEBUG
        const string Build = "Debug";
#else
        const string Build = "Release";
#endif
        return new MachineFacts(
            OperatingSystem.IsLinux() ? "Linux" : RuntimeInformation.OSDescription, RuntimeInformation.ProcessArchitecture.ToString(), Environment.ProcessorCount,
            model, RuntimeInformation.FrameworkDescription, Build);
    }

    /// <summary>The folder of the solution, from the working directory upwards.</summary>
    public static string? Repository()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PowerTrader.sln"))) return folder.FullName;
        }
        return null;
    }
}
