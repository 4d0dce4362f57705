using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>The real program, running at 60× after its opening days, with a client that knows its token.</summary>
internal sealed class LiveTrader : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> rest;

    private LiveTrader(Process process, int port, string token, IReadOnlyList<string> opening)
    {
        this.process = process;
        Opening = opening;
        // A full pipe would stop it.
        rest = process.StandardOutput.ReadToEndAsync();
        Anonymous = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        Http = new HttpClient { BaseAddress = Anonymous.BaseAddress };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Http { get; }

    public HttpClient Anonymous { get; }

    /// <summary>What it wrote before its pace changed.</summary>
    public IReadOnlyList<string> Opening { get; }

    public static async Task<LiveTrader> StartAsync(Trader trader, params string[] more)
    {
        var port = FreePort();
        var process = Trader.Start(["run", "--data", trader.Data, "--seed", "2", "--port", $"{port}", .. more]);
        var opening = await ReadUntilAsync(process, "trading seconds pass in one");
        return new LiveTrader(process, port, await File.ReadAllTextAsync(Path.Combine(trader.Data, "api-token")), opening);
    }

    /// <summary>The words of a refusal with status 400.</summary>
    public async Task<string> ErrorAsync(string path, object body)
    {
        var answer = await Http.PostAsJsonAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!;
    }

    /// <summary>Asks it to end, by the way of Ctrl-C; that signal itself is ignored by what was started in the background.</summary>
    /// <returns>Exit code, and what it wrote after the opening.</returns>
    public async Task<(int ExitCode, string Output)> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await kill.WaitForExitAsync();
        var output = await rest;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    /// <summary>Kills it where it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Anonymous.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    public static async Task<List<string>> ReadUntilAsync(Process process, string text)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return lines;
        }
        throw new InvalidOperationException($"it ended before '{text}': {string.Join('\n', lines.TakeLast(5))} {await process.StandardError.ReadToEndAsync()}");
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
