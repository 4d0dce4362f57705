using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

/// <summary>The venue itself, without a wire: what the seeded schedules trade against.</summary>
public sealed class SimulatedVenueExecutionTests : ExecutionCases
{
    public override string BrokerName => "simulated";

    protected override ExecutionScene Open() => new Scene();

    private sealed class Scene : ExecutionScene
    {
        public Scene()
        {
            Venue = new SimulatedVenue(Time, [new SimulatedPair(Symbol, 0.01m, 0.0001m, 0.0001m, 100_000, 1)]);
            Venue.MoveOutside(Symbol.Quote, 10_000);
        }

        public override MovableTimeProvider Time { get; } = new ManualTimeProvider(WireScene.Start);

        public override IBroker Broker => new SimulatedVenueBroker(Venue, Faults);

        public override VenueFaults Faults { get; } = new();

        public override SimulatedVenue Venue { get; }
    }
}
