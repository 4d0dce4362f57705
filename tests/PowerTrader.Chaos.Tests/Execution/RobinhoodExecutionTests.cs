using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Secrets;
using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Execution;

public class RobinhoodExecutionTests : ExecutionCases
{
    private const string DollarFees = "fees are charged in dollars alone";

    public override string BrokerName => "Robinhood 2";

    public override IReadOnlyDictionary<int, string> Impossible { get; } = new Dictionary<int, string> { [63] = DollarFees, [64] = DollarFees };

    protected virtual int Version => 2;

    protected override ExecutionScene Open() => new Scene(Version);

    /// <summary>Version 1 knows no fee, and a smallest order in coins; version 2 a fee, and one in dollars. Executions have no ids.</summary>
    private sealed class Scene : WireScene
    {
        private const string ApiKey = "rh-api-cases";

        private static readonly RobinhoodKeys Keys = RobinhoodKeys.Parse(ApiKey, Ed25519Keys.NewSeed().Reveal());

        private readonly InMemoryTableStore tables = new();
        private readonly RobinhoodOptions options;

        public Scene(int version)
            : base(Symbol.Parse("BTC-USD"), version == 1 ? 0.01m : 0.0001m, version == 1 ? 0 : 1, new(version == 1 ? 0 : 0.0095m, version == 1 ? 0 : 0.0095m) { TradesHaveIds = false })
        {
            options = new RobinhoodOptions(version);
            Wire = new SimulatedRobinhood(Venue, new RobinhoodWireOptions(ApiKey, Keys.PublicKey), Faults);
        }

        protected override Uri Address { get; } = new(RobinhoodOptions.BaseAddress);

        protected override IVenueWire Wire { get; }

        protected override async Task WarmUpAsync(IBroker held)
        {
            await held.GetInstrumentsAsync(default);
            await held.GetAccountAsync(default);
        }

        protected override IBroker Connect(HttpClient client) =>
            new RobinhoodBroker(new RobinhoodClient(client, _ => GiveAsync(Keys), options, Time), tables, "local|main", options, Time);
    }
}

/// <summary>The same client by the older version.</summary>
[Trait("Tier", "full")]
public sealed class RobinhoodVersion1ExecutionTests : RobinhoodExecutionTests
{
    public override string BrokerName => "Robinhood 1";

    protected override int Version => 1;
}
