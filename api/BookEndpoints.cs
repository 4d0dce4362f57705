using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerTrader.Core.Ports;

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
        group.MapPost("/reconcile", (CancellationToken cancellationToken) => AnswerAsync(
            async token => Results.Json(await operations.ReconcileAsync(token), BookJson.Default.ReconciliationView), cancellationToken));
        group.MapPost("/deposit", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(token => MoveAsync(http, operations, 1, token), cancellationToken));
        group.MapPost("/withdraw", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(token => MoveAsync(http, operations, -1, token), cancellationToken));
        group.MapPost("/adopt/preview", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(
            token => AdoptAsync(http, operations.PreviewAdoptionAsync, token), cancellationToken));
        group.MapPost("/adopt", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(token => AdoptAsync(http, operations.AdoptAsync, token), cancellationToken));
        group.MapPost("/confirm", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(token => ConfirmAsync(http, operations, token), cancellationToken));
        group.MapGet("/alerts", (int? limit, CancellationToken cancellationToken) => AnswerAsync(
            async token => limit is < 1 or > MaxAlerts
                ? ApiResults.BadRequest($"limit '{limit}' must be from 1 to {MaxAlerts}")
                : Results.Json(await operations.GetAlertsAsync(limit ?? 20, token), BookJson.Default.IReadOnlyListAlertView), cancellationToken));
    }

    /// <summary>Where the venue does not answer, the caller is told so and may ask again.</summary>
    private static async Task<IResult> AnswerAsync(Func<CancellationToken, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        try
        {
            return await ApiEndpoints.AnswerAsync(answer, cancellationToken);
        }
        catch (TransientException fault)
        {
            return ApiResults.Problem(StatusCodes.Status503ServiceUnavailable, "The venue does not answer", $"{fault.Message}; ask again in a moment");
        }
    }

    private static async Task<IResult> MoveAsync(HttpContext http, IBookOperations operations, int sign, CancellationToken cancellationToken)
    {
        if (await ReadAsync(http, BookJson.Default.MoveRequest, cancellationToken) is not { } request)
            return ApiResults.BadRequest("the body must be JSON with a field 'amount' above 0, and optionally 'coin' and 'key'");
        if (request.Amount <= 0) return ApiResults.BadRequest($"amount '{request.Amount}' must be above 0; use /deposit to pay in and /withdraw to take out");
        if (request.Key is { } key && (key.Length is 0 or > MaxKeyLength || !key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')))
            return ApiResults.BadRequest($"key '{key}' must be 1 to {MaxKeyLength} letters, digits, '-' and '_'; use for example the number of the transfer");
        return Said(await operations.MoveAsync(sign * request.Amount, request.Coin, request.Key, cancellationToken), BookJson.Default.ReconciliationView);
    }

    private static async Task<IResult> AdoptAsync(
        HttpContext http, Func<string, decimal, decimal, CancellationToken, Task<Answer<AdoptionView>>> adopt, CancellationToken cancellationToken) =>
        await ReadAsync(http, BookJson.Default.AdoptRequest, cancellationToken) is { Coin: { } coin } request
            ? Said(await adopt(coin, request.Quantity, request.Cost, cancellationToken), BookJson.Default.AdoptionView)
            : ApiResults.BadRequest("the body must be JSON with the fields 'coin', 'quantity' and 'cost' (what they cost in all)");

    private static async Task<IResult> ConfirmAsync(HttpContext http, IBookOperations operations, CancellationToken cancellationToken) =>
        await ReadAsync(http, BookJson.Default.ConfirmRequest, cancellationToken) is { Coin: { } coin }
            ? Said(await operations.ConfirmAsync(coin, cancellationToken), BookJson.Default.ConfirmationView)
            : ApiResults.BadRequest("the body must be JSON with a field 'coin'");

    private static IResult Said<T>(Answer<T> answer, JsonTypeInfo<T> type)
        where T : class =>
        answer.Value is { } value ? Results.Json(value, type) : ApiResults.BadRequest(answer.Refusal!);

    private static async Task<T?> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await http.Request.ReadFromJsonAsync(type, cancellationToken);
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
