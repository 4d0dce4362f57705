using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerTrader.Core.Actions;

namespace PowerTrader.Api;

/// <summary>Money and coins from outside over HTTP: <c>/reconcile</c>, <c>/deposit</c>, <c>/withdraw</c>, <c>/adopt</c>, <c>/adopt/preview</c>, <c>/confirm</c>, <c>/alerts</c>.</summary>
public static class BookEndpoints
{
    private const int MaxAlerts = 1000;
    private const int MaxKeyLength = 40;

    public static void MapBooks(this IEndpointRouteBuilder routes, IBookOperations operations, string token)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(operations);
        var group = routes.Secured(token);
        group.MapPost("/reconcile", (CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => Results.Json(await operations.ReconcileAsync(token), BookJson.Default.ReconciliationView), cancellationToken));
        group.MapPost("/deposit", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(token => MoveAsync(http, operations, 1, token), cancellationToken));
        group.MapPost("/withdraw", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(token => MoveAsync(http, operations, -1, token), cancellationToken));
        group.MapPost("/adopt/preview", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            token => AdoptAsync(http, operations.PreviewAdoptionAsync, token), cancellationToken));
        group.MapPost("/adopt", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(token => AdoptAsync(http, operations.AdoptAsync, token), cancellationToken));
        group.MapPost("/confirm", (HttpContext http, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(token => ConfirmAsync(http, operations, token), cancellationToken));
        group.MapGet("/alerts", (int? limit, CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => limit is < 1 or > MaxAlerts
                ? ApiResults.BadRequest($"limit '{limit}' must be from 1 to {MaxAlerts}")
                : Results.Json(await operations.GetAlertsAsync(limit ?? 20, token), BookJson.Default.IReadOnlyListAlertView), cancellationToken));
    }

    private static async Task<IResult> MoveAsync(HttpContext http, IBookOperations operations, int sign, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ["amount", "coin", "key"], cancellationToken);
        var amount = body.Positive("amount", "for example 100; /deposit pays in, /withdraw takes out");
        if (body["key"] is { } key && (key.Length is 0 or > MaxKeyLength || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            body.Faults.Add(ActionRefusal.Invalid("key", key, $"must be 1 to {MaxKeyLength} letters, digits, '-' and '_'", "use for example the number of the transfer"));
        return body.Faults.Count > 0 ? ApiResults.BadRequest(body) : Said(await operations.MoveAsync(sign * amount, body["coin"], body["key"], cancellationToken), BookJson.Default.ReconciliationView);
    }

    private static async Task<IResult> AdoptAsync(
        HttpContext http, Func<string, decimal, decimal, CancellationToken, Task<Answer<AdoptionView>>> adopt, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ["coin", "quantity", "cost"], cancellationToken);
        var coin = body.Required("coin", "for example BTC");
        var quantity = body.Positive("quantity", "how many of the unmanaged coins");
        var cost = body.Positive("cost", "what they cost in all, fees included");
        return body.Faults.Count > 0 ? ApiResults.BadRequest(body) : Said(await adopt(coin, quantity, cost, cancellationToken), BookJson.Default.AdoptionView);
    }

    private static async Task<IResult> ConfirmAsync(HttpContext http, IBookOperations operations, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, ["coin"], cancellationToken);
        var coin = body.Required("coin", "for example BTC");
        return body.Faults.Count > 0 ? ApiResults.BadRequest(body) : Said(await operations.ConfirmAsync(coin, cancellationToken), BookJson.Default.ConfirmationView);
    }

    private static IResult Said<T>(Answer<T> answer, JsonTypeInfo<T> type)
        where T : class =>
        answer.Value is { } value ? Results.Json(value, type) : ApiResults.BadRequest(answer.Refusal!);
}
