using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Compliance;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>A simulated account behind real HTTP, and the broker as it is built from its registration.</summary>
internal sealed class ServedKuCoin : IAsyncDisposable
{
    public SimulatedVenue Venue { get; private init; } = null!;

    public VenueServer Server { get; private set; } = null!;

    public KuCoinSpotBroker Broker { get; private set; } = null!;

    public static async Task<ServedKuCoin> StartAsync(TimeProvider time)
    {
        var venue = KuCoinUnderTest.NewVenue(time);
        var served = new ServedKuCoin { Venue = venue };
        served.Server = await VenueServer.StartAsync([new SimulatedKuCoinAccount(venue, new SimulatedKuCoinOptions("key-1", KuCoinUnderTest.Secret, "pass phrase"))]);
        var definition = KuCoinDefinition.Definition;
        var parameters = ParameterSet.Read("kucoin@1", definition.Parameters, new Dictionary<string, string> { ["address"] = served.Server.Address.ToString() });
        served.Broker = (KuCoinSpotBroker)definition.Create(new BrokerSeat(new("tenant", "main"), parameters, null!, null!, time, new(), Money.Zero) { Secrets = new KeptKeys() });
        return served;
    }

    public async ValueTask DisposeAsync()
    {
        Broker.Dispose();
        await Server.DisposeAsync();
    }

    private sealed class KeptKeys : ISecretStore
    {
        public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(name switch
        {
            "kucoin-api-key" => "key-1",
            "kucoin-api-secret" => KuCoinUnderTest.Secret + "\n",
            "kucoin-api-passphrase" => "pass phrase",
            _ => null,
        });

        public Task SetAsync(string name, string value, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}

/// <summary>The port's rules over real HTTP.</summary>
[Trait("Tier", "full")]
public sealed class KuCoinOverHttpComplianceTests : BrokerCompliance, IAsyncLifetime
{
    private readonly JumpingTimeProvider time = new(TestInstants.Start);
    private ServedKuCoin served = null!;

    protected override IBroker Broker => served.Broker;

    protected override decimal FeeRate => 0.001m;

    protected override decimal MaxShare => 0.25m;

    public async ValueTask InitializeAsync() => served = await ServedKuCoin.StartAsync(time);

    public ValueTask DisposeAsync() => served.DisposeAsync();

    protected override void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        time.Advance(TimeSpan.FromSeconds(1));
        served.Venue.Show(Btc, new SimulatedQuote(bid, size, ask, size));
    }

    protected override Task MoveOutsideAsync(decimal cash, decimal btc)
    {
        served.Venue.MoveOutside("USDT", cash);
        served.Venue.MoveOutside("BTC", btc);
        return Task.CompletedTask;
    }
}
