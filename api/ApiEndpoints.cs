using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PowerTrader.Api;

/// <summary>The HTTP API, defined once. Every call needs the bearer token: a web page must not be able to place orders.</summary>
public static class ApiEndpoints
{
    private static readonly string[] HaltFields = ["state", "coin", "symbol", "reason"];

    private static readonly string[] StopFields = ["sell", "reason"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>All routes of <c>docs/reference/api.md</c>.</summary>
    public static void MapTrader(this IEndpointRouteBuilder routes, ITraderOperations operations, ITradeOperations trade, string token)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(operations);
        var group = routes.Secured(token);
        group.MapGet("/status", (CancellationToken cancellationToken) => AnswerAsync(
            async token => Results.Json(await operations.GetStatusAsync(token), ApiJson.Default.TraderStatus), cancellationToken));
        group.MapGet("/positions", (CancellationToken cancellationToken) => AnswerAsync(
            async token => Results.Json((await operations.GetStatusAsync(token)).Coins, ApiJson.Default.IReadOnlyListCoinStatus), cancellationToken));
        group.MapPost("/halt", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(
            token => HaltAsync(http, operations, null, token), cancellationToken));
        group.MapPost("/stop", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(token => StopAsync(http, operations, token), cancellationToken));
        group.MapPost("/reduce", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(
            token => HaltAsync(http, operations, "reducing", token), cancellationToken));
        group.MapPost("/resume", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(
            token => HaltAsync(http, operations, "active", token), cancellationToken));
        TradeEndpoints.Map(group, trade);
    }

    /// <summary>Routes that answer to the bearer token only.</summary>
    public static RouteGroupBuilder Secured(this IEndpointRouteBuilder routes, string token)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var group = routes.MapGroup("");
        group.AddEndpointFilter((context, next) =>
            IsAuthorised(context.HttpContext, token)
                ? next(context)
                : ValueTask.FromResult<object?>(ApiResults.Problem(
                    StatusCodes.Status401Unauthorized, "Not authorised",
                    "the bearer token is missing or wrong: send 'Authorization: Bearer' with the content of the file 'api-token' of the data folder")));
        return group;
    }

    /// <summary>While the trader is being prepared nobody can answer; the caller is told so instead of hanging.</summary>
    public static async Task<IResult> AnswerAsync(Func<CancellationToken, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await answer(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ApiResults.Problem(StatusCodes.Status503ServiceUnavailable, "Not ready", "the trader is still starting; ask again in a moment");
        }
        catch (Core.Ports.CorruptException fault)
        {
            return ApiResults.Problem(StatusCodes.Status500InternalServerError, "The store is damaged", $"{fault.Message}; a halt is still possible: POST /halt");
        }
        catch (Exception fault) when (fault is Core.Ports.TransientException or Core.Ports.AmbiguousException)
        {
            return ApiResults.Problem(StatusCodes.Status503ServiceUnavailable, "The world failed", $"{fault.Message}; ask again with the same key");
        }
    }

    /// <param name="state">Of the route; null takes it from the body, and without one there it is <c>halted</c>: whoever asks for a halt gets one.</param>
    private static async Task<IResult> HaltAsync(HttpContext http, ITraderOperations operations, string? state, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, state is null ? HaltFields : [.. HaltFields.Skip(1)], cancellationToken);
        if (body.Faults.Count > 0) return ApiResults.BadRequest(body);
        if (body["symbol"] is { } symbol && body["coin"] is { } coin && symbol != coin)
            return ApiResults.BadRequest($"symbol '{symbol}' and coin '{coin}' differ; send one of the two");
        var refusal = await operations.SetHaltAsync(
            state ?? body["state"] ?? "halted", body["coin"] ?? body["symbol"], body["reason"] ?? "asked over HTTP", cancellationToken);
        if (refusal is not null) return ApiResults.BadRequest(refusal);
        try
        {
            return Results.Json(await operations.GetStatusAsync(cancellationToken), ApiJson.Default.TraderStatus);
        }
        catch (Core.Ports.CorruptException fault)
        {
            // Whoever stops a damaged trader must not be left believing that it goes on.
            return ApiResults.Problem(StatusCodes.Status500InternalServerError, "Done, but the status cannot be read", $"the state was set; {fault.Message}");
        }
    }

    private static async Task<IResult> StopAsync(HttpContext http, ITraderOperations operations, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadAsync(http, StopFields, cancellationToken);
        if (body.Faults.Count > 0) return ApiResults.BadRequest(body);
        if (body["sell"] is { } text && text is not ("true" or "false")) return ApiResults.BadRequest($"sell '{text}' must be true or false; send it as true to sell what is held");
        return Results.Json(await operations.StopAsync(body["sell"] == "true", body["reason"] ?? "emergency stop over HTTP", cancellationToken), ApiJson.Default.StopView);
    }

    private static bool IsAuthorised(HttpContext http, string token)
    {
        var header = http.Request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        return header.StartsWith(scheme, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[scheme.Length..]), Encoding.UTF8.GetBytes(token));
    }
}
