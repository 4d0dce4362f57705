using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Simulation;

public class SimulatedMarketTests
{
    private static readonly DateTimeOffset Start = SimulatedMarket.TradingStart;

    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    [Fact]
    public async Task Candles_OfAnHour_AreTheExtremesOfItsSeconds()
    {
        var pair = SimulatedPair.All[1];
        var book = new SimulatedBook(new SimulatedMarket(5), pair);
        var prices = Enumerable.Range(0, 3600).Select(second => book.PriceAt(Start.AddSeconds(second))).ToList();
        using var exchange = new Exchange(5, Start.AddHours(1));

        var candle = (await exchange.Data.GetCandlesAsync(Eth, Timeframe.Hour1, Start, Start.AddHours(1), default)).Single();

        ((double)candle.High).ShouldBeInRange(prices.Max() - 0.02, prices.Max() + 30);
        ((double)candle.High - prices.Max()).ShouldBeLessThan(prices.Max() * 0.002);
        (prices.Min() - (double)candle.Low).ShouldBeLessThan(prices.Min() * 0.002);
        ((double)candle.Open).ShouldBe(prices[0], 0.01);
    }

    [Fact]
    public async Task GetCandles_ThreeYears_AreWholeAndTheSameAgain()
    {
        using var first = new Exchange(1, Start);
        using var second = new Exchange(1, Start);
        using var other = new Exchange(2, Start);
        var from = SimulatedMarket.Origin;

        // Another order of questions must not change the answers.
        await second.Data.GetQuoteAsync(Eth, default);
        var a = await first.Data.GetCandlesAsync(Eth, Timeframe.Hour1, from, Start, default);
        var b = await second.Data.GetCandlesAsync(Eth, Timeframe.Hour1, from, Start, default);
        var c = await other.Data.GetCandlesAsync(Eth, Timeframe.Hour1, from, Start, default);

        a.Count.ShouldBe((int)(Start - from).TotalHours);
        CandleSeries.Create(Timeframe.Hour1, a).Gaps.ShouldBeEmpty();
        b.ShouldBe(a);
        c.ShouldNotBe(a);
    }

