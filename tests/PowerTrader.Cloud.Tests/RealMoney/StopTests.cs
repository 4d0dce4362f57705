using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>What ends harm, and what tells that the trader lives.</summary>
public sealed class StopTests : IDisposable
{
    private const string Token = "a-token-of-more-than-24-characters";

    private readonly LiveCloud cloud = new();

    public void Dispose() => cloud.Dispose();

    /// <summary>Over HTTP, with a closed gate, and with rows of the market that cannot be read: nothing of it may keep an order at the venue.</summary>
    [Fact]
    public async Task Stop_WithAnOrderAtTheVenue_CancelsItAndHalts_WhateverElseIsBroken()
    {
        var order = await OrderAtTheVenueAsync();
        cloud.Settings[CloudOptions.ConfirmationSetting] = "";
        cloud.Keys[ApiPipeline.TokenSecret] = Token;
        cloud.Restart();
        await cloud.Tables.UpsertAsync(Names.Quotes, TableRow.OfJson("kucoin", "BTC-USDT", "{"), default);
        await using var app = await StartAsync();

        var answer = await PostAsync(app, "/stop", """{"sell":true,"reason":"the case"}""");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var stop = await answer.Content.ReadFromJsonAsync<JsonElement>();
        stop.GetProperty("state").GetString().ShouldBe("halted");
        stop.GetProperty("clean").GetBoolean().ShouldBeFalse("a sale was asked for and could not be made");
        stop.GetProperty("steps")[0].GetProperty("subject").GetString().ShouldBe(order.ToString());
        stop.GetProperty("steps")[0].GetProperty("outcome").GetString().ShouldBe("cancelled", stop.ToString());
        cloud.Venue.OpenOrders().ShouldBeEmpty();
        (await cloud.BookAsync()).Head.Halt.ShouldBe(HaltState.Halted);
    }

    [Fact]
    public async Task Stop_WithoutTheToken_IsRefused()
    {
        await cloud.OpenAsync();
        cloud.Keys[ApiPipeline.TokenSecret] = Token;
        await using var app = await StartAsync();

        (await app.GetTestClient().PostAsync(new Uri("/stop", UriKind.Relative), JsonContent.Create(new { }))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await cloud.BookAsync()).Head.Halt.ShouldBe(HaltState.Active);
    }

    /// <summary>A trader that may not buy must not look like one that does; its orders at the venue are watched all the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TradeTick_RenewsTheVenuesSwitch_AndTellsTheWatcherOnlyWhileTheGateIsOpen(bool open)
    {
        var watcher = new Watcher(HttpStatusCode.OK);
        using var http = new HttpClient(watcher);
        cloud.Heartbeat = http;
        cloud.Keys[CloudHeartbeat.Secret] = "https://watcher.invalid/one";
        if (!open) cloud.Settings[CloudOptions.ConfirmationSetting] = "";
        await cloud.OpenAndAskAsync();

        await cloud.RunAsync(Names.TradeTick);

        watcher.Heard.Count.ShouldBe(open ? 1 : 0);
        cloud.KuCoin.Log.Count(line => line.Contains("dead-cancel-all", StringComparison.Ordinal)).ShouldBe(1);
        (await (await cloud.Trader.OpenEmptyAsync(default)).Halts.OfTenantAsync("main", default)).ShouldBe(open ? HaltState.Active : HaltState.Reducing);
    }

    /// <summary>A buy that rests at the venue, accepted and in the books.</summary>
    private async Task<ClientOrderId> OrderAtTheVenueAsync()
    {
        await cloud.OpenAndAskAsync();
        var work = await cloud.Trader.OpenEmptyAsync(default);
        var now = cloud.Clock.GetUtcNow();
        cloud.Venue.Show(cloud.Pair, new SimulatedQuote(50_000, 1, 50_010, 1));
        var id = await cloud.IntendAsync();
        var placed = await work.Brokers.For((await cloud.BookAsync()).Head).PlaceAsync(new PlaceRequest(id, cloud.Pair, OrderSide.Buy, new Quantity(0.001m), new Price(40_000m)) { IntendedAt = now }, default);
        var accepted = placed.ShouldBeOfType<PlaceResult.Accepted>(placed.ToString());
        await work.Sessions.ChangeAsync(cloud.Options.Portfolio, "accepted", book =>
        {
            book.MarkAccepted(id, accepted.VenueOrderId, accepted.AcceptedAt);
            return true;
        }, default);
        return id;
    }

    private async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        var app = builder.Build();
        var api = new ApiPipeline(cloud.Trader, app.Services);
        app.Map("/{*path}", http => api.RunAsync(http, null!));
        await app.StartAsync();
        return app;
    }

    private static async Task<HttpResponseMessage> PostAsync(WebApplication app, string path, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return await app.GetTestClient().SendAsync(request);
    }
}
