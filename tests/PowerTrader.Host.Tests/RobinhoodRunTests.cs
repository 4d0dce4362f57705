using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PowerTrader.Adapters.Secrets;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;
using PowerTrader.LoopbackExchange;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Host.Tests;

/// <summary>The real program with real money of a simulated account at Robinhood: its own wire, over HTTP, with its signatures, from the gate to the books.</summary>
public sealed class RobinhoodRunTests : IAsyncLifetime
{
    private const string ApiKey = "rh-api-6148effc-c0b1-486c-8940-a1d099456be6";
    private const decimal Cash = 5_000;
    private static readonly Symbol Btc = Symbol.Parse("BTC-USD");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Trader trader = new();
    private readonly SimulatedMarket market = new(3);
    private readonly SimulatedVenue venue;
    private readonly SimulatedRobinhood wire;
    private readonly Dictionary<string, string> environment = [];
    private ExchangeServer exchange = null!;
    private VenueServer server = null!;

    public RobinhoodRunTests()
    {
        venue = new SimulatedVenue(
            TimeProvider.System, [new LoopbackExchange.Venues.SimulatedPair(Btc, 0.01m, 0.00000001m, 0.000001m, 100m, 1m)], new SimulatedVenueOptions { TradesHaveIds = false })
        {
            QuoteAt = (_, at) => market.QuoteAt(Symbol.Parse("BTC-USDT"), at) is { } quote ? new SimulatedQuote(quote.Bid.Value, quote.BidSize.Value, quote.Ask.Value, quote.AskSize.Value) : null,
        };
        venue.MoveOutside("USD", Cash);
        var seed = Ed25519Keys.NewSeed();
        wire = new SimulatedRobinhood(venue, new RobinhoodWireOptions(ApiKey, Ed25519Keys.PublicKeyOf(seed)) { TellsCents = true });
        environment["POWERTRADER_ROBINHOOD_API_KEY"] = ApiKey;
        environment["POWERTRADER_ROBINHOOD_PRIVATE_KEY"] = seed.Reveal();
    }

    public async ValueTask InitializeAsync()
    {
        exchange = await ExchangeServer.StartAsync(market, TimeProvider.System, new FaultPlan());
        server = await VenueServer.StartAsync([wire]);
        environment[MarketWiring.AddressVariable] = exchange.Address.ToString();
        environment[MarketWiring.RobinhoodVariable] = server.Address.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await exchange.DisposeAsync();
        wire.Dispose();
        trader.Dispose();
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_AtRobinhood_PassesTheGate_Buys_Sells_AndAgreesWithTheVenue()
    {
        var set = await Trader.RunAsync(environment, "keys", "set", "robinhood", "--data", trader.Data);
        set.ExitCode.ShouldBe(0, set.Error);
        set.Output.ShouldContain("the keys work and may trade");

        var (process, http) = await StartAsync();
        using (process)
        {
            await AskAsync(http, new { coin = "BTC", side = "buy", amount = "100", key = "k1" });
            await WhenAsync(http, fills: 1);
            await AskAsync(http, new { coin = "BTC", side = "sell", percent = "100", key = "k2" });
            await WhenAsync(http, fills: 2);
            process.Kill();
            await process.WaitForExitAsync();
        }
        http.Dispose();

        var (orders, trades) = venue.Truth();
        var book = await BookAsync();
        orders.Select(order => order.Ticket.Side).ShouldBe([OrderSide.Buy, OrderSide.Sell], string.Join('\n', orders));
        orders.ShouldAllBe(order => order.Standing == OrderStanding.Filled);
        book.Head.FillCount.ShouldBe(trades.Count);
        (book.Head.Mode, book.Head.Venue, book.Head.Currency).ShouldBe((PortfolioMode.Live, "robinhood", "USD"));
        book.Head.Cash.Amount.ShouldBe(venue.Balances().Single(balance => balance.Coin == "USD").Total);
        book.SymbolOf(Btc).Held.IsZero.ShouldBeTrue();
        book.Head.Deposits.Amount.ShouldBe(Cash, "cents that the venue does not tell are nobody's flow");
        book.Head.ForeignOrders.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://trading.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("somewhere")]
    [Trait("Tier", "full")]
    public async Task Run_WithAnAddressThatIsNotOnThisMachine_IsOneLine(string address)
    {
        var outcome = await Trader.RunAsync(new Dictionary<string, string> { [MarketWiring.RobinhoodVariable] = address }, "run", "--cycles", "1", "--data", trader.Data);

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldContain($"{MarketWiring.RobinhoodVariable} '{address}' must be an address on this machine");
    }

    private async Task<(Process Process, HttpClient Http)> StartAsync()
    {
        var port = LiveTrader.FreePort();
        var process = Trader.Start(
            environment, "run", "--data", trader.Data, "--market", "kucoin", "--coins", "BTC", "--port", $"{port}", "--confirm", "real money at robinhood up to 2000",
            "--set", "mode=live", "--set", "venue=robinhood", "--set", "live.coins=BTC", "--set", "live.maxOrder=200", "--set", "live.maxPerDay=2000", "--set", "live.maxHeld=2000",
            "--set", "risk.volatilityLimit=0", "--set", "strategy.startLevel=7");
        var error = process.StandardError.ReadToEndAsync();
        var ready = LiveTrader.ReadUntilAsync(process, "Ctrl-C stops");
        if (await Task.WhenAny(ready, Task.Delay(Patience)) != ready || process.HasExited)
        {
            process.Kill();
            throw new InvalidOperationException($"it did not start: {await error}");
        }
        await ready;
        _ = process.StandardOutput.ReadToEndAsync();
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(Path.Combine(trader.Data, "api-token")));
        return (process, http);
    }

    private static async Task AskAsync(HttpClient http, object order)
    {
        using var answer = await http.PostAsJsonAsync("/orders", order);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Until so many executions are booked and nothing is open.</summary>
    private static async Task WhenAsync(HttpClient http, int fills)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await pause.WaitForNextTickAsync(limit.Token))
        {
            var open = (await http.GetFromJsonAsync<JsonElement>("/orders?state=open", limit.Token)).GetProperty("total").GetInt32();
            if (open == 0 && (await http.GetFromJsonAsync<JsonElement>("/status", limit.Token)).GetProperty("fills").GetInt32() >= fills) return;
        }
    }

    private async Task<PortfolioBook> BookAsync()
    {
        using var store = SqliteStore.Open(Path.Combine(trader.Data, "kucoin@robinhood.db"));
        return (await new PortfolioStore(new SqliteTableStore(store)).LoadAsync(TradingSystem.DefaultPortfolio, default))!.Value.Book;
    }
}
