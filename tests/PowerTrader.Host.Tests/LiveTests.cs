using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PowerTrader.Host.Tests;

/// <summary>A trader that runs at 60×, steered over HTTP and stopped by Ctrl-C.</summary>
public sealed class LiveTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_SteeredOverHttp_ObeysAndStopsCleanly_AndTheNextStartContinues()
    {
        var port = FreePort();
        using var process = Trader.Start("run", "--data", trader.Data, "--seed", "2", "--port", $"{port}");
        var lines = await ReadUntilAsync(process, "trading seconds pass in one");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        (await http.GetAsync("/status")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        (await http.PostAsJsonAsync("/halt", new { state = "halted" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(Path.Combine(trader.Data, "api-token")));
        var status = await http.GetFromJsonAsync<JsonElement>("/status");
        (await ErrorAsync(http, new { state = "sleeping" })).ShouldBe("state 'sleeping' must be active, reducing or halted");
        (await ErrorAsync(http, new { state = "halted", symbol = "XYZ" })).ShouldContain("coin 'XYZ' is not traded here");
        (await ErrorAsync(http, "text")).ShouldContain("must be one JSON object");
        (await ErrorAsync(http, new { symbl = "DOGE" })).ShouldContain("symbl 'DOGE' is not a field of this request");
        (await ErrorAsync(http, new { coin = "DOGE", symbol = "BTC" })).ShouldContain("send one of the two");
        var one = await (await http.PostAsJsonAsync("/halt", new { coin = "doge" })).Content.ReadFromJsonAsync<JsonElement>();
        var halted = await (await http.PostAsync("/halt", null)).Content.ReadFromJsonAsync<JsonElement>();
        Interrupt(process);
        var rest = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        lines.ShouldContain(line => line.Contains("paper money", StringComparison.Ordinal));
        status.GetProperty("cycles").GetInt64().ShouldBeGreaterThanOrEqualTo(4319);
        status.GetProperty("speed").GetString().ShouldBe("60x");
        status.GetProperty("coins").EnumerateArray().ShouldAllBe(coin => coin.GetProperty("next").GetString()!.Length > 5);
        one.GetProperty("halt").GetString().ShouldBe("active");
        one.GetProperty("coins").EnumerateArray().Single(coin => coin.GetProperty("symbol").GetString() == "DOGE-USDT").GetProperty("halt").GetString().ShouldBe("halted");
        halted.GetProperty("halt").GetString().ShouldBe("halted");
        process.ExitCode.ShouldBe(0);
        rest.ShouldContain("Stopped cleanly");
        rest.ShouldNotContain("\u001b", Case.Sensitive, "a redirected output has no colours");
        var next = await Trader.RunAsync("run", "--data", trader.Data, "--seed", "2", "--cycles", "4400", "--speed", "max", "--json");
        next.ExitCode.ShouldBe(0, next.Error);
        next.Json.GetProperty("cycles").GetInt64().ShouldBe(4400);
    }

    private static async Task<string> ErrorAsync(HttpClient http, object body)
    {
        var answer = await http.PostAsJsonAsync("/halt", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString()!;
    }

    internal static async Task<List<string>> ReadUntilAsync(Process process, string text)
    {
        var lines = new List<string>();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal)) return lines;
        }
        throw new InvalidOperationException($"it ended before '{text}': {string.Join('\n', lines.TakeLast(5))} {await process.StandardError.ReadToEndAsync()}");
    }

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
