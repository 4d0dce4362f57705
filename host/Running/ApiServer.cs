using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using PowerTrader.Api;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>The HTTP API on loopback, for as long as the trader runs.</summary>
internal static class ApiServer
{
    private const long MaxBody = 64 * 1024;

    /// <exception cref="WorldException">The port is in use, or may not be opened.</exception>
    public static async Task<WebApplication> StartAsync(int port, RunningTrader trader, IBookOperations books, string token, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = MaxBody);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapTrader(trader, trader, token);
        app.MapBooks(books, token);
        try
        {
            await app.StartAsync(cancellationToken);
            return app;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            await app.DisposeAsync();
            throw new WorldException($"--port {port} cannot be opened ({fault.Message.TrimEnd('.')}); choose another with --port N, or --port 0 for no HTTP.", fault);
        }
    }
}
