using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PowerTrader.Api;

public sealed record HaltRequest(string State, string? Symbol, string? Reason);

public sealed record ApiProblem(string Error);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TraderStatus))]
[JsonSerializable(typeof(HaltRequest))]
[JsonSerializable(typeof(ApiProblem))]
public sealed partial class ApiJson : JsonSerializerContext;

/// <summary>The HTTP API, defined once. Every call needs the bearer token: a web page must not be able to place orders.</summary>
public static class ApiEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary><c>GET /status</c>, and <c>POST /halt</c> with <c>{"state":"halted|reducing|active","symbol":null}</c>.</summary>
    public static void MapTrader(this IEndpointRouteBuilder routes, ITraderOperations operations, string token)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ArgumentNullException.ThrowIfNull(operations);
        var group = routes.MapGroup("").AddEndpointFilter((context, next) =>
            IsAuthorised(context.HttpContext, token)
                ? next(context)
                : ValueTask.FromResult<object?>(Results.Json(
                    new ApiProblem("the bearer token is missing or wrong: send 'Authorization: Bearer' with the content of the file 'api-token' of the data folder"),
                    ApiJson.Default.ApiProblem, statusCode: StatusCodes.Status401Unauthorized)));
        group.MapGet("/status", (CancellationToken cancellationToken) => AnswerAsync(
            async token => Results.Json(await operations.GetStatusAsync(token), ApiJson.Default.TraderStatus), cancellationToken));
        group.MapPost("/halt", (HttpContext http, CancellationToken cancellationToken) => AnswerAsync(
            token => HaltAsync(http, operations, token), cancellationToken));
    }

    /// <summary>While the trader is being prepared nobody can answer; the caller is told so instead of hanging.</summary>
    private static async Task<IResult> AnswerAsync(Func<CancellationToken, Task<IResult>> answer, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await answer(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Results.Json(new ApiProblem("the trader is still starting; ask again in a moment"), ApiJson.Default.ApiProblem, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<IResult> HaltAsync(HttpContext http, ITraderOperations operations, CancellationToken cancellationToken)
    {
        HaltRequest? request;
        try
        {
            request = await http.Request.ReadFromJsonAsync(ApiJson.Default.HaltRequest, cancellationToken);
        }
        catch (Exception fault) when (fault is System.Text.Json.JsonException or InvalidOperationException)
        {
            request = null;
        }
        if (request?.State is null)
            return Problem("the body must be JSON with a field 'state': active, reducing or halted");
        var refusal = await operations.SetHaltAsync(request.State, request.Symbol, request.Reason ?? "asked over HTTP", cancellationToken);
        return refusal is null ? Results.Json(await operations.GetStatusAsync(cancellationToken), ApiJson.Default.TraderStatus) : Problem(refusal);
    }

    private static IResult Problem(string error) =>
        Results.Json(new ApiProblem(error), ApiJson.Default.ApiProblem, statusCode: StatusCodes.Status400BadRequest);

    private static bool IsAuthorised(HttpContext http, string token)
    {
        var header = http.Request.Headers.Authorization.ToString();
        const string scheme = "Bearer ";
        return header.StartsWith(scheme, StringComparison.Ordinal)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[scheme.Length..]), Encoding.UTF8.GetBytes(token));
    }
}
