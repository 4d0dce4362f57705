using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerTrader.Core.Actions;

namespace PowerTrader.Api;

/// <summary>Orders and deal actions: previewed, carried out once per key, read.</summary>
internal static class TradeEndpoints
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1000;

    public static void Map(IEndpointRouteBuilder group, ITradeOperations trade)
    {
        group.MapPost("/orders/preview", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            token => OrderAsync(http, trade, preview: true, token), cancellationToken));
        group.MapPost("/orders", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            token => OrderAsync(http, trade, preview: false, token), cancellationToken));
        group.MapGet("/orders", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            token => ListAsync(http, trade, token), cancellationToken));
        group.MapGet("/orders/{id}", (string id, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => await trade.GetOrderAsync(id, token) is { } order ? Results.Json(order, ApiJson.Default.OrderView) : NoOrder(id), cancellationToken));
        group.MapDelete("/orders/{id}", (string id, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => await trade.CancelAsync(id, token) is { } answer ? Answer(answer) : NoOrder(id), cancellationToken));
        group.MapGet("/deals/{coin}", (string coin, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => await trade.GetDealAsync(coin, token) is { } deal
                ? Results.Json(deal, ApiJson.Default.DealView)
                : ApiResults.Missing("coin", coin, $"'{coin}' is not traded here or has no deal", "GET /positions lists the coins"), cancellationToken));
        group.MapPost("/deals/{coin}/{action}/preview", (string coin, string action, HttpContext http, CancellationToken cancellationToken) =>
            ApiEndpoints.AnswerAsync(token => ActAsync(http, trade, coin, action, preview: true, token), cancellationToken));
        group.MapPost("/deals/{coin}/{action}", (string coin, string action, HttpContext http, CancellationToken cancellationToken) =>
            ApiEndpoints.AnswerAsync(token => ActAsync(http, trade, coin, action, preview: false, token), cancellationToken));
        group.MapGet("/explain/{coin}", (string coin, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => await trade.ExplainAsync(coin, token) is { } json
                ? Results.Content(json, "application/json")
                : ApiResults.Missing("coin", coin, $"'{coin}' is not traded here", "GET /positions lists the coins"), cancellationToken));
        group.MapGet("/openapi.json", () => Results.Content(OpenApiDocument.Text, "application/json"));
    }

    private static async Task<IResult> OrderAsync(HttpContext http, ITradeOperations trade, bool preview, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ["coin", "side", "amount", "quantity", "percent", "limit", "key"], cancellationToken);
        if (body.Faults.Count == 0 && body["side"] is not ("buy" or "sell"))
            body.Faults.Add(ActionRefusal.Invalid("side", body["side"], "must be buy or sell", "for example \"side\":\"buy\""));
        return await AskAsync(trade, body, body.Form(body["side"], body["coin"]), preview, cancellationToken);
    }

    private static async Task<IResult> ActAsync(
        HttpContext http, ITradeOperations trade, string coin, string action, bool preview, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ["amount", "quantity", "percent", "limit", "startPercent", "gapPercent", "key"], cancellationToken);
        return await AskAsync(trade, body, body.Form(action, coin), preview, cancellationToken);
    }

    private static async Task<IResult> AskAsync(ITradeOperations trade, RequestBody body, ActionForm form, bool preview, CancellationToken cancellationToken)
    {
        if (body.Faults.Count > 0) return ApiResults.Problem(ApiProblem.Of(ActionAnswer.Refused(form.Key ?? "", [.. body.Faults])));
        return Answer(preview ? await trade.PreviewAsync(form with { Key = form.Key ?? "preview" }, cancellationToken) : await trade.PerformAsync(form, cancellationToken));
    }

    private static IResult Answer(ActionAnswer answer)
    {
        if (answer.Outcome == ActionOutcome.Refused) return ApiResults.Problem(ApiProblem.Of(answer));
        var status = answer is { Outcome: ActionOutcome.Done, Preview: not null, Order: not null } ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        return Results.Json(ApiAnswer.Of(answer), ApiJson.Default.ApiAnswer, statusCode: status);
    }

    private static async Task<IResult> ListAsync(HttpContext http, ITradeOperations trade, CancellationToken cancellationToken)
    {
        var faults = new List<ActionRefusal>();
        int Whole(string name, int fallback, int maximum)
        {
            var text = http.Request.Query[name].ToString();
            if (text.Length == 0) return fallback;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= maximum) return value;
            faults.Add(ActionRefusal.Invalid(name, text, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 1 to {maximum}"), $"for example {name}=1"));
            return fallback;
        }
        var filter = new OrderFilter(
            http.Request.Query["coin"].FirstOrDefault(), http.Request.Query["state"].FirstOrDefault(), Whole("limit", DefaultLimit, MaxLimit), Whole("page", 1, 1_000_000));
        if (filter.State is { } state && state != "open" && !Enum.GetNames<Core.Orders.OrderState>().Contains(state, StringComparer.OrdinalIgnoreCase))
            faults.Add(ActionRefusal.Invalid("state", state, "must be open or a state of orders", "for example state=filled"));
        if (faults.Count > 0) return ApiResults.Problem(ApiProblem.Of(ActionAnswer.Refused("", faults)));
        return Results.Json(await trade.GetOrdersAsync(filter, cancellationToken), ApiJson.Default.OrderPage);
    }

    private static IResult NoOrder(string id) => ApiResults.Missing("id", id, $"there is no order '{id}'", "GET /orders lists them");
}
