using PowerTrader.Adapters.Robinhood;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>A simulated venue, Robinhood's wire over it in process, and the broker that speaks to it.</summary>
internal sealed class RobinhoodSeat : IDisposable
{
    public const string ApiKey = "rh-api-6148effc-c0b1-486c-8940-a1d099456be6";
    public const string Seed = "xQnTJVeQLmw1/Mg2YimEViSpw/SdJcgNXZ5kQkAXNPU=";
    public const string PublicKey = "jPItx4TLjcnSUnmnXQQyAKL4eJj3+oWNNMmmm2vATqk=";
    public const decimal FeeOfVersion2 = 0.0095m;

    private readonly HttpClient http;
    private readonly SimulatedRobinhood wire;
    private int ids;

    /// <param name="clientTime">The client's clock where it is another one than the venue's.</param>
    /// <param name="machine">The same, made over the venue's.</param>
    public RobinhoodSeat(
        int version = 2, SimulatedVenueOptions? venue = null, Func<RobinhoodWireOptions, RobinhoodWireOptions>? wireOptions = null, TimeProvider? clientTime = null, bool mayWait = false, Func<TimeProvider, TimeProvider>? machine = null)
    {
        ClientTime = clientTime ?? machine?.Invoke(Time) ?? Time;
        var fee = version == 1 ? 0 : FeeOfVersion2;
        Venue = new SimulatedVenue(
            Time, [new SimulatedPair(Btc, 0.01m, 0.0001m, 0.0001m, 100_000, 1)],
            (venue ?? new SimulatedVenueOptions { MaxShareOfDisplayed = 0.25m }) with { TakerFee = fee, MakerFee = fee, TradesHaveIds = false });
        Venue.MoveOutside("USD", 10_000);
        var known = new RobinhoodWireOptions(ApiKey, PublicKey);
        wire = new SimulatedRobinhood(Venue, wireOptions?.Invoke(known) ?? known, Faults);
        Handler = new VenueWireHandler(wire);
        http = new HttpClient(Handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
        Options = new RobinhoodOptions(version) { MayWait = mayWait };
        Client = new RobinhoodClient(http, _ => Task.FromResult<RobinhoodKeys?>(RobinhoodKeys.Parse(ApiKey, Seed)), Options, ClientTime);
        Broker = new RobinhoodBroker(Client, Tables, "tenant|main", Options, ClientTime);
    }

    public static Symbol Btc { get; } = Symbol.Parse("BTC-USD");

    public ManualTimeProvider Time { get; } = new(TestInstants.Start);

    public TimeProvider ClientTime { get; }

    public SimulatedVenue Venue { get; }

    public IVenueWire Wire => wire;

    public VenueFaults Faults { get; } = new();

    public VenueWireHandler Handler { get; }

    public RobinhoodOptions Options { get; }

    public RobinhoodClient Client { get; }

    public InMemoryTableStore Tables { get; } = new();

    public RobinhoodBroker Broker { get; }

    /// <summary>Placements that were sent.</summary>
    public IReadOnlyList<VenueRequest> Placements => [.. Handler.Requests.Where(request => request.Method == "POST" && !request.Path.EndsWith("/cancel/", StringComparison.Ordinal))];

    public void Show(decimal bid, decimal ask, decimal size = 1000)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        Venue.Show(Btc, new SimulatedQuote(bid, size, ask, size));
    }

    public PlaceRequest Buy(decimal quantity, decimal limit) => Request(OrderSide.Buy, quantity, limit);

    public PlaceRequest Request(OrderSide side, decimal quantity, decimal limit) => new(
        ClientOrderId.Derive("test", new PortfolioKey("tenant", "main"), Btc, "powertrader", 1, Leg.Entry, ids++), Btc, side, new Quantity(quantity), new Price(limit));

    public async Task<OrderRef> AcceptedAsync(PlaceRequest request)
    {
        var sentAt = Time.GetUtcNow();
        var answer = await Broker.PlaceAsync(request, default);
        return new OrderRef(request.ClientOrderId, request.Symbol, sentAt, answer.ShouldBeOfType<PlaceResult.Accepted>(answer.ToString()).VenueOrderId);
    }

    public void Dispose()
    {
        Broker.Dispose();
        http.Dispose();
        Handler.Dispose();
        wire.Dispose();
    }
}
