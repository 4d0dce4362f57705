using System.Net;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Tests.KuCoin;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>What an account and its key may do, what it costs, and what its pairs and prices are.</summary>
public class RobinhoodAccountTests
{
    [Theory]
    [InlineData(true, 10_000.45, 0.01)]
    [InlineData(false, 10_000.456789, 0.000001)]
    public async Task GetBalances_TellsToWhatTheCashIsTold(bool inCents, double cash, double unit)
    {
        using var seat = new RobinhoodSeat(wireOptions: options => options with { TellsCents = inCents });
        seat.Venue.MoveOutside("USD", 0.456789m);

        var balances = await seat.Broker.GetBalancesAsync(default);

        (balances.Cash.Amount, balances.CashUnit.Amount).ShouldBe(((decimal)cash, (decimal)unit));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(2, false)]
    public async Task GetAccount_OfAKey_TellsItsScopeOnceAndPlacesNothing(int version, bool mayTrade)
    {
        using var seat = new RobinhoodSeat(version, new SimulatedVenueOptions { MayTrade = mayTrade });

        var account = await seat.Broker.GetAccountAsync(default);
        await seat.Broker.GetAccountAsync(default);

        account.MayTrade.ShouldBe(mayTrade);
        seat.Handler.Requests.Count(request => request.Method == "POST").ShouldBe(1, "the cancel of an order that does not exist");
        seat.Venue.Truth().Orders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1, AccountStanding.Active, AccountStatus.Active)]
    [InlineData(1, AccountStanding.SellOnly, AccountStatus.SellOnly)]
    [InlineData(2, AccountStanding.SellOnly, AccountStatus.SellOnly)]
    [InlineData(2, AccountStanding.Blocked, AccountStatus.Blocked)]
    public async Task GetAccount_InEachStanding_HasItsStatus(int version, AccountStanding standing, AccountStatus status)
    {
        using var seat = new RobinhoodSeat(version, new SimulatedVenueOptions { Account = standing });

        (await seat.Broker.GetAccountAsync(default)).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("", "none of the 2 accounts")]
    [InlineData("ira_roth", null)]
    [InlineData("individual,ira_roth", null)]
    [InlineData("joint,ira_roth", "set the broker's parameter account to one of: joint, ira_roth")]
    public async Task GetAccount_OfSeveral_IsTheTradableOneAndNeverAGuess(string tradable, string? fault)
    {
        var types = tradable.Contains("joint", StringComparison.Ordinal) ? new[] { "joint", "ira_roth" } : ["individual", "ira_roth"];
        var rows = types.Select((type, i) => $$"""{"account_number":"N{{i}}","status":"active","buying_power":"1","buying_power_currency":"USD","account_type":"{{type}}","is_api_tradable":{{(tradable.Split(',').Contains(type) ? "true" : "false")}}}""");
        using var venue = new Scripted($$"""{"next":null,"results":[{{string.Join(',', rows)}}]}""");

        var ask = () => venue.Broker.GetAccountAsync(default);

        if (fault is null) (await ask()).Status.ShouldBe(AccountStatus.Active);
        else (await Should.ThrowAsync<VenueAccessException>(ask)).Message.ShouldContain(fault);
    }

    [Fact]
    public async Task GetAccount_InAnotherCurrency_IsRefused()
    {
        using var venue = new Scripted("""{"next":null,"results":[{"account_number":"N1","status":"active","buying_power":"1","buying_power_currency":"EUR"}]}""");

        (await Should.ThrowAsync<VenueAccessException>(() => venue.Broker.GetAccountAsync(default))).Message.ShouldContain("EUR");
    }

    [Fact]
    public async Task GetFees_OfVersion2_IsTheAccountsRatio_AndOfVersion1NothingIsAsked()
    {
        using var second = new RobinhoodSeat(2);
        using var first = new RobinhoodSeat(1);

        (await second.Broker.GetFeesAsync(RobinhoodSeat.Btc, default)).ShouldBe(new VenueFees(0.0095m, 0.0095m));
        (await first.Broker.GetFeesAsync(RobinhoodSeat.Btc, default)).ShouldBe(new VenueFees(0, 0));
        first.Handler.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetQuote_ThatCrossesALittle_IsTheWorseOfBoth()
    {
        using var venue = new Scripted("""{"results":[{"symbol":"BTC-USD","timestamp":"2026-08-19T19:20:41.579217945Z","bid":"68329.2","ask":"68324.17"}]}""");

        var quote = (await venue.Broker.GetQuoteAsync(RobinhoodSeat.Btc, default))!;

        (quote.Bid.Value, quote.Ask.Value).ShouldBe((68324.17m, 68329.2m));
    }

    [Theory]
    [InlineData("""{"results":[]}""")]
    [InlineData("""{"results":[{"symbol":"ETH-USD","bid":"1","ask":"2"}]}""")]
    [InlineData("""{"results":[{"symbol":"BTC-USD","bid":"1","ask":null}]}""")]
    [InlineData("""{"results":[{"symbol":"BTC-USD","bid":"0","ask":"0"}]}""")]
    public async Task GetQuote_WithoutBothSides_IsNone(string body)
    {
        using var venue = new Scripted(body);

        (await venue.Broker.GetQuoteAsync(RobinhoodSeat.Btc, default)).ShouldBeNull();
    }

    [Fact]
    public async Task GetQuote_ThatCrossesFar_IsNoQuote()
    {
        using var venue = new Scripted("""{"results":[{"symbol":"BTC-USD","bid":"101","ask":"100"}]}""");

        await Should.ThrowAsync<TransientException>(() => venue.Broker.GetQuoteAsync(RobinhoodSeat.Btc, default));
    }

    [Fact]
    public async Task GetQuote_OfAPairThatIsNotListed_IsNone()
    {
        using var seat = new RobinhoodSeat();

        (await seat.Broker.GetQuoteAsync(Symbol.Parse("NOPE-USD"), default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("tradable", true, true, false)]
    [InlineData("tradable", false, false, false)]
    [InlineData("tradable", null, true, false)]
    [InlineData("sellonly", true, true, true)]
    [InlineData("untradable", true, false, false)]
    [InlineData("something new", true, false, false)]
    public void ToInstrument_InEachState_IsOpenOrNot(string status, bool? isApiTradable, bool enabled, bool sellOnly)
    {
        var instrument = RobinhoodBroker.ToInstrument(new RobinhoodPair("BTC-USD", "BTC", "USD", 0.01m, 0.00000001m, 20, null, 0.1m, status, isApiTradable))!;

        (instrument.EnableTrading, instrument.IsSellOnly).ShouldBe((enabled, sellOnly));
        (instrument.MinNotional.Amount, instrument.MinQuantity.Value, instrument.MaxQuantity.Value).ShouldBe((0.1m, 0m, 20m));
    }

    [Fact]
    public void ToInstrument_WithoutIncrements_CannotBeOrdered() =>
        RobinhoodBroker.ToInstrument(new RobinhoodPair("BTC-USD", "BTC", "USD", null, 0.00000001m, 20, 0.000001m, null, "tradable", null))!.EnableTrading.ShouldBeFalse();

    /// <summary>Every call has the same answer.</summary>
    private sealed class Scripted : IDisposable
    {
        private readonly ScriptedHandler handler;
        private readonly HttpClient http;

        public Scripted(string body)
        {
            handler = new ScriptedHandler(new ScriptedAnswer(HttpStatusCode.OK, body));
            http = new HttpClient(handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
            var (options, clock) = (new RobinhoodOptions(), new JumpingTimeProvider(TestInstants.Start));
            Broker = new RobinhoodBroker(
                new RobinhoodClient(http, _ => Task.FromResult<RobinhoodKeys?>(RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed)), options, clock), new InMemoryTableStore(), "tenant|main", options, clock);
        }

        public RobinhoodBroker Broker { get; }

        public void Dispose()
        {
            Broker.Dispose();
            http.Dispose();
            handler.Dispose();
        }
    }
}
