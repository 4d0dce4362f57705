using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;
using PowerTrader.LoopbackExchange;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Host.Tests;

/// <summary>The real program with real money of a simulated account over HTTP, killed again and again while it is given orders, on a network that fails too.</summary>
/// <remarks><c>LIVE_KILLS</c> and <c>LIVE_KILL_SEED</c> choose how often and when.</remarks>
public sealed class LiveKillTests : IAsyncLifetime
{
    private const string ApiKey = "6717422bd51c29000775ea03";
    private const string Secret = "f9b7a0c3-6b32-4f5e-9a51-0d9cbb1f2a77";
    private const string Passphrase = "a pass phrase of the case";
    private const string Words = "real money at kucoin up to 2000";
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Trader trader = new();
    private readonly SimulatedMarket market = new(3);
    private readonly VenueFaults faults = VenueFaults.Seeded(11, 6);
    private readonly SimulatedVenue venue;
    private ExchangeServer exchange = null!;
    private VenueServer server = null!;
    private int keys;

    public LiveKillTests()
    {
        venue = new SimulatedVenue(TimeProvider.System, [new LoopbackExchange.Venues.SimulatedPair(Btc, 0.1m, 0.00000001m, 0.00001m, 1000m, 0.1m)])
        {
            QuoteAt = (symbol, at) => market.QuoteAt(symbol, at) is { } quote ? new SimulatedQuote(quote.Bid.Value, quote.BidSize.Value, quote.Ask.Value, quote.AskSize.Value) : null,
        };
        venue.MoveOutside("USDT", 5_000);
    }

    public async ValueTask InitializeAsync()
    {
        exchange = await ExchangeServer.StartAsync(market, TimeProvider.System, new FaultPlan());
        server = await VenueServer.StartAsync([new SimulatedKuCoinAccount(venue, new SimulatedKuCoinOptions(ApiKey, Secret, Passphrase), faults)]);
        var set = await Trader.RunAsync(Environment, "keys", "set", "kucoin", "--anyway", "--data", trader.Data);
        set.ExitCode.ShouldBe(0, set.Error);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        await exchange.DisposeAsync();
        trader.Dispose();
    }

    private Dictionary<string, string> Environment => new()
    {
        ["POWERTRADER_KUCOIN_API_KEY"] = ApiKey,
        ["POWERTRADER_KUCOIN_API_SECRET"] = Secret,
        ["POWERTRADER_KUCOIN_API_PASSPHRASE"] = Passphrase,
        ["POWERTRADER_KUCOIN_API_KEY_VERSION"] = "3",
        [MarketWiring.AddressVariable] = exchange.Address.ToString(),
    };

    [Fact]
    [Trait("Tier", "full")]
    public Task Run_KilledAFewTimes_OwesNothingToAnybody() => KillAsync(Number("LIVE_KILLS", 2));

    [Fact]
    [Trait("Tier", "long")]
    public Task Run_KilledFiftyTimes_OwesNothingToAnybody() => KillAsync(Number("LIVE_KILLS", 50));

    private async Task KillAsync(int kills)
    {
        var random = new Random(Number("LIVE_KILL_SEED", 1));
        faults.IsQuiet = true;
        for (var kill = 0; kill < kills; kill++)
        {
            var life = await StartAsync();
            faults.IsQuiet = false;
            await PlayAsync(life.Http, DateTimeOffset.UtcNow.AddMilliseconds(random.Next(200, 2500)), random);
            life.Kill();
            faults.IsQuiet = true;
        }
        await SettleAsync();

        var book = await BookAsync();
        var (orders, trades) = venue.Truth();
        TestContext.Current.SendDiagnosticMessage($"{kills} kills, {orders.Count} orders, {trades.Count} trades, {book.Head.OrderCount} intents, {faults.Hits.Values.Sum()} faults");
        orders.Count.ShouldBeGreaterThanOrEqualTo(kills, "every life but the last had one before it was killed");
        orders.GroupBy(order => order.Ticket.ClientId).ShouldAllBe(same => same.Count() == 1);
        book.OpenOrders.ShouldBeEmpty();
        book.Head.ForeignOrders.ShouldBeEmpty();
        book.Head.FillCount.ShouldBe(trades.Count);
        book.Head.Cash.Amount.ShouldBe(venue.Balances().Single(balance => balance.Coin == "USDT").Total);
        book.SymbolOf(Btc).Held.Value.ShouldBe(venue.Balances().FirstOrDefault(balance => balance.Coin == "BTC")?.Total ?? 0);
        book.Head.Deposits.Amount.ShouldBe(5_000, "everything that came or went is a trade of its own");
    }

