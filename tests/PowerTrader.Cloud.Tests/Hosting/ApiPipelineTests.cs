using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>The API behind an endpoint of somebody else's, as Functions puts it there.</summary>
public sealed class ApiPipelineTests
{
    private const string Token = "a-token-of-more-than-24-characters";

    private readonly InMemoryTableStore tables = new();

    [Fact]
    public async Task Status_WithTheToken_IsTheTradersFromTheStore()
    {
        await OpenPortfolioAsync();
        await using var app = await StartAsync();

        var answer = await SendAsync(app, HttpMethod.Get, "/status", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var status = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        status.RootElement.GetProperty("cash").GetDecimal().ShouldBe(100_000m);
        status.RootElement.GetProperty("speed").GetString().ShouldBe("real");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    public async Task AnyCall_WithoutTheToken_IsRefused(string? token)
    {
        await OpenPortfolioAsync();
        await using var app = await StartAsync();

        (await SendAsync(app, HttpMethod.Get, "/status", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(app, HttpMethod.Post, "/halt", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await SendAsync(app, HttpMethod.Post, "/negotiate", token)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await HeadAsync()).Halt.ShouldBe(HaltState.Active);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    public async Task AnyCall_WithoutASecretToCompareWith_LetsNobodyIn(string secret)
    {
        await using var app = await StartAsync(secret);

        var answer = await SendAsync(app, HttpMethod.Get, "/status", secret);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("api-token");
    }

    [Fact]
    public async Task AnyCall_TokenThatWasSetFromAFile_IsComparedWithoutItsLineEnd()
    {
        await using var app = await StartAsync(Token + "\n");

        (await SendAsync(app, HttpMethod.Get, "/status", Token)).StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized);
    }

    /// <summary>A stop must not need quotes, forecasts or candles to be whole.</summary>
    [Fact]
    public async Task Halt_WhereTheMarketsRowsAreDamaged_Stops()
    {
        await OpenPortfolioAsync();
        await tables.UpsertAsync(Names.Quotes, TableRow.OfJson("replay", "BTC-USDT", "{"), default);
        await tables.UpsertAsync(Names.Quotes, TableRow.OfJson(CloudWorld.Market, "BTC-USDT", "{"), default);
        await using var app = await StartAsync();

        var answer = await SendAsync(app, HttpMethod.Post, "/halt", Token);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("the state was set");
        (await HeadAsync()).Halt.ShouldBe(HaltState.Halted);
    }

    [Fact]
    public async Task Unknown_Path_IsAProblemAndNotThisEndpointAgain()
    {
        await using var app = await StartAsync();

        var answer = await SendAsync(app, HttpMethod.Get, "/nothing/there", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/nothing/there");
    }

    [Fact]
    public async Task Negotiate_WithoutLiveUpdates_SaysWhatToAskInstead()
    {
        await using var app = await StartAsync();

        var answer = await SendAsync(app, HttpMethod.Post, "/negotiate", Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("GET /status");
    }

    private async Task OpenPortfolioAsync()
    {
        var work = await CloudWorld.Trader(tables).OpenEmptyAsync(default);
        (await new TraderSetup(work).OpenAsync(RecordedDay.Settings.Cash, () => "epoch", default)).ShouldBeNull();
    }

    private async Task<PortfolioHead> HeadAsync() => (await new PortfolioStore(tables).GetHeadAsync(RecordedDay.Portfolio, default))!;

    private async Task<WebApplication> StartAsync(string secret = Token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        var api = new ApiPipeline(CloudWorld.Trader(tables, new CloudWorld.Secrets((ApiPipeline.TokenSecret, secret))), app.Services);
        app.Map("/{*path}", http => api.RunAsync(http, null!));
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> SendAsync(WebApplication app, HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        if (!string.IsNullOrEmpty(token)) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await app.GetTestClient().SendAsync(request);
    }
}
