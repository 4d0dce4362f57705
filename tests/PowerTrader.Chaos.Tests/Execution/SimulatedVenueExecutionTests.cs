using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

public sealed class SimulatedVenueExecutionTests : ExecutionCases
{
    protected override ExecutionScene Open() => new Scene();

    private sealed class Scene : ExecutionScene
    {
        public Scene()
        {
            Venue = new SimulatedVenue(Time, [new SimulatedPair(Symbol, 0.01m, 0.0001m, 0.0001m, 100_000, 1)]);
            Venue.MoveOutside(Symbol.Quote, 10_000);
            Broker = new SimulatedVenueBroker(Venue, Faults);
        }

        public override ManualTimeProvider Time { get; } = new(new DateTimeOffset(2025, 1, 1, 12, 0, 0, TimeSpan.Zero));

        public override IBroker Broker { get; }

        public override VenueFaults Faults { get; } = new();

        public override SimulatedVenue Venue { get; }
    }
}