    /// <summary>Orders by hand as fast as they are answered, until the moment comes; on a slow machine until the venue has one of this life.</summary>
    private async Task PlayAsync(HttpClient http, DateTimeOffset until, Random random)
    {
        var (before, end) = (venue.Truth().Orders.Count, DateTimeOffset.UtcNow + Patience);
        while (DateTimeOffset.UtcNow < until || (venue.Truth().Orders.Count == before && DateTimeOffset.UtcNow < end))
        {
            using var limit = new CancellationTokenSource(until - DateTimeOffset.UtcNow is { Ticks: > 0 } left ? left : Patience);
            var body = random.Next(3) > 0
                ? new { coin = "BTC", side = "buy", amount = random.Next(5, 25).ToString(CultureInfo.InvariantCulture), percent = (string?)null, key = $"k{++keys}" }
                : new { coin = "BTC", side = "sell", amount = (string)null!, percent = (string?)"60", key = $"k{++keys}" };
            try
            {
                using var answer = await http.PostAsJsonAsync("/orders", body, new JsonSerializerOptions { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull }, limit.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or HttpRequestException)
            {
                // The moment came while it was being answered.
            }
        }
    }

    /// <summary>A last life on a sound network, until nothing is open and nobody knows of a difference.</summary>
    private async Task SettleAsync()
    {
        var life = await StartAsync();
        var end = DateTimeOffset.UtcNow + Patience;
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(500));
        while (true)
        {
            (await life.Http.PostAsync(new Uri("/reconcile", UriKind.Relative), null)).EnsureSuccessStatusCode();
            var open = await life.Http.GetFromJsonAsync<JsonElement>("/orders?state=open");
            if (open.GetProperty("total").GetInt32() == 0) break;
            DateTimeOffset.UtcNow.ShouldBeLessThan(end, open.ToString());
            // What is unknown is settled by the venue's time: asking faster settles nothing.
            await pause.WaitForNextTickAsync();
        }
        life.Kill();
    }

    private async Task<Life> StartAsync()
    {
        var port = LiveTrader.FreePort();
        var process = Trader.Start(
            Environment, "run", "--data", trader.Data, "--market", "kucoin", "--coins", "BTC", "--port", $"{port}", "--confirm", Words,
            "--set", "mode=live", "--set", "venue=kucoin", "--set", $"venueOptions=address={server.Address}", "--set", "live.coins=BTC", "--set", "live.maxOrder=100",
            "--set", "live.maxPerDay=1000000", "--set", "live.maxHeld=2000", "--set", "risk.ordersPerHour=1000", "--set", "risk.dailyCapPercent=1000", "--set", "risk.volatilityLimit=0",
            "--set", "risk.dailyLossPercent=100", "--set", "risk.weeklyLossPercent=100", "--set", "risk.monthlyLossPercent=100", "--set", "risk.annualLossPercent=100");
        var error = process.StandardError.ReadToEndAsync();
        var ready = LiveTrader.ReadUntilAsync(process, "Ctrl-C stops");
        if (await Task.WhenAny(ready, Task.Delay(Patience)) != ready || process.HasExited)
        {
            process.Kill();
            throw new InvalidOperationException($"it did not start: {await error}");
        }
        _ = process.StandardOutput.ReadToEndAsync();
        var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(30) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await File.ReadAllTextAsync(Path.Combine(trader.Data, "api-token")));
        return new Life(process, http);
    }

    private async Task<PortfolioBook> BookAsync()
    {
        using var store = SqliteStore.Open(Path.Combine(trader.Data, "kucoin@kucoin.db"));
        return (await new PortfolioStore(new SqliteTableStore(store)).LoadAsync(TradingSystem.DefaultPortfolio, default))!.Value.Book;
    }

    private static int Number(string variable, int usual) =>
        int.TryParse(System.Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    private sealed record Life(Process Process, HttpClient Http)
    {
        /// <summary>SIGKILL: nothing of it may clean up.</summary>
        public void Kill()
        {
            Process.Kill();
            Process.WaitForExit();
            Process.Dispose();
            Http.Dispose();
        }
    }
}
