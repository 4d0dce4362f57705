using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

/// <summary>A production broker with its real client, which signs, reads and repeats as it would at the venue; a simulated venue's wire answers in this process.</summary>
internal abstract class WireScene : ExecutionScene
{
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private HttpClient? http;
    private IBroker? broker;
    private Func<Task>? standstill;

    protected WireScene(Symbol symbol, decimal minQuantity, decimal minFunds, SimulatedVenueOptions options)
    {
        Symbol = symbol;
        Venue = new SimulatedVenue(Time, [new SimulatedPair(symbol, 0.01m, 0.0001m, minQuantity, 100_000, minFunds)], options);
        Venue.MoveOutside(symbol.Quote, 10_000);
    }

    public sealed override MovableTimeProvider Time { get; } = new JumpingTimeProvider(Start);

    public sealed override IBroker Broker => broker ??= Connect(Http);

    public sealed override VenueFaults Faults { get; } = new();

    public sealed override Symbol Symbol { get; }

    public sealed override SimulatedVenue Venue { get; }

    private HttpClient Http => http ??= new HttpClient(new VenueWireHandler(Wire)) { BaseAddress = Address };

    protected abstract Uri Address { get; }

    protected abstract IVenueWire Wire { get; }

    public sealed override void Restart()
    {
        (broker as IDisposable)?.Dispose();
        broker = null;
    }

    /// <summary>It has looked at everything that it looks at before sending, and is held up at the keys that are to sign.</summary>
    public sealed override async Task<PlaceResult> PlaceLateAsync(PlaceRequest request, Func<Task> meanwhile)
    {
        var held = Connect(Http);
        await WarmUpAsync(held);
        standstill = meanwhile;
        var answer = await held.PlaceAsync(request, default);
        ((IDisposable)held).Dispose();
        return answer;
    }

    /// <summary>A broker that remembers nothing but what its store holds.</summary>
    protected abstract IBroker Connect(HttpClient client);

    /// <summary>Reads what a broker knows before it can send an order.</summary>
    protected virtual Task WarmUpAsync(IBroker held) => Task.CompletedTask;

    /// <summary>The keys as a client gets them.</summary>
    protected async Task<T?> GiveAsync<T>(T keys)
        where T : class
    {
        if (Interlocked.Exchange(ref standstill, null) is { } meanwhile) await meanwhile();
        return keys;
    }

    protected override void Dispose(bool disposing)
    {
        Restart();
        http?.Dispose();
        (Wire as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }
}
