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

    protected WireScene(Symbol symbol, decimal minQuantity, decimal minFunds, SimulatedVenueOptions options)
    {
        Symbol = symbol;
        Venue = new SimulatedVenue(Time, [new SimulatedPair(symbol, 0.01m, 0.0001m, minQuantity, 100_000, minFunds)], options);
        Venue.MoveOutside(symbol.Quote, 10_000);
    }

    public sealed override MovableTimeProvider Time { get; } = new JumpingTimeProvider(Start);

    public sealed override IBroker Broker => broker ??= Connect(http ??= new HttpClient(new VenueWireHandler(Wire)) { BaseAddress = Address });

    public sealed override VenueFaults Faults { get; } = new();

    public sealed override Symbol Symbol { get; }

    public sealed override SimulatedVenue Venue { get; }

    protected abstract Uri Address { get; }

    protected abstract IVenueWire Wire { get; }

    public sealed override void Restart()
    {
        (broker as IDisposable)?.Dispose();
        broker = null;
    }

    /// <summary>A broker that remembers nothing but what its store holds.</summary>
    protected abstract IBroker Connect(HttpClient client);

    protected override void Dispose(bool disposing)
    {
        Restart();
        http?.Dispose();
        (Wire as IDisposable)?.Dispose();
        base.Dispose(disposing);
    }
}
