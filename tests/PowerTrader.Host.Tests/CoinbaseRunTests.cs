using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

public sealed class CoinbaseRunTests
{
    private static readonly RunTexts Nothing = new(null, null, null, null, null, null, null, null, false);

    private readonly string folder = Path.Combine(Path.GetTempPath(), "powertrader-no-such-folder");

    [Fact]
    public void Parse_Coinbase_HasItsOwnCoinsInDollars()
    {
        var options = RunOptions.Parse(Nothing with { Data = folder, Market = "coinbase" });

        options.Market.ShouldBe(MarketKind.Coinbase);
        options.Coins.Select(coin => coin.Value).ShouldBe(["BTC-USD", "ETH-USD", "XRP-USD", "SOL-USD", "DOGE-USD"]);
        options.Speed.ShouldBe(1);
        MarketChoice.From(options).Id.ShouldBe(MarketId.Coinbase);
    }

    [Fact]
    public void Parse_BareCoins_ArePairedByTheMarket()
    {
        RunOptions.Parse(Nothing with { Data = folder, Market = "coinbase", Coins = "BTC" }).Coins.ShouldBe([Symbol.Parse("BTC-USD")]);
        RunOptions.Parse(Nothing with { Data = folder, Market = "coinbase", Coins = "BTC-EUR" }).Coins.ShouldBe([Symbol.Parse("BTC-EUR")]);
        RunOptions.Parse(Nothing with { Data = folder, Market = "coinbase", Sets = ["coins=LTC"] }).Coins.ShouldBe([Symbol.Parse("LTC-USD")]);
        RunOptions.Parse(Nothing with { Data = folder, Sets = ["market=coinbase"] }).Coins[0].ShouldBe(Symbol.Parse("BTC-USD"));
        RunOptions.Parse(Nothing with { Data = folder, Market = "kucoin" }).Coins[0].ShouldBe(Symbol.Parse("BTC-USDT"));
    }

    [Fact]
    public void Parse_SpeedOnARealMarket_IsRefused() =>
        Should.Throw<UsageException>(() => RunOptions.Parse(Nothing with { Data = folder, Market = "coinbase", Speed = "60" }))
            .Faults.ShouldHaveSingleItem().ShouldContain("has no meaning on a real market");

    [Fact]
    public async Task Init_Coinbase_WritesDollarPairsThatTheCheckAccepts()
    {
        using var trader = new Trader();

        (await Trader.RunAsync("init", "--market", "coinbase", "--cash", "2000", "--data", trader.Data)).ExitCode.ShouldBe(0);

        (await Trader.RunAsync("config", "check", "--data", trader.Data)).ExitCode.ShouldBe(0);
        RunOptions.Parse(Nothing with { Data = trader.Data }).Coins.ShouldContain(Symbol.Parse("SOL-USD"));
    }

    [Theory]
    [InlineData("coinbase", MarketKind.Coinbase)]
    [InlineData("kucoin", MarketKind.KuCoin)]
    [InlineData("sim-7", MarketKind.Simulated)]
    [InlineData("replay-0123abcd", MarketKind.Simulated)]
    public void OfStore_MarketOfTheLastRun_IsKnownAgain(string market, MarketKind kind)
    {
        var choice = MarketChoice.OfStore(MarketId.Parse(market));

        choice.Kind.ShouldBe(kind);
        choice.Id.Value.ShouldBe(market);
        choice.Seed.ShouldBe(market == "sim-7" ? 7 : 0);
    }

    [Fact]
    public async Task Run_OverCoinbasesProtocol_TradesItsMarketInDollars()
    {
        var clock = new JumpingTimeProvider(new DateTimeOffset(2025, 6, 3, 14, 17, 30, TimeSpan.Zero));
        var settings = TraderSettings.Parse("market=coinbase\ncoins=BTC-USD", "test");
        await using var trader = new SystemUnderTest(
            MarketChoice.OfStore(MarketId.Coinbase), new MarketWiring { Handler = () => new CoinbaseVenue(clock), Time = clock }, settings);
        await trader.StartAsync();
        await trader.RunAsync(TimeSpan.Zero);

        clock.Advance(TimeSpan.FromMinutes(1));
        await trader.RunAsync(TimeSpan.Zero);

        var status = await trader.System.Operations.GetStatusAsync(default);
        (status.Market, status.Currency, status.Speed, status.Prices).ShouldBe(("coinbase", "USD", "real", null));
        status.Coins.ShouldHaveSingleItem().Bid.ShouldBe(103.01m);
        trader.System.Market.Requests.ShouldBeGreaterThan(80);
    }

    [Fact]
    public async Task Start_ClockFarFromTheVenues_IsToldAndStopsNothing()
    {
        var clock = new JumpingTimeProvider(new DateTimeOffset(2025, 6, 3, 14, 17, 30, TimeSpan.Zero));
        var venue = new JumpingTimeProvider(clock.GetUtcNow().AddSeconds(7));
        var settings = TraderSettings.Parse("market=coinbase\ncoins=BTC-USD", "test");
        await using var trader = new SystemUnderTest(
            MarketChoice.OfStore(MarketId.Coinbase), new MarketWiring { Handler = () => new CoinbaseVenue(venue), Time = clock }, settings);

        await trader.StartAsync();

        trader.Notices.ShouldContain("the clock of coinbase is +7.0 s (± 0.0 s) from this machine's; synchronise this machine's clock, or quotes are taken for stale");
    }
}
