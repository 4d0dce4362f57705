using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Venues' wires behind real HTTP, and their streams behind WebSockets, on this machine's loopback; their faults are carried out on the connection.</summary>
public sealed class VenueServer : IAsyncDisposable
{
    private const string StreamPath = "/private";

    private readonly WebApplication app;
    private readonly IReadOnlyList<IVenueWire> wires;
    private readonly Lock gate = new();
    private readonly List<Action> streams = [];
    private int requests;

    private VenueServer(IReadOnlyList<IVenueWire> wires, int port)
    {
        this.wires = wires;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        app = builder.Build();
        app.UseWebSockets();
        app.Run(ServeAsync);
    }

    /// <summary>Where a client's base address leads.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Requests that have arrived.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Breaks every stream without a word.</summary>
    public void DropStreams()
    {
        List<Action> all;
        lock (gate) all = [.. streams];
        foreach (var abort in all) abort();
    }

    /// <param name="port">Zero for any that is free.</param>
    public static async Task<VenueServer> StartAsync(IReadOnlyList<IVenueWire> wires, int port = 0)
    {
        var server = new VenueServer(wires, port);
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.Single());
        foreach (var streaming in wires.OfType<IStreamingWire>()) streaming.ServeStreamsAt(new UriBuilder(server.Address) { Scheme = "ws", Path = StreamPath }.Uri);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        DropStreams();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task ServeAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        if (context.WebSockets.IsWebSocketRequest)
        {
            await ServeStreamAsync(context);
            return;
        }
        // A signature covers the text of the request line, not what a server makes of it.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var request = new VenueRequest(context.Request.Method, $"{context.Request.Scheme}://{context.Request.Host}", target, headers, body.ToArray());
        var reply = wires.FirstOrDefault(wire => wire.Serves(request.Path))?.Answer(request) ?? new VenueReply(404, "", "text/plain");
        switch (reply.Delivery)
        {
            case VenueDelivery.Reset:
                context.Abort();
                return;
            case VenueDelivery.Never:
                await WaitForTheClientAsync(context);
                return;
        }
        context.Response.StatusCode = reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        await context.Response.WriteAsync(reply.Body, context.RequestAborted);
    }

    private async Task ServeStreamAsync(HttpContext context)
    {
        if (wires.OfType<IStreamingWire>().FirstOrDefault(wire => wire.TakeToken(context.Request.Query["token"].ToString())) is not { } wire)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        Action abort = context.Abort;
        lock (gate) streams.Add(abort);
        try
        {
            await ServedAccountStream.RunAsync(socket, wire, context.Request.Query["connectId"].ToString(), context.RequestAborted);
        }
        finally
        {
            lock (gate) streams.Remove(abort);
        }
    }

    private static async Task WaitForTheClientAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
