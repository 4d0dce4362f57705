using System.Net;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Simulation;

/// <summary>The production client under every fault, in process and over real HTTP: the right error, retried or not, and no wrong candle taken for closed.</summary>
public class ExchangeFaultTests
{
    private static readonly DateTimeOffset Start = SimulatedMarket.TradingStart;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    /// <summary>One market for all: its history is computed once.</summary>
    private static readonly SimulatedMarket Warm = new(7);

    public static TheoryData<string, bool> Passing
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var overNetwork in new[] { false, true })
            {
                foreach (var fault in new[] { "stall", "reset", "error", "page", "maintenance", "throttled", "overloaded" }) data.Add(fault, overNetwork);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task Ask_FaultThatPasses_IsRetriedAndAnswered(string fault, bool overNetwork)
    {
        var clock = new JumpingTimeProvider(Start);
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork, Warm);
        if (fault == "stall") exchange.Patience = TimeSpan.FromMilliseconds(700);
        exchange.Faults.Next(Of(fault));

        var candles = await exchange.Market.GetCandlesAsync(Eth, Timeframe.Hour1, Start.AddHours(-3), Start, default);

        candles.Count.ShouldBe(3);
        clock.Waits.ShouldBe([TimeSpan.FromSeconds(fault == "throttled" ? 7 : 1)]);
    }

    [Theory]
    [InlineData("reset", false)]
    [InlineData("error", true)]
    [InlineData("page", true)]
    [InlineData("overloaded", true)]
    public async Task Ask_FaultThatStays_IsTransient(string fault, bool overNetwork)
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new JumpingTimeProvider(Start), overNetwork);
        exchange.Faults.Next(Of(fault), times: 10);

        await Should.ThrowAsync<TransientException>(() => exchange.Market.GetServerTimeAsync(default));

        if (overNetwork) exchange.Server!.Requests.ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ask_RegionPage_IsRefusedWithoutARetry(bool overNetwork)
    {
        var clock = new JumpingTimeProvider(Start);
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork);
        exchange.Faults.Next(new Fault.Page(HttpStatusCode.Forbidden, "<html>not in your country</html>"));

        (await Should.ThrowAsync<MarketRefusedException>(() => exchange.Market.GetQuoteAsync(Eth, default))).Refusal.ShouldBe(MarketRefusal.Region);

        clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ask_SuccessWithoutData_IsNoEmptyHistoryAndNoRetry()
    {
        var clock = new JumpingTimeProvider(Start);
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        exchange.Faults.Next(new Fault.NoData(), path: "/api/v1/market/candles");

        await Should.ThrowAsync<TransientException>(() => exchange.Market.GetCandlesAsync(Eth, Timeframe.Hour1, Start.AddHours(-3), Start, default));

        clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ask_CancelledWhileStalled_IsCancelled()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new JumpingTimeProvider(Start), overNetwork: true);
        exchange.Faults.Next(new Fault.Stall(), times: 5);
        using var cancel = new CancellationTokenSource();

        var asked = exchange.Market.GetServerTimeAsync(cancel.Token);
        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asked);
    }

    /// <summary>Every second around the end of an hour: what passes the rule for closed candles equals what the candle is for good.</summary>
    [Theory]
    [InlineData("sound", 0, 0, 0, false)]
    [InlineData("sound", 0, 0, 0, true)]
    [InlineData("late", 20, 0, 0, true)]
    [InlineData("unsettled", 0, 4, 0, false)]
    [InlineData("unsettled", 0, 4, 0, true)]
    [InlineData("late and unsettled", 3, 5, 0, true)]
    [InlineData("venue ahead", 0, 3, 30, true)]
    [InlineData("venue behind", 0, 3, -30, true)]
    public async Task Candles_EverySecondRoundAnHoursEnd_AreNeverTakenWrong(string name, int lateBy, int unsettledFor, int skew, bool overNetwork)
    {
        var clock = new ManualTimeProvider(Start.AddHours(1).AddSeconds(-40));
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork);
        exchange.Faults.LateBy = TimeSpan.FromSeconds(lateBy);
        exchange.Faults.UnsettledFor = TimeSpan.FromSeconds(unsettledFor);
        exchange.Faults.ClockSkew = TimeSpan.FromSeconds(skew);
        exchange.Faults.LoseCandle(Eth, Start.AddHours(-1));
        var truth = await TruthAsync();
        var taken = new Dictionary<DateTimeOffset, Candle>();
        var partial = 0;

        for (var second = 0; second < 80; second++)
        {
            // The time is asked first: what is closed then is closed in a later answer.
            var server = await exchange.Market.GetServerTimeAsync(default);
            foreach (var candle in await LookAsync(exchange.Market))
            {
                if (candle != truth[candle.OpenTime]) partial++;
                if (!candle.IsProvenClosed(Timeframe.Hour1, server, Grace)) continue;
                candle.ShouldBe(truth[candle.OpenTime], $"{name}, second {second}");
                taken[candle.OpenTime] = candle;
            }
            clock.Advance(TimeSpan.FromSeconds(1));
        }

        taken.Keys.Order().ToList().ShouldBe([Start.AddHours(-3), Start.AddHours(-2), Start], name);
        partial.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task MeasureClock_VenueAhead_IsSeen()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Start), overNetwork: true);
        exchange.Faults.ClockSkew = TimeSpan.FromSeconds(-12);

        var offset = await exchange.Market.MeasureClockAsync(default);

        offset.Offset.ShouldBe(TimeSpan.FromSeconds(-12));
        offset.IsWithin(TimeSpan.FromSeconds(5)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pair_Delisted_IsGoneEverywhere(bool overNetwork)
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Start), overNetwork);
        exchange.Faults.Delist(Eth);

        (await exchange.Market.GetQuoteAsync(Eth, default)).ShouldBeNull();
        (await exchange.Market.GetInstrumentsAsync(default)).ShouldNotContain(instrument => instrument.Symbol == Eth);
        (await Should.ThrowAsync<MarketRefusedException>(() => LookAsync(exchange.Market))).Refusal.ShouldBe(MarketRefusal.Symbol);
        (await exchange.Market.GetQuoteAsync(Btc, default)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pair_TradingDisabled_IsListedAsSuch(bool overNetwork)
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Start), overNetwork);
        exchange.Faults.DisableTrading(Eth);

        var instruments = (await exchange.Market.GetInstrumentsAsync(default)).ToDictionary(instrument => instrument.Symbol);

        instruments[Eth].EnableTrading.ShouldBeFalse();
        instruments[Eth].Refusal(new Quantity(1), new Price(1000)).ShouldNotBeNull();
        instruments[Btc].EnableTrading.ShouldBeTrue();
    }

    [Fact]
    public async Task ObserveService_Maintenance_MakesTheGapAnOutage()
    {
        var clock = new ManualTimeProvider(Start);
        await using var exchange = await ExchangeUnderTest.StartAsync(clock, overNetwork: true);
        var log = new ServiceLog(TimeSpan.FromMinutes(10));
        for (var minute = 0; minute <= 180; minute++)
        {
            exchange.Faults.Status = minute is > 70 and < 100 ? "close" : "open";
            log.Note(clock.GetUtcNow(), (await exchange.Market.GetServiceAsync(default))!.Value);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        log.Classify(Start, Start.AddHours(1)).ShouldBe(GapKind.NoTrade);
        log.Classify(Start.AddHours(1), Start.AddHours(2)).ShouldBe(GapKind.Outage);
        log.Classify(Start.AddHours(2), Start.AddHours(3)).ShouldBe(GapKind.NoTrade);
    }

    /// <summary>The simulated exchange answers every public call in the form the client reads.</summary>
    [Fact]
    public async Task Calls_OverTheNetwork_AreAllAnswered()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Start), overNetwork: true);
        var client = exchange.Client;

        (await client.GetAllTickersAsync(default)).Data!.Ticker.Length.ShouldBe(8);
        (await client.GetStatsAsync("ETH-USDT", default)).Data!.Symbol.ShouldBe("ETH-USDT");
        (await client.GetSymbolAsync("ETH-USDT", default)).Data!.BaseCurrency.ShouldBe("ETH");
        (await client.GetCurrenciesAsync(default)).Data!.Length.ShouldBe(9);
        (await client.GetBook20Async("ETH-USDT", default)).Data!.Bids.Length.ShouldBe(20);
        (await client.GetBook100Async("ETH-USDT", default)).Data!.Asks.Length.ShouldBe(50);
        (await client.GetTradesAsync("ETH-USDT", default)).Data!.Length.ShouldBe(100);
        (await client.GetMarketsAsync(default)).Data.ShouldBe(["USDS"]);
        (await client.GetStatusAsync(default)).Data!.Status.ShouldBe("open");
        (await client.GetBulletAsync(default)).Data!.InstanceServers.Single().Endpoint.ShouldStartWith("ws://127.0.0.1:");
        (await client.GetTickerAsync("ETH-USDT", default)).Data!.BestBid.ShouldNotBeNull();
        (await client.GetSymbolsAsync(default)).Data!.Length.ShouldBe(8);
        (await client.GetCandlesAsync("ETH-USDT", "1hour", Start.AddHours(-2).ToUnixTimeSeconds(), Start.ToUnixTimeSeconds(), default)).Data!.Length.ShouldBe(2);
        (await client.GetTimestampAsync(default)).Data.ShouldBe(Start.ToUnixTimeMilliseconds());
        (await client.GetCurrencyAsync("ETH", default)).Data!.Precision.ShouldBe(8);
        (await client.GetFiatPricesAsync("USD", ["BTC", "ETH"], default)).Data!.Keys.ShouldBe(["BTC", "ETH"]);
        (await client.GetCallAuctionAsync("ETH-USDT", default)).Data!.Symbol.ShouldBe("ETH-USDT");
    }

    /// <summary>A call without an answer here would be one that no test without a network reaches.</summary>
    [Fact]
    public void Calls_OfTheClient_AreAllInTheTestAbove()
    {
        var source = File.ReadAllText(Path.Combine(Repository.Root, "tests", "PowerTrader.Adapters.Tests", "Simulation", "ExchangeFaultTests.cs"));
        var calls = typeof(KuCoinPublicClient).GetMethods().Select(method => method.Name).Where(name => name.StartsWith("Get", StringComparison.Ordinal) && name.EndsWith("Async", StringComparison.Ordinal));

        calls.ShouldAllBe(call => source.Contains($"client.{call}(", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("coin")]
    [InlineData("fiat")]
    [InlineData("pair")]
    public async Task Calls_OfWhatIsNotThere_AreRefused(string what)
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new JumpingTimeProvider(Start), overNetwork: false);

        KuCoinError? error = what switch
        {
            "coin" => (await exchange.Client.GetCurrencyAsync("NOPE", default)).Error,
            "fiat" => (await exchange.Client.GetFiatPricesAsync("XXX", ["BTC"], default)).Error,
            _ => (await exchange.Client.GetCallAuctionAsync("NOPE-USDT", default)).Error,
        };

        error.ShouldNotBeNull().IsTransient.ShouldBeFalse();
    }

    [Fact]
    public async Task MinuteCandles_OfAnHour_HaveItsExtremes()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Start.AddHours(1)), overNetwork: false);

        var minutes = await exchange.Market.GetCandlesAsync(Eth, KuCoinInterval.Minute1, Start, Start.AddHours(1), default);
        var hour = (await exchange.Market.GetCandlesAsync(Eth, Timeframe.Hour1, Start, Start.AddHours(1), default)).Single();

        minutes.Count.ShouldBe(60);
        minutes.Max(candle => candle.High).ShouldBe(hour.High);
        minutes.Min(candle => candle.Low).ShouldBe(hour.Low);
        minutes[0].Open.ShouldBe(hour.Open);
        minutes[^1].Close.ShouldBe(hour.Close);
        minutes.Sum(candle => candle.Volume).ShouldBeInRange(hour.Volume * 0.98m, hour.Volume * 1.02m);
    }

    private static Task<IReadOnlyList<Candle>> LookAsync(KuCoinMarketData market) =>
        market.GetCandlesAsync(Eth, Timeframe.Hour1, Start.AddHours(-3), Start.AddHours(3), default);

    private static async Task<Dictionary<DateTimeOffset, Candle>> TruthAsync()
    {
        await using var exchange = await ExchangeUnderTest.StartAsync(new ManualTimeProvider(Start.AddHours(6)), overNetwork: false);
        return (await LookAsync(exchange.Market)).ToDictionary(candle => candle.OpenTime);
    }

    private static Fault Of(string name) => name switch
    {
        "stall" => new Fault.Stall(),
        "reset" => new Fault.Reset(),
        "error" => new Fault.Refused(HttpStatusCode.InternalServerError, "500000", "Internal Server Error"),
        "page" => new Fault.Page(HttpStatusCode.BadGateway, "<html>502</html>"),
        "maintenance" => new Fault.Page(HttpStatusCode.OK, "<html>back soon</html>"),
        "throttled" => new Fault.Throttled(TimeSpan.FromSeconds(7)),
        "overloaded" => new Fault.Throttled(null),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
