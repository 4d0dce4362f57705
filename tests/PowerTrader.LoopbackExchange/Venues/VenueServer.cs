using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PowerTrader.Adapters.Simulation;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>Venues' wires behind real HTTP, and the private stream behind a WebSocket, on this machine's loopback; the faults of a plan are carried out on the wire.</summary>
public sealed class VenueServer : IAsyncDisposable
{
    private const string StreamPath = "/private";

    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(4);

    private readonly WebApplication app;
    private readonly IReadOnlyList<IVenueWire> wires;
    private readonly VenueFaults faults;
    private readonly Lock gate = new();
    private readonly List<Action> streams = [];
    private int requests;

    private VenueServer(IReadOnlyList<IVenueWire> wires, VenueFaults faults, int port)
    {
        this.wires = wires;
        this.faults = faults;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        app = builder.Build();
        app.UseWebSockets();
        app.Run(ServeAsync);
    }

    /// <summary>Where a client's base address leads.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Requests that have arrived, streams included.</summary>
    public int Requests => Volatile.Read(ref requests);

    public int OpenStreams
    {
        get
        {
            lock (gate) return streams.Count;
        }
    }

    /// <param name="port">0 for any that is free.</param>
    public static async Task<VenueServer> StartAsync(IReadOnlyList<IVenueWire> wires, VenueFaults? faults = null, int port = 0)
    {
        var server = new VenueServer(wires, faults ?? new VenueFaults(), port);
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.Single());
        foreach (var kucoin in wires.OfType<SimulatedKuCoinAccount>()) kucoin.ServeStreamsAt(new UriBuilder(server.Address) { Scheme = "ws", Path = StreamPath }.Uri);
        return server;
    }

    /// <summary>Breaks every stream without a word.</summary>
    public void DropStreams()
    {
        List<Action> all;
        lock (gate) all = [.. streams];
        foreach (var abort in all) abort();
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
        var request = await ReadAsync(context);
        if (wires.FirstOrDefault(wire => wire.Serves(request)) is not { } wire)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }
        var fault = faults.Next(wire.CallOf(request));
        switch (fault)
        {
            case VenueFault.BeforeRequest:
                context.Abort();
                return;
            case VenueFault.LateArrival:
                wire.AnswerLate(request, LateBy);
                context.Abort();
                return;
            case VenueFault.Throttled429 or VenueFault.Unauthorized401UnderThrottling or VenueFault.ServerError5xxBefore:
                await WriteAsync(context, wire.Failure(fault));
                return;
        }
        var reply = wire.Answer(request);
        if (fault == VenueFault.LateReply) await WaitForTheClientAsync(context);
        if (fault is VenueFault.AfterAcceptance or VenueFault.LateReply) context.Abort();
        else await WriteAsync(context, fault switch
        {
            VenueFault.ServerError5xxAfter => wire.Failure(fault),
            VenueFault.GarbledReply => VenueWireHandler.Garbled(reply),
            _ => reply,
        });
    }

    private async Task ServeStreamAsync(HttpContext context)
    {
        if (wires.OfType<SimulatedKuCoinAccount>().FirstOrDefault() is not { } account || !account.TakeToken(context.Request.Query["token"].ToString()))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        Action abort = context.Abort;
        lock (gate) streams.Add(abort);
        try
        {
            await ServedAccountStream.RunAsync(socket, account, context.Request.Query["connectId"].ToString(), context.RequestAborted);
        }
        finally
        {
            lock (gate) streams.Remove(abort);
        }
    }

    private static async Task<VenueRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var headers = context.Request.Headers.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        return new VenueRequest(context.Request.Method, target, headers, body.ToArray());
    }

    private static async Task WriteAsync(HttpContext context, SimulatedReply reply)
    {
        context.Response.StatusCode = (int)reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    private static async Task WaitForTheClientAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