    [Fact]
    public async Task GetCandles_Days_EqualTheAggregatedHours()
    {
        using var exchange = new Exchange(3, Start);
        var from = Start.AddDays(-10);
        var hours = await exchange.Data.GetCandlesAsync(Eth, Timeframe.Hour1, from, Start, default);
        var days = await exchange.Data.GetCandlesAsync(Eth, Timeframe.Day1, from, Start, default);
        var aggregator = new CandleAggregator(Timeframe.Hour1, Timeframe.Day1);
        var expected = new List<Candle>();
        foreach (var hour in hours) aggregator.Add(hour, expected);

        days.ShouldBe(expected);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task GetQuote_AnySecond_HasASpreadBetweenTwoAndTwelveBasisPoints()
    {
        for (var second = 0; second < 300; second++)
        {
            using var exchange = new Exchange(4, Start.AddSeconds(second * 7));
            var quote = (await exchange.Data.GetQuoteAsync(Eth, default))!;
            quote.SpreadFraction.ShouldBeInRange(0.0001m, 0.0012m);
            quote.AskSize.Value.ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Hours_OfADay_AreWilderAndBusierInTheAfternoon(int seed)
    {
        var market = new SimulatedMarket(seed);
        var book = new SimulatedBook(market, SimulatedPair.All[1]);
        var hours = Enumerable.Range(0, 3 * 365 * 24).ToLookup(hour => hour % 24);
        double Move(int ofDay) => hours[ofDay].Average(hour => Math.Abs(market.Hour(book.Pair, hour).Return));
        double Turnover(int ofDay) => hours[ofDay].Average(book.HourlyTurnover);

        // The factors are e^0.2 and e^-0.2; a thousand days tell them apart to about a tenth.
        (Move(15) / Move(3)).ShouldBeInRange(1.25, 1.8);
        (Turnover(15) / Turnover(3)).ShouldBeInRange(1.8, 2.8);
        (Move(9) / Move(21)).ShouldBeInRange(0.8, 1.2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Hours_NowAndThen_JumpWithinAMinute(int seed)
    {
        var market = new SimulatedMarket(seed);
        var pair = SimulatedPair.All[0];
        var book = new SimulatedBook(market, pair);
        var jumps = Enumerable.Range(0, 3 * 365 * 24).Select(hour => (Hour: hour, market.Hour(pair, hour).Jump)).Where(each => each.Jump.Size != 0).ToList();

        // 26,280 hours at 0.0015: 39, and three times its root to either side.
        jumps.Count.ShouldBeInRange(20, 58);
        foreach (var (hour, jump) in jumps)
        {
            var minute = SimulatedMarket.Origin.AddHours(hour).AddMinutes(jump.Minute);
            var move = Math.Log(book.PriceAt(minute.AddSeconds(59)) / book.PriceAt(minute));
            // The rest of the minute moves by less than half of the smallest jump.
            (move / jump.Size).ShouldBeInRange(0.5, 1.5);
            Math.Abs(jump.Size).ShouldBeGreaterThan(3 * pair.HourlyVolatility);
        }
        market.Hour(pair, jumps[^1].Hour).ShouldBe(new SimulatedMarket(seed).Hour(pair, jumps[^1].Hour), "a pure function of seed and time");
    }

    /// <summary>Volatility, kurtosis and clustering of simulated hours lie where the recorded files have them.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [Trait("Tier", "full")]
    public async Task Hours_ThreeYears_HaveTheTraitsOfRecordedOnes(int seed)
    {
        string[] files = ["kucoin_BTC-USDT_1h.csv", "kucoin_ETH-USDT_1h.csv", "binance_BTC-USDT_1h_2023-2025.csv", "bitvavo_BTC-EUR_1h_2019-2024.csv"];
        var recorded = files.Select(file => Traits.Of(Read(file))).ToList();
        using var exchange = new Exchange(seed, Start);
        var simulated = new List<Traits>();
        foreach (var pair in SimulatedPair.All.Take(5))
        {
            var candles = await exchange.Data.GetCandlesAsync(pair.Symbol, Timeframe.Hour1, SimulatedMarket.Origin, Start, default);
            simulated.Add(Traits.Of([.. candles.Select(candle => (double)candle.Close)]));
        }

        InRange(simulated, recorded, traits => traits.Deviation, 0.15, "deviation");
        InRange(simulated, recorded, traits => traits.Kurtosis, 0.35, "kurtosis");
        InRange(simulated, recorded, traits => traits.AutocorrelationOne, 0.25, "autocorrelation at 1 h");
        InRange(simulated, recorded, traits => traits.AutocorrelationDay, 0.35, "autocorrelation at 24 h");
    }

    /// <summary>The median coin lies within the recorded range, widened by the sampling error that five coins of one seed share.</summary>
    private static void InRange(List<Traits> simulated, List<Traits> recorded, Func<Traits, double> trait, double slack, string what)
    {
        var median = simulated.Select(trait).Order().ElementAt(simulated.Count / 2);
        median.ShouldBeInRange(recorded.Min(trait) * (1 - slack), recorded.Max(trait) * (1 + slack), what);
    }

    private static List<double> Read(string file)
    {
        using var reader = new StreamReader(RecordedData.Require("candles", file));
        return [.. CandleCsv.Read(reader, file).Candles.Select(candle => (double)candle.Close)];
    }

    private sealed record Traits(double Deviation, double Kurtosis, double AutocorrelationOne, double AutocorrelationDay)
    {
        public static Traits Of(List<double> closes)
        {
            var returns = closes.Zip(closes.Skip(1), (a, b) => Math.Log(b / a)).ToList();
            var mean = returns.Average();
            var variance = returns.Average(r => (r - mean) * (r - mean));
            var fourth = returns.Average(r => Math.Pow(r - mean, 4));
            var sizes = returns.Select(Math.Abs).ToList();
            return new Traits(Math.Sqrt(variance), fourth / variance / variance, Autocorrelation(sizes, 1), Autocorrelation(sizes, 24));
        }

        private static double Autocorrelation(List<double> values, int lag)
        {
            var mean = values.Average();
            var variance = values.Sum(value => (value - mean) * (value - mean));
            return Enumerable.Range(0, values.Count - lag).Sum(i => (values[i] - mean) * (values[i + lag] - mean)) / variance;
        }
    }

    private sealed class Exchange : IDisposable
    {
        private readonly HttpClient http;
        private readonly KuCoinPublicClient client;

        public Exchange(int seed, DateTimeOffset now)
        {
            var time = new Fixed(now);
            http = new HttpClient(new SimulatedExchangeHandler(new SimulatedMarket(seed), time)) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
            client = new KuCoinPublicClient(http, time);
            Data = new KuCoinMarketData(client, MarketId.Simulated(seed), time);
        }

        public KuCoinMarketData Data { get; }

        public void Dispose()
        {
            client.Dispose();
            http.Dispose();
        }
    }

    private sealed class Fixed(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
