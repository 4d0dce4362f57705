using System.Net;
using System.Text.Json;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Tests.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>One reply per endpoint and version in the shape that was seen there: quoted and bare amounts, padded ones, nanoseconds, offsets. Every property of it is read.</summary>
public class RobinhoodFixtureTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USD");
    private static readonly Symbol Eth = Symbol.Parse("ETH-USD");
    private static readonly RobinhoodAccount Account = new("AB1234567890", "active", 1, "USD", null, true, null);

    public static TheoryData<string, int> Calls => new(Endpoints.Keys.SelectMany(name => new[] { 1, 2 }.Where(version => Endpoints[name].Replies[version - 1] is not null).Select(version => (name, version))));

    private static Dictionary<string, Endpoint> Endpoints { get; } = new()
    {
        ["accounts"] = new(
            ["/api/v1/crypto/trading/accounts/", "/api/v2/crypto/trading/accounts/"],
            [
                """{"account_number":"AB1234567890","status":"active","buying_power":"1042.55","buying_power_currency":"USD"}""",
                """{"next":null,"previous":null,"results":[{"account_number":"AB1234567890","status":"active","buying_power":"1042.55","buying_power_currency":"USD","account_type":"individual","is_api_tradable":true,"fee_tier_status":{"fee_ratio":0.0095,"thirty_day_volume":480.5,"next_fee_tier_ratio":0.0085,"next_fee_tier_threshold":50000.00}}]}""",
            ],
            async client => (await client.GetAccountsAsync(default)).Data!),
        ["pairs"] = new(
            ["/api/v1/crypto/trading/trading_pairs/?symbol=BTC-USD&symbol=ETH-USD", "/api/v2/crypto/trading/trading_pairs/?symbol=BTC-USD&symbol=ETH-USD"],
            [
                """{"next":null,"previous":null,"results":[{"asset_code":"BTC","quote_code":"USD","quote_increment":"0.01","asset_increment":"0.00000001","max_order_size":"20.0000000000000000","min_order_size":"0.000001","status":"tradable","symbol":"BTC-USD"}]}""",
                """{"next":null,"previous":null,"results":[{"symbol":"BTC-USD","asset_code":"BTC","quote_code":"USD","asset_increment":"0.00000001","quote_increment":"0.01","max_order_size":"20.0000000000000000","min_order_amount":"0.1","status":"tradable","is_api_tradable":true},{"symbol":"ETH-USD","asset_code":"ETH","quote_code":"USD","asset_increment":"0.000001","quote_increment":"0.01","max_order_size":"400","status":"sellonly","is_api_tradable":false}]}""",
            ],
            async client => (await client.GetPairsAsync([Btc, Eth], default)).Data!),
        ["holdings"] = new(
            ["/api/v1/crypto/trading/holdings/?asset_code=BTC", "/api/v2/crypto/trading/holdings/?account_number=AB1234567890&asset_code=BTC"],
            [
                """{"next":null,"previous":null,"results":[{"account_number":"AB1234567890","asset_code":"BTC","total_quantity":"0.53219871","quantity_available_for_trading":"0.50000000"}]}""",
                """{"next":null,"previous":null,"results":[{"account_number":"AB1234567890","asset_code":"BTC","total_quantity":0.53219871,"quantity_available_for_trading":5E-1}]}""",
            ],
            async client => (await client.GetHoldingsAsync(Account, ["BTC"], default)).Data!),
        ["quotes"] = new(
            ["/api/v1/crypto/marketdata/best_bid_ask/?symbol=BTC-USD", "/api/v2/crypto/marketdata/best_bid_ask/?symbol=BTC-USD"],
            [
                """{"results":[{"symbol":"BTC-USD","price":"81224.22","bid_inclusive_of_sell_spread":"80466.27","sell_spread":"0.0093","ask_inclusive_of_buy_spread":"81982.17","buy_spread":"0.0093","timestamp":"2026-09-22T15:04:05.123456789Z"}]}""",
                """{"results":[{"symbol":"BTC-USD","timestamp":"2026-08-19T19:20:41.579217945Z","bid":"68329.2","ask":"68324.17"}]}""",
            ],
            async client => (await client.GetBestBidAskAsync([Btc], default)).Data!),
        ["estimates"] = new(
            ["/api/v1/crypto/marketdata/estimated_price/?symbol=BTC-USD&side=ask&quantity=0.1,1,1.999", "/api/v2/crypto/trading/estimated_price/?symbol=BTC-USD&side=ask&quantity=0.1,1,1.999"],
            [
                """{"results":[{"symbol":"BTC-USD","side":"ask","price":"81224.22","quantity":"0.1","ask_inclusive_of_buy_spread":"81982.17","buy_spread":"0.0093","timestamp":"2026-09-22T15:04:05.123456789Z"}]}""",
                """{"next":null,"previous":null,"results":[{"symbol":"BTC-USD","side":"ask","quantity":0.1,"timestamp":"2026-08-09T22:42:19.194164275Z","fee_ratio":0.0095,"est_fee":61.72,"ask":64975.78,"est_total_cost":6559.3}]}""",
            ],
            async client => (await client.GetEstimatedPriceAsync(Btc, "ask", [new Quantity(0.1m), new Quantity(1), new Quantity(1.999m)], default)).Data!),
        ["orders"] = new(
            [
                "/api/v1/crypto/trading/orders/?created_at_start=2026-08-20T00%3A00%3A00Z&updated_at_end=2026-08-21T00%3A00%3A01Z&symbol=BTC-USD&id=abc&side=sell&state=filled&type=market&limit=50",
                "/api/v2/crypto/trading/orders/?account_number=AB1234567890&created_at_start=2026-08-20T00%3A00%3A00Z&updated_at_end=2026-08-21T00%3A00%3A01Z&symbol=BTC-USD&side=sell&state=filled&type=market",
            ],
            [
                """{"next":null,"previous":null,"results":[{"id":"1a2b3c4d","account_number":"AB1234567890","symbol":"BTC-USD","client_order_id":"9f8e7d6c-5b4a-4c2d-8e0f-9a8b7c6d5e4f","side":"sell","type":"market","state":"filled","filled_asset_quantity":"0.100000000000000000","executions":[{"effective_price":"65420.750000000000000000","quantity":"0.060000000000000000","timestamp":"2026-08-20T11:55:01.000000-04:00"},{"effective_price":"65419.250000000000000000","quantity":"0.040000000000000000","timestamp":"2026-08-20T11:55:01.100000-04:00"}],"average_price":65420.15,"created_at":"2026-08-20T11:55:00.000000-04:00","updated_at":"2026-08-20T11:55:01.200000-04:00","market_order_config":{"asset_quantity":"0.100000000000000000"}}]}""",
                """{"next":null,"previous":null,"results":[{"id":"6a8738ba","account_number":"AB1234567890","symbol":"BTC-USD","client_order_id":"another program's","side":"buy","type":"limit","state":"open","filled_asset_quantity":"0.000000000000000000","executions":[],"average_price":null,"created_at":"2026-08-20T13:26:18.409035-04:00","updated_at":"2026-08-20T13:26:18.858613-04:00","fee_charged":0.0,"estimated_fee_remaining":0.034535141,"limit_order_config":{"asset_quantity":"0.000100000000000000","limit_price":"36352.780000000000000000"}},{"id":"6a8738bb","account_number":"AB1234567890","symbol":"BTC-USD","client_order_id":"c2f7a9d4-0c6b-4a53-8f0c-6a1d9f0e7b12","side":"sell","type":"stop_limit","state":"pending","filled_asset_quantity":"0","executions":[],"average_price":null,"created_at":"2026-08-20T13:26:18.409035-04:00","updated_at":"2026-08-20T13:26:18.858613-04:00","fee_charged":0.0,"estimated_fee_remaining":0.5,"stop_limit_order_config":{"quote_amount":"60","limit_price":"59800.00","stop_price":"60000.00","time_in_force":"gtc"}}]}""",
            ],
            async client => (await client.GetOrdersAsync(
                Account,
                new RobinhoodOrderFilter(
                    CreatedFrom: new DateTimeOffset(2026, 8, 20, 0, 0, 0, 400, TimeSpan.Zero), UpdatedTo: new DateTimeOffset(2026, 8, 21, 0, 0, 0, 400, TimeSpan.Zero),
                    Symbol: Btc, Id: client.Version == 1 ? "abc" : null, Side: "sell", State: "filled", Type: "market", PageSize: client.Version == 1 ? 50 : null), default)).Data!),
        ["order"] = new(
            ["/api/v1/crypto/trading/orders/6a8738ba/", "/api/v2/crypto/trading/orders/6a8738ba/?account_number=AB1234567890"],
            [
                """{"id":"6a8738ba","account_number":"AB1234567890","symbol":"BTC-USD","client_order_id":"9c8ecd0f-6842-5d7c-a156-fb5db925cc6d","side":"sell","type":"stop_loss","state":"open","filled_asset_quantity":"0","executions":[],"average_price":null,"created_at":"2026-08-20T13:26:18.409035-04:00","updated_at":"2026-08-20T13:26:18.858613-04:00","stop_loss_order_config":{"asset_quantity":"0.001","stop_price":"60000.00","time_in_force":"gtc"}}""",
                """{"id":"6a8738ba","account_number":"AB1234567890","symbol":"BTC-USD","client_order_id":"9c8ecd0f-6842-5d7c-a156-fb5db925cc6d","side":"buy","type":"limit","state":"open","filled_asset_quantity":"0.000000000000000000","executions":[],"average_price":null,"created_at":"2026-08-20T13:26:18.409035-04:00","updated_at":"2026-08-20T13:26:18.858613-04:00","fee_charged":0.0,"estimated_fee_remaining":0.034535141,"limit_order_config":{"asset_quantity":"0.000100000000000000","limit_price":"36352.780000000000000000"}}""",
            ],
            async client => (await client.GetOrderAsync(Account, "6a8738ba", default)).Data!),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Get_AsTheVenueAnswers_ReadsEveryProperty(string name, int version)
    {
        var endpoint = Endpoints[name];
        var handler = new ScriptedHandler(new ScriptedAnswer(HttpStatusCode.OK, endpoint.Replies[version - 1]!));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
        using var client = Open(http, version);

        var read = await endpoint.Call(client);

        handler.Requests.ShouldHaveSingleItem().RequestUri!.PathAndQuery.ShouldBe(endpoint.Paths[version - 1]);
        var recorded = JsonDocument.Parse(endpoint.Replies[version - 1]!).RootElement;
        var rows = recorded.TryGetProperty("results", out var results) ? results.EnumerateArray().ToList() : [recorded];
        var models = read is System.Collections.IEnumerable many ? many.Cast<object>().ToList() : [read];
        models.Count.ShouldBe(rows.Count);
        for (var i = 0; i < rows.Count; i++) ShouldBeRead(rows[i], JsonSerializer.SerializeToElement(models[i], models[i].GetType(), RobinhoodJson.Default), name);
    }

    public static TheoryData<string, string, string> Bodies => new()
    {
        { "market", "", """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","side":"buy","type":"market","symbol":"BTC-USD","market_order_config":{"asset_quantity":"0.00122"}}""" },
        { "limit", "gtc", """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","side":"buy","type":"limit","symbol":"BTC-USD","limit_order_config":{"asset_quantity":"0.00122","limit_price":"36352.78","time_in_force":"gtc"}}""" },
        { "limit by amount", "", """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","side":"buy","type":"limit","symbol":"BTC-USD","limit_order_config":{"quote_amount":"25","limit_price":"36352.78"}}""" },
        { "stop_loss", "gfd", """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","side":"buy","type":"stop_loss","symbol":"BTC-USD","stop_loss_order_config":{"asset_quantity":"0.00000001","stop_price":"60000","time_in_force":"gfd"}}""" },
        { "stop_limit", "gfm", """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","side":"buy","type":"stop_limit","symbol":"BTC-USD","stop_limit_order_config":{"asset_quantity":"0.00122","limit_price":"36352.78","stop_price":"60000","time_in_force":"gfm"}}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public void ToJson_OfEachType_IsTheVenuesBody(string type, string timeInForce, string body)
    {
        RobinhoodSize size = new RobinhoodSize.Asset(0.00122m);
        RobinhoodOrderTerms terms = type switch
        {
            "market" => new RobinhoodOrderTerms.Market(0.00122m),
            "limit" => new RobinhoodOrderTerms.Limit(size, 36352.780m),
            "limit by amount" => new RobinhoodOrderTerms.Limit(new RobinhoodSize.Quote(25.00m), 36352.78m),
            "stop_loss" => new RobinhoodOrderTerms.StopLoss(new RobinhoodSize.Asset(0.00000001m), 60000.00m),
            _ => new RobinhoodOrderTerms.StopLimit(size, 36352.78m, 60000m),
        };

        new RobinhoodOrderRequest(ClientOrderId.Parse("131de903-5a9c-4260-abc1-28d562a5dcf0"), Btc, OrderSide.Buy, terms, timeInForce.Length > 0 ? timeInForce : null).ToJson().ShouldBe(body);
    }

    [Theory]
    [InlineData(200, "Cancel request was submitted for order 6a8738ba")]
    [InlineData(200, "\"Cancel request was submitted for order 6a8738ba\"")]
    [InlineData(200, """{"id":"6a8738ba","state":"open"}""")]
    [InlineData(200, "")]
    public async Task Cancel_AnsweredInAnyForm_WasRequested(int status, string body)
    {
        var handler = new ScriptedHandler(new ScriptedAnswer((HttpStatusCode)status, body));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
        using var client = Open(http, 2);

        (await client.CancelAsync("6a8738ba", default)).ShouldBeNull();

        var request = handler.Requests.ShouldHaveSingleItem();
        (request.Method, request.RequestUri!.PathAndQuery, request.Content).ShouldBe((HttpMethod.Post, "/api/v2/crypto/trading/orders/6a8738ba/cancel/", null));
    }

    [Fact]
    public async Task GetEstimatedPrice_OfASale_TellsTheCreditWhereTheVenueDoesNot()
    {
        var handler = new ScriptedHandler(new ScriptedAnswer(
            HttpStatusCode.OK, """{"results":[{"symbol":"BTC-USD","side":"bid","quantity":0.001,"fee_ratio":0.0095,"est_fee":0.61728758,"bid":64977.64,"timestamp":"2026-08-09T22:42:19.194164275Z"}]}"""));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
        using var client = Open(http, 2);

        var estimate = (await client.GetEstimatedPriceAsync(Btc, "bid", [new Quantity(0.001m)], default)).Data!.ShouldHaveSingleItem();

        estimate.Credit.ShouldBe(64.97764m - 0.61728758m);
    }

    private static RobinhoodClient Open(HttpClient http, int version) =>
        new(http, _ => Task.FromResult<RobinhoodKeys?>(RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed)), new RobinhoodOptions(version), new JumpingTimeProvider(TestInstants.Start));

    /// <summary>Amounts are equal whether quoted or not, instants whatever their offset, to seven decimals of a second.</summary>
    private static void ShouldBeRead(JsonElement recorded, JsonElement read, string at)
    {
        foreach (var property in recorded.EnumerateObject())
        {
            var where = $"{at}.{property.Name}";
            read.TryGetProperty(property.Name, out var value).ShouldBeTrue($"{where} is not read");
            switch (property.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    ShouldBeRead(property.Value, value, where);
                    break;
                case JsonValueKind.Array:
                    value.GetArrayLength().ShouldBe(property.Value.GetArrayLength(), where);
                    for (var i = 0; i < value.GetArrayLength(); i++) ShouldBeRead(property.Value[i], value[i], where);
                    break;
                case JsonValueKind.String when value.ValueKind == JsonValueKind.Number:
                    value.GetDecimal().ShouldBe(decimal.Parse(property.Value.GetString()!, System.Globalization.CultureInfo.InvariantCulture), where);
                    break;
                case JsonValueKind.String when property.Name is "timestamp" or "created_at" or "updated_at":
                    value.GetDateTimeOffset().Offset.ShouldBe(TimeSpan.Zero, where);
                    (value.GetDateTimeOffset() - DateTimeOffset.Parse(property.Value.GetString()!, System.Globalization.CultureInfo.InvariantCulture)).Duration().ShouldBeLessThan(TimeSpan.FromMicroseconds(1), where);
                    break;
                case JsonValueKind.Number:
                    value.GetDecimal().ShouldBe(property.Value.GetDecimal(), where);
                    break;
                default:
                    value.ToString().ShouldBe(property.Value.ToString(), where);
                    break;
            }
        }
    }

    private sealed record Endpoint(string[] Paths, string?[] Replies, Func<RobinhoodClient, Task<object>> Call);
}
