using System.Net;
using System.Text;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Tests.KuCoin;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>What is wrong has its kind; reads are asked again, after a growing wait or the one that the venue names.</summary>
public class RobinhoodErrorTests
{
    private static readonly ScriptedAnswer Pairs = new(HttpStatusCode.OK, """{"next":null,"previous":null,"results":[]}""");

    private static readonly ScriptedAnswer Unauthorized = new(HttpStatusCode.Unauthorized, """{"type":"client_error","errors":[{"detail":"Incorrect authentication credentials.","attr":null}]}""");

    private static readonly ScriptedAnswer Throttled = new(HttpStatusCode.TooManyRequests, """{"type":"client_error","errors":[{"detail":"Request was throttled.","attr":null}]}""");

    [Theory]
    [InlineData(400, """{"type":"validation_error","errors":[{"detail":"Malformed symbol parameter","attr":"symbol"}]}""", RobinhoodErrorKind.BadRequest)]
    [InlineData(401, "", RobinhoodErrorKind.Unauthorized)]
    [InlineData(403, """{"type":"client_error","errors":[{"detail":"You do not have permission.","attr":null}]}""", RobinhoodErrorKind.Forbidden)]
    [InlineData(403, """{"type":"client_error","errors":[{"detail":"This IP address is not on the allowlist.","attr":null}]}""", RobinhoodErrorKind.Address)]
    [InlineData(403, "<html>blocked</html>", RobinhoodErrorKind.Region)]
    [InlineData(404, """{"type":"client_error","errors":[{"detail":"Not found.","attr":null}]}""", RobinhoodErrorKind.NotFound)]
    [InlineData(405, "", RobinhoodErrorKind.BadRequest)]
    [InlineData(429, "<html/>", RobinhoodErrorKind.RateLimited)]
    [InlineData(451, "", RobinhoodErrorKind.Region)]
    [InlineData(500, """{"type":"server_error","errors":[{"detail":"Internal server error.","attr":null}]}""", RobinhoodErrorKind.Unavailable)]
    [InlineData(503, "<html/>", RobinhoodErrorKind.Unavailable)]
    [InlineData(302, "", RobinhoodErrorKind.Unavailable)]
    public void From_Failure_HasItsKind(int status, string body, RobinhoodErrorKind kind) =>
        RobinhoodError.From((HttpStatusCode)status, Encoding.UTF8.GetBytes(body)).Kind.ShouldBe(kind);

