using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using PowerTrader.Api;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>Orders and deal actions over real HTTP, and on the command line beside the trader that runs.</summary>
public sealed class ActionApiTests : IDisposable
{
    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    [Trait("Tier", "full")]
    public async Task ManualOrdersAndDealActions_OverHttpAndBesideIt_AreDoneOnce_AndObeyTheRules()
    {
        await using var live = await LiveTrader.StartAsync(trader, "--coins", "BTC");
        var http = live.Http;

        (await live.Anonymous.PostAsJsonAsync("/orders", new { coin = "BTC", side = "buy", amount = 100 })).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var preview = await AskAsync(http, "/orders/preview", new { coin = "btc", side = "buy", amount = 100 }, null, HttpStatusCode.OK);
        using var scientific = new StringContent("""{"coin":"BTC","side":"buy","amount":1e2}""", System.Text.Encoding.UTF8, "application/json");
        (await http.PostAsync("/orders/preview", scientific)).StatusCode.ShouldBe(HttpStatusCode.OK);
        preview.GetProperty("outcome").GetString().ShouldBe("previewed");
        preview.GetProperty("preview").GetProperty("order").GetProperty("reserved").GetDecimal().ShouldBeInRange(90, 100);
        var faults = await AskAsync(http, "/orders", new { coin = "BTC", side = "buy", amount = "much", limt = 3 }, null, HttpStatusCode.UnprocessableEntity);
        faults.GetProperty("field").GetString().ShouldBe("limt");

        var first = await AskAsync(http, "/orders", new { coin = "BTC", side = "buy", amount = 100 }, "k1", HttpStatusCode.Created);
        var id = first.GetProperty("order").GetProperty("id").GetString()!;
        (await AskAsync(http, "/orders", new { coin = "BTC", side = "buy", amount = 100 }, "k1", HttpStatusCode.OK)).GetProperty("order").GetProperty("id").GetString().ShouldBe(id);
        (await AskAsync(http, "/orders", new { coin = "BTC", side = "buy", amount = 101 }, "k1", HttpStatusCode.UnprocessableEntity)).GetProperty("field").GetString().ShouldBe("key");
        (await FinalAsync(http, id)).GetProperty("state").GetString().ShouldBe("filled");
        var repeated = await AskAsync(http, "/orders", new { coin = "BTC", side = "buy", amount = 100 }, "k1", HttpStatusCode.OK);
        repeated.GetProperty("outcome").GetString().ShouldBe("repeated");
        repeated.GetProperty("order").GetProperty("state").GetString().ShouldBe("filled");

        await AskAsync(http, "/deals/BTC/pause-dca", null, "pause", HttpStatusCode.OK);
        await AskAsync(http, "/deals/BTC/target", new { startPercent = 9.5, gapPercent = 1 }, "target", HttpStatusCode.OK);
        var deal = await http.GetFromJsonAsync<JsonElement>("/deals/BTC");
        deal.GetProperty("figures").GetProperty("dcaPaused").GetBoolean().ShouldBeTrue();
        deal.GetProperty("figures").GetProperty("startPercent").GetDecimal().ShouldBe(9.5m);
        deal.GetProperty("lots").GetArrayLength().ShouldBeGreaterThan(0);

        var beside = await Trader.RunAsync("deal", "BTC", "add-funds", "60", "--yes", "--key", "cli", "--json", "--data", trader.Data);
        beside.ExitCode.ShouldBe(0, beside.Error);
        beside.Json.GetProperty("outcome").GetString().ShouldBe("done");
        await FinalAsync(http, beside.Json.GetProperty("order").GetProperty("id").GetString()!);

        (await http.PostAsync("/reduce", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var refused = await AskAsync(http, "/orders", new { coin = "BTC", side = "buy", amount = 50 }, "k2", HttpStatusCode.Conflict);
        refused.GetProperty("rule").GetString().ShouldBe("HaltState");
        refused.GetProperty("remedy").GetString()!.ShouldContain("resume");
        refused.GetProperty("rules").GetArrayLength().ShouldBeGreaterThan(1);
        var close = await AskAsync(http, "/deals/BTC/close", new { }, "out", HttpStatusCode.Created);
        await FinalAsync(http, close.GetProperty("order").GetProperty("id").GetString()!);
        (await http.PostAsJsonAsync("/halt", new { state = "halted" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        var left = await http.GetAsync("/deals/BTC");
        if (left.IsSuccessStatusCode) await AskAsync(http, "/deals/BTC/close", new { }, "late", HttpStatusCode.Conflict);
        else await AskAsync(http, "/deals/BTC/close", new { }, "late", HttpStatusCode.NotFound);
        (await AskAsync(http, "/deals/BTC/close", new { }, "out", HttpStatusCode.OK)).GetProperty("outcome").GetString().ShouldBe("repeated");

        (await http.GetAsync("/orders/nonsense")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await http.GetAsync("/orders?limit=0")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await http.DeleteAsync("/orders/" + id)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("outcome").GetString().ShouldBe("repeated");
        var orders = await http.GetFromJsonAsync<JsonElement>("/orders?coin=BTC&state=filled&limit=1000");
        orders.GetProperty("orders").EnumerateArray().Count(order => order.GetProperty("leg").GetString() == "manual:k1").ShouldBe(1);
        (await http.GetFromJsonAsync<JsonElement>("/positions")).GetArrayLength().ShouldBeGreaterThan(0);
        (await http.GetFromJsonAsync<JsonElement>("/explain/BTC")).GetProperty("rules").GetArrayLength().ShouldBeGreaterThan(0);
        (await http.PostAsync("/resume", null)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task OpenApi_Document_NamesEveryRoute_AndNoOther()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        var nobody = new RunningTrader(null!, null!, null!);
        app.MapTrader(nobody, nobody, "token");
        app.MapBooks(new RunningBooks(null!, null!), "token");

        var routes = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Select(route => $"{route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0].ToLowerInvariant()} {route.RoutePattern.RawText}");
        using var document = JsonDocument.Parse(OpenApiDocument.Text);
        var described = document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(verb => $"{verb.Name} {path.Name}"));

        described.ShouldBe(routes, ignoreOrder: true);
    }

    private static async Task<JsonElement> AskAsync(HttpClient http, string path, object? body, string? key, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body is null ? null : JsonContent.Create(body) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        if (!answer.IsSuccessStatusCode) answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Sixty trading seconds pass in one: each question is some trading time later than the one before.</summary>
    private static async Task<JsonElement> FinalAsync(HttpClient http, string id)
    {
        for (var i = 0; i < 20_000; i++)
        {
            var order = await http.GetFromJsonAsync<JsonElement>("/orders/" + id);
            if (order.GetProperty("state").GetString() is not ("created" or "submitting" or "accepted" or "unknown")) return order;
        }
        throw new InvalidOperationException($"order {id} never became final");
    }
}
