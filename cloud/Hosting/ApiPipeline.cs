using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.DurableTask.Client;
using PowerTrader.Api;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The shared API behind HTTP functions: a second pipeline that a function hands its request to.</summary>
/// <remarks>
/// Built at the first request, because the token that guards it is in the vault. Functions' own keys are not asked for: one way to prove who one is, the
/// same as on one machine.
/// </remarks>
public sealed class ApiPipeline(CloudTrader trader, IServiceProvider services)
{
    /// <summary>Name of the secret that callers send as the bearer token.</summary>
    public const string TokenSecret = "api-token";

    private const int ShortestToken = 24;
    private const long MaxBody = 64 * 1024;

    private RequestDelegate? pipeline;

    /// <summary>The whole of an HTTP function.</summary>
    public async Task RunAsync(HttpContext http, DurableTaskClient client)
    {
        ArgumentNullException.ThrowIfNull(http);
        trader.Engine.Use(client);
        var run = pipeline;
        if (run is null)
        {
            if (await TokenAsync(http.RequestAborted) is not { } token)
            {
                // Without a token nobody is let in; a halt is then up to the portal: stop the app.
                await Results.Problem(
                    $"the secret '{TokenSecret}' is missing, or shorter than {ShortestToken} characters, or the vault did not answer; set it in the key vault and ask again",
                    statusCode: StatusCodes.Status503ServiceUnavailable, title: "Not ready").ExecuteAsync(http);
                return;
            }
            pipeline = run = Build(token);
        }
        // The function's own endpoint and route are the outer pipeline's: without this the request would come back to the function.
        http.SetEndpoint(null);
        http.Request.RouteValues = [];
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBody;
        await run(http);
    }

    private async Task<string?> TokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A secret that was set from a file keeps the file's last line end.
            return (await trader.Secrets.GetAsync(TokenSecret, cancellationToken))?.Trim() is { Length: >= ShortestToken } token ? token : null;
        }
        catch (TransientException)
        {
            return null;
        }
    }

    private RequestDelegate Build(string token)
    {
        var operations = new CloudOperations(trader);
        var app = new ApplicationBuilder(services);
        app.UseRouting();
        app.UseEndpoints(routes =>
        {
            routes.MapTrader(operations, operations, token);
            routes.MapBooks(operations, token);
            routes.MapLive(trader.Live, token);
        });
        app.Run(http => Results.Problem($"there is nothing at {http.Request.Path}", statusCode: StatusCodes.Status404NotFound, title: "Not found").ExecuteAsync(http));
        return app.Build();
    }
}
