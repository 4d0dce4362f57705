using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Compliance.Execution;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.Execution;

public class KuCoinExecutionTests : ExecutionCases
{
    public override string BrokerName => "KuCoin hf";

    public override IReadOnlyDictionary<int, string> Impossible { get; } = new Dictionary<int, string> { [36] = "every execution has an id" };

    protected virtual SpotApi Api => SpotApi.Hf;

    protected override ExecutionScene Open() => new Scene(Api);

    private sealed class Scene : WireScene
    {
        private readonly KuCoinKeys keys = new("key-1", "secret-of-the-cases", "pass phrase");
        private readonly KuCoinSpotOptions options;

        public Scene(SpotApi api)
            : base(Symbol.Parse("BTC-USDT"), 0.0001m, 1, new())
        {
            options = new KuCoinSpotOptions { Api = api };
            Wire = new SimulatedKuCoinAccount(Venue, new SimulatedKuCoinOptions("key-1", "secret-of-the-cases", "pass phrase"), Faults);
        }

        /// <summary>There is no state in an order's record: one that ended unfilled is a cancelled one, whoever ended it.</summary>
        public override OrderState RejectedAfterwards => OrderState.Cancelled;

        protected override Uri Address { get; } = new(KuCoinPublicClient.BaseAddress);

        protected override IVenueWire Wire { get; }

        protected override IBroker Connect(HttpClient client) =>
            KuCoinDefinition.Create(new KuCoinSpotClient(client, _ => GiveAsync(keys), options.Api, Time), options, Time);
    }
}

/// <summary>The same account by the older family of calls.</summary>
[Trait("Tier", "full")]
public sealed class KuCoinLegacyExecutionTests : KuCoinExecutionTests
{
    public override string BrokerName => "KuCoin legacy";

    protected override SpotApi Api => SpotApi.Legacy;
}
