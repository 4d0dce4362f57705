using PowerTrader.Adapters.Robinhood;
using PowerTrader.Compliance;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>The broker's suite over the simulated wire of one version.</summary>
public abstract class RobinhoodComplianceTests(int version) : BrokerCompliance, IDisposable
{
    private readonly RobinhoodSeat seat = new(version);

    protected override Symbol Btc => RobinhoodSeat.Btc;

    protected override IBroker Broker => seat.Broker;

    protected override decimal FeeRate => version == 1 ? 0 : RobinhoodSeat.FeeOfVersion2;

    protected override decimal MaxShare => 0.25m;

    public void Dispose()
    {
        seat.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void Show(decimal bid, decimal ask, decimal size = 1000) => seat.Show(bid, ask, size);

    protected override Task MoveOutsideAsync(decimal cash, decimal btc)
    {
        seat.Venue.MoveOutside("USD", cash);
        seat.Venue.MoveOutside("BTC", btc);
        return Task.CompletedTask;
    }
}

[Trait("Tier", "full")]
public sealed class RobinhoodVersion1ComplianceTests() : RobinhoodComplianceTests(1);

[Trait("Tier", "full")]
public sealed class RobinhoodVersion2ComplianceTests() : RobinhoodComplianceTests(2);

/// <summary>The same over real HTTP, where the request line is what a socket carried.</summary>
[Trait("Tier", "full")]
public sealed class RobinhoodHttpComplianceTests : BrokerCompliance, IAsyncLifetime
{
    private readonly RobinhoodSeat seat = new();
    private VenueServer server = null!;
    private HttpClient http = null!;
    private RobinhoodBroker broker = null!;

    protected override Symbol Btc => RobinhoodSeat.Btc;

    protected override IBroker Broker => broker;

    protected override decimal FeeRate => RobinhoodSeat.FeeOfVersion2;

    protected override decimal MaxShare => 0.25m;

    public async ValueTask InitializeAsync()
    {
        server = await VenueServer.StartAsync([seat.Wire]);
        http = RobinhoodDefinition.CreateHttp(server.Address.ToString());
        var client = new RobinhoodClient(http, _ => Task.FromResult<RobinhoodKeys?>(RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed)), seat.Options, seat.Time);
        broker = new RobinhoodBroker(client, seat.Tables, "tenant|main", seat.Options, seat.Time);
    }

    public async ValueTask DisposeAsync()
    {
        broker.Dispose();
        http.Dispose();
        await server.DisposeAsync();
        seat.Dispose();
    }

    [Fact]
    public async Task Place_ReplyLostOnTheWire_IsUnknown_AndOneOrderExists()
    {
        Show(99.9m, 100);
        await Broker.GetQuoteAsync(Btc, Token);
        await AcceptedAsync(Core.Orders.OrderSide.Buy, 1, 98);
        var before = server.Requests;
        seat.Faults.OnNext(VenueCall.Place, VenueFault.AfterAcceptance);
        var request = seat.Buy(1, 99);

        (await Broker.PlaceAsync(request, Token)).ShouldBeOfType<PlaceResult.Unknown>();

        server.Requests.ShouldBe(before + 1);
        seat.Venue.Truth().Orders.Count(order => order.Ticket.ClientId == request.ClientOrderId.ToString()).ShouldBe(1);
    }

    protected override void Show(decimal bid, decimal ask, decimal size = 1000) => seat.Show(bid, ask, size);

    protected override Task MoveOutsideAsync(decimal cash, decimal btc)
    {
        seat.Venue.MoveOutside("USD", cash);
        seat.Venue.MoveOutside("BTC", btc);
        return Task.CompletedTask;
    }
}
