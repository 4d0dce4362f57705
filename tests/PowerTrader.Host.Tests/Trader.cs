using System.Diagnostics;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public JsonElement Json => JsonDocument.Parse(Output).RootElement;
}

/// <summary>The real program in a process of its own, with a data folder that is deleted afterwards.</summary>
internal sealed class Trader : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "powertrader.dll");

    public string Data { get; } = Directory.CreateTempSubdirectory("powertrader-test-").FullName;

    public static Task<Outcome> RunAsync(params string[] arguments) => RunAsync([], arguments);

    public static async Task<Outcome> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Outcome(process.ExitCode, await output, await error);
    }

    /// <summary>A run on the simulated exchange as fast as it goes, its figures as JSON.</summary>
    public async Task<JsonElement> SimulateAsync(int cycles, int seed)
    {
        var outcome = await RunAsync(Simulation(cycles, seed));
        outcome.ExitCode.ShouldBe(0, outcome.Error);
        return outcome.Json;
    }

    public string[] Simulation(int cycles, int seed) =>
        ["run", "--cycles", $"{cycles}", "--speed", "max", "--seed", $"{seed}", "--json", "--data", Data];

    public static Process Start(params string[] arguments) => Start([], arguments);

    public static Process Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Program);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    public string File(string name, string content)
    {
        var path = Path.Combine(Data, name);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Data, recursive: true);
}