    [Fact]
    public async Task Get_UnauthorizedOnce_WaitsAndAsksOnceMore()
    {
        using var venue = new Scripted(Unauthorized, Pairs);

        (await venue.Broker.GetInstrumentsAsync(default)).ShouldBeEmpty();

        venue.Handler.Requests.Count.ShouldBe(2);
        venue.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(2)]);
        var stamps = venue.Handler.Requests.Select(request => request.Headers.GetValues("x-timestamp").Single()).ToList();
        stamps[1].ShouldNotBe(stamps[0], "each attempt is signed anew");
    }

    [Fact]
    public async Task Get_UnauthorizedAgain_IsTheKeysFault_WithARemedyAndWithoutAnySecret()
    {
        using var venue = new Scripted(Unauthorized);

        var refused = await Should.ThrowAsync<VenueAccessException>(() => venue.Broker.GetInstrumentsAsync(default));

        refused.Access.ShouldBe(VenueAccess.Key);
        refused.Message.ShouldContain("API key");
        refused.Message.ShouldNotContain("rh-api");
        venue.Handler.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Get_Throttled_WaitsAsToldAndIsSignedAnew()
    {
        using var venue = new Scripted(Throttled with { Headers = [("Retry-After", "7")] }, Pairs);

        await venue.Broker.GetInstrumentsAsync(default);

        venue.Clock.Waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(7));
        venue.Handler.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Get_ThrottledForLong_DoesNotWait()
    {
        using var venue = new Scripted(Throttled with { Headers = [("Retry-After", "3600")] });

        await Should.ThrowAsync<TransientException>(() => venue.Broker.GetInstrumentsAsync(default));

        venue.Handler.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_VenueDownForGood_IsTransientAfterFourTries()
    {
        using var venue = new Scripted(new ScriptedAnswer(HttpStatusCode.OK, "", Fault: new HttpRequestException("no route")));

        await Should.ThrowAsync<TransientException>(() => venue.Broker.GetInstrumentsAsync(default));

        venue.Handler.Requests.Count.ShouldBe(4);
        venue.Clock.Waits.ShouldBe([TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)]);
    }

    [Theory]
    [InlineData("""{"next":"https://evil.example/api/v2/crypto/trading/trading_pairs/?cursor=a","results":[]}""", "not its own")]
    [InlineData("""{"next":"https://trading.robinhood.com/api/v2/crypto/trading/orders/?cursor=a","results":[]}""", "not its own")]
    [InlineData("""{"next":"/api/v2/crypto/trading/trading_pairs/?cursor=a","results":[]}""", "leads back")]
    [InlineData("""{"next":null}""", "no results")]
    [InlineData("<html/>", "not of its form")]
    [InlineData("null", "not of its form")]
    public async Task Get_ListThatCannotBeReadWhole_IsNoShorterList(string page, string why)
    {
        using var venue = new Scripted(new ScriptedAnswer(HttpStatusCode.OK, page));

        var fault = await Should.ThrowAsync<TransientException>(() => venue.Broker.GetInstrumentsAsync(default));

        fault.Message.ShouldContain(why);
        venue.Handler.Requests.ShouldAllBe(request => request.RequestUri!.Host == "trading.robinhood.com");
    }

    [Trait("Tier", "full")]
    [Fact]
    public async Task Get_ListWithoutEnd_IsGivenUp()
    {
        using var venue = new Scripted(_ => new ScriptedAnswer(HttpStatusCode.OK, $$"""{"next":"/api/v2/crypto/trading/trading_pairs/?cursor={{Guid.NewGuid()}}","results":[]}"""));

        (await Should.ThrowAsync<TransientException>(() => venue.Broker.GetInstrumentsAsync(default))).Message.ShouldContain("more than 1000 pages");
    }

    [Fact]
    public async Task Get_WithoutKeys_SaysWhatToDoAndSendsNothing()
    {
        using var venue = new Scripted(Pairs) { HasKeys = false };

        (await Should.ThrowAsync<VenueAccessException>(() => venue.Broker.GetInstrumentsAsync(default))).Access.ShouldBe(VenueAccess.Key);

        venue.Handler.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Errors_OfTheVenue_NeverShowTheAccountNumber()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        await seat.Broker.GetAccountAsync(default);
        seat.Venue.RefuseNext("account AB1234567890 lacks buying power");

        var answer = await seat.Broker.PlaceAsync(seat.Buy(1, 99), default);

        answer.ShouldBeOfType<PlaceResult.Rejected>().Error.Message.ShouldContain("account (account) lacks");
    }

    private sealed class Scripted : IDisposable
    {
        private readonly HttpClient http;

        public Scripted(params ScriptedAnswer[] answers) : this(new ScriptedHandler(answers))
        {
        }

        public Scripted(Func<int, ScriptedAnswer> answer) : this(new ScriptedHandler([.. Enumerable.Range(0, 1100).Select(answer)]))
        {
        }

        private Scripted(ScriptedHandler handler)
        {
            Handler = handler;
            http = new HttpClient(handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
            var options = new RobinhoodOptions();
            var client = new RobinhoodClient(http, _ => Task.FromResult(HasKeys ? RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed) : null), options, Clock);
            Broker = new RobinhoodBroker(client, new InMemoryTableStore(), "tenant|main", options, Clock);
        }

        public bool HasKeys { get; init; } = true;

        public JumpingTimeProvider Clock { get; } = new(TestInstants.Start);

        public ScriptedHandler Handler { get; }

        public RobinhoodBroker Broker { get; }

        public void Dispose()
        {
            Broker.Dispose();
            http.Dispose();
            Handler.Dispose();
        }
    }
}
