using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PowerTrader.Adapters.Simulation;

namespace PowerTrader.LoopbackExchange;

/// <summary>The simulated exchange behind real HTTP and WebSocket on this machine's loopback, with the faults of its plan carried out on the wire.</summary>
/// <remarks>Streams say something when <see cref="PublishAsync"/> is called, so that a test decides when.</remarks>
public sealed class ExchangeServer : IAsyncDisposable
{
    private const string StreamPath = "/stream";

    private readonly WebApplication app;
    private readonly SimulatedExchange exchange;
    private readonly Lock gate = new();
    private readonly List<ServedStream> streams = [];
    private readonly ConcurrentDictionary<string, int> byPath = new();
    private TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int requests;

    private ExchangeServer(SimulatedExchange exchange)
    {
        this.exchange = exchange;
        empty.SetResult();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        app = builder.Build();
        app.UseWebSockets();
        app.Run(ServeAsync);
    }

    /// <summary>Where a client's base address leads.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>Requests that have arrived, streams included.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Streams open now.</summary>
    public int OpenStreams => Streams().Count;

    /// <summary>Completes when the last open stream has ended.</summary>
    public Task NoStreamsAsync()
    {
        lock (gate) return empty.Task;
    }

    /// <summary>Requests of one path that have arrived.</summary>
    public int RequestsOf(string path) => byPath.GetValueOrDefault(path);

    public static async Task<ExchangeServer> StartAsync(SimulatedMarket market, TimeProvider time, FaultPlan faults, TimeSpan? pingInterval = null)
    {
        var server = new ExchangeServer(new SimulatedExchange(market, time, faults));
        if (pingInterval is { } interval) server.exchange.PingInterval = interval;
        await server.app.StartAsync();
        server.Address = new Uri(server.app.Urls.Single());
        server.exchange.ServeStreamsAt(new UriBuilder(server.Address) { Scheme = "ws", Path = StreamPath }.Uri);
        return server;
    }

    /// <summary>Every stream says what its topics have to say now.</summary>
    public async Task PublishAsync()
    {
        foreach (var stream in Streams()) await stream.PublishAsync();
    }

    /// <summary>Breaks every stream without a word.</summary>
    public void DropStreams()
    {
        foreach (var stream in Streams()) stream.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        DropStreams();
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private List<ServedStream> Streams()
    {
        lock (gate) return [.. streams];
    }

    private async Task ServeAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        var path = context.Request.Path.Value ?? "";
        byPath.AddOrUpdate(path, 1, (_, count) => count + 1);
        var fault = exchange.TakeFault(path);
        switch (fault)
        {
            case Fault.Stall:
                await WaitForTheClientAsync(context);
                return;
            case Fault.Reset:
                context.Abort();
                return;
            case null when path == StreamPath && context.WebSockets.IsWebSocketRequest:
                await ServeStreamAsync(context);
                return;
        }
        var reply = (fault is null ? null : SimulatedExchange.Answer(fault)) ?? exchange.Answer(context.Request.Method, path, context.Request.QueryString.Value ?? "");
        context.Response.StatusCode = (int)reply.Status;
        context.Response.ContentType = reply.ContentType;
        foreach (var (name, value) in reply.Headers) context.Response.Headers[name] = value;
        await context.Response.Body.WriteAsync(reply.Body, context.RequestAborted);
    }

    private async Task ServeStreamAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var stream = new ServedStream(socket, exchange.OpenStream(), exchange.Faults.TakeStreamFault(), context.Abort);
        lock (gate)
        {
            streams.Add(stream);
            if (empty.Task.IsCompleted) empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            await stream.RunAsync(context.Request.Query["connectId"].ToString(), context.RequestAborted);
        }
        finally
        {
            lock (gate)
            {
                streams.Remove(stream);
                if (streams.Count == 0) empty.TrySetResult();
            }
        }
    }

    private static async Task WaitForTheClientAsync(HttpContext context)
    {
        var gone = new TaskCompletionSource();
        await using var registration = context.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }
}
