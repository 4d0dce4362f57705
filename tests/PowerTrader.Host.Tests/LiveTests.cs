using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
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
        await using var live = await LiveTrader.StartAsync(trader);
        var http = live.Anonymous;

        (await http.GetAsync("/status")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        (await http.PostAsJsonAsync("/halt", new { state = "halted" })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        http = live.Http;
        var status = await http.GetFromJsonAsync<JsonElement>("/status");
        (await live.ErrorAsync("/halt", new { state = "sleeping" })).ShouldBe("state 'sleeping' must be active, reducing or halted");
        (await live.ErrorAsync("/halt", new { state = "halted", symbol = "XYZ" })).ShouldContain("coin 'XYZ' is not traded here");
        (await live.ErrorAsync("/halt", "text")).ShouldContain("must be one JSON object");
        (await live.ErrorAsync("/halt", new { symbl = "DOGE" })).ShouldContain("symbl 'DOGE' is not a field of this request");
        (await live.ErrorAsync("/halt", new { coin = "DOGE", symbol = "BTC" })).ShouldContain("send one of the two");
        var one = await (await http.PostAsJsonAsync("/halt", new { coin = "doge" })).Content.ReadFromJsonAsync<JsonElement>();
        var halted = await (await http.PostAsync("/halt", null)).Content.ReadFromJsonAsync<JsonElement>();
        var (exitCode, rest) = await live.InterruptAsync();

        live.Opening.ShouldContain(line => line.Contains("paper money", StringComparison.Ordinal));
        status.GetProperty("cycles").GetInt64().ShouldBeGreaterThanOrEqualTo(4319);
        status.GetProperty("speed").GetString().ShouldBe("60x");
        status.GetProperty("coins").EnumerateArray().ShouldAllBe(coin => coin.GetProperty("next").GetString()!.Length > 5);
        one.GetProperty("halt").GetString().ShouldBe("active");
        one.GetProperty("coins").EnumerateArray().Single(coin => coin.GetProperty("symbol").GetString() == "DOGE-USDT").GetProperty("halt").GetString().ShouldBe("halted");
        halted.GetProperty("halt").GetString().ShouldBe("halted");
        exitCode.ShouldBe(0);
        rest.ShouldContain("Stopped cleanly");
        rest.ShouldNotContain("\u001b", Case.Sensitive, "a redirected output has no colours");
        var next = await Trader.RunAsync("run", "--data", trader.Data, "--seed", "2", "--cycles", "4400", "--speed", "max", "--json");
        next.ExitCode.ShouldBe(0, next.Error);
        next.Json.GetProperty("cycles").GetInt64().ShouldBe(4400);
    }
}
