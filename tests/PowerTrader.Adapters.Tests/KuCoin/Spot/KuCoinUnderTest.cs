using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Markets;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>The production broker against the simulated venue through the signed protocol, in process.</summary>
internal sealed class KuCoinUnderTest : IDisposable
{
    public const string Secret = "f03a5284-5c39-4aaa-9b20-dea10bdcf8e3";

    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    private readonly HttpClient http;

    /// <param name="clientTime">The client's clock where it is another one than the venue's.</param>
    public KuCoinUnderTest(TimeProvider time, SpotApi api = SpotApi.Hf, SimulatedVenueOptions? options = null, int maxRows = 500, VenueFaults? faults = null, TimeProvider? clientTime = null)
    {
        Faults = faults ?? new VenueFaults();
        Venue = NewVenue(time, options);
        Wire = new SimulatedKuCoinAccount(Venue, new SimulatedKuCoinOptions("key-1", Secret, "pass phrase") { MaxRows = maxRows }, Faults);
        http = new HttpClient(new VenueWireHandler(Wire)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        Client = new KuCoinSpotClient(http, _ => Task.FromResult<KuCoinKeys?>(Keys), api, clientTime ?? time);
        Broker = KuCoinDefinition.Create(Client, new KuCoinSpotOptions { Api = api }, clientTime ?? time);
    }

    public static KuCoinKeys NewKeys() => new("key-1", Secret, "pass phrase");

    public KuCoinKeys? Keys { get; set; } = NewKeys();

    public SimulatedVenue Venue { get; }

    public SimulatedKuCoinAccount Wire { get; }

    public VenueFaults Faults { get; }

    public KuCoinSpotClient Client { get; }

    public KuCoinSpotBroker Broker { get; }

    public static SimulatedVenue NewVenue(TimeProvider time, SimulatedVenueOptions? options = null)
    {
        var venue = new SimulatedVenue(time, [new SimulatedPair(Btc, 0.01m, 0.0001m, 0.0001m, 100_000, 1)], options ?? new SimulatedVenueOptions { MaxShareOfDisplayed = 0.25m });
        venue.MoveOutside("USDT", 10_000);
        return venue;
    }

    public void Show(decimal bid, decimal ask, decimal size = 1000) => Venue.Show(Btc, new SimulatedQuote(bid, size, ask, size));

    public void Dispose()
    {
        Broker.Dispose();
        http.Dispose();
    }
}
