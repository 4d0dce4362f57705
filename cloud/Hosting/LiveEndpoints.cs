using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PowerTrader.Api;
using PowerTrader.Cloud.Live;

namespace PowerTrader.Cloud.Hosting;

/// <summary><c>POST /negotiate</c>: tells a client where live updates come from, and lets it in for an hour.</summary>
internal static class LiveEndpoints
{
    /// <param name="live">Null answers 404: the app was deployed without live updates.</param>
    public static void MapLive(this IEndpointRouteBuilder routes, SignalRService? live, string token) =>
        routes.Secured(token).MapPost("/negotiate", (CancellationToken cancellationToken) => ApiEndpoints.AnswerAsync(
            async token => live is null
                ? Results.Problem("this app was deployed without live updates; ask GET /status", statusCode: StatusCodes.Status404NotFound, title: "No live updates")
                : Results.Json(await live.NegotiateAsync(token), SignalRJson.Default.LiveConnection), cancellationToken));
}
