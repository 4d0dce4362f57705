using System.Globalization;
using System.Net;
using System.Web;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.RateLimits;
using PowerTrader.Core.Markets;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin;

/// <summary>Time, gaps, pages and pools: what the client knows beside the replies.</summary>
public class KuCoinClockAndGapTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Measure_SlowAnswer_HoldsTheTrueOffsetWithinItsUncertainty()
    {
        // The venue is 3 s ahead; it looked at its clock 100 ms after the question and answered 900 ms later.
        var offset = ClockOffset.Measure(Start, Start.AddSeconds(3.1), Start.AddSeconds(1));

        offset.Offset.ShouldBe(TimeSpan.FromSeconds(2.6));
        offset.Uncertainty.ShouldBe(TimeSpan.FromSeconds(0.5));
        (TimeSpan.FromSeconds(3) - offset.Offset).ShouldBeLessThanOrEqualTo(offset.Uncertainty);
        offset.IsWithin(TimeSpan.FromSeconds(3)).ShouldBeFalse();
        offset.IsWithin(TimeSpan.FromSeconds(3.1)).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => ClockOffset.Measure(Start, Start, Start.AddSeconds(-1)));
    }

    [Fact]
    public void Classify_GapOfEachKind_IsToldApart()
    {
        var log = new ServiceLog(TimeSpan.FromMinutes(10));
        Watch(log, 0, 180, VenueState.Open);
        Watch(log, 181, 200, VenueState.Closed);
        Watch(log, 201, 300, VenueState.Open);

        log.Classify(Start.AddHours(1), Start.AddHours(2)).ShouldBe(GapKind.NoTrade);
        log.Classify(Start.AddHours(3), Start.AddHours(4)).ShouldBe(GapKind.Outage);
        log.Classify(Start.AddHours(4), Start.AddHours(5)).ShouldBe(GapKind.NoTrade);
        log.Classify(Start.AddHours(5), Start.AddHours(6)).ShouldBe(GapKind.Unknown);
        log.Classify(Start.AddHours(-1), Start).ShouldBe(GapKind.Unknown);
    }

    [Fact]
    public void Classify_LooksTooFarApart_SpeakForNothingBetween()
    {
        var log = new ServiceLog(TimeSpan.FromMinutes(10));
        log.Note(Start, VenueState.Open);
        log.Note(Start.AddHours(2), VenueState.Open);

        log.Classify(Start, Start.AddHours(2)).ShouldBe(GapKind.Unknown);
    }

    [Fact]
    public void Classify_Series_SplitsAGapWhereItsKindChanges()
    {
        var log = new ServiceLog(TimeSpan.FromMinutes(10));
        Watch(log, 0, 180, VenueState.Open);
        Watch(log, 181, 239, VenueState.CancelOnly);
        var series = CandleSeries.Create(Timeframe.Hour1, [Flat(0), Flat(5)]);

        log.Classify(series).ShouldBe([
            new CandleGap(Start.AddHours(1), 2, GapKind.NoTrade), new CandleGap(Start.AddHours(3), 1, GapKind.Outage), new CandleGap(Start.AddHours(4), 1, GapKind.Unknown),
        ]);
    }

    [Theory]
    [InlineData("open", VenueState.Open)]
    [InlineData("close", VenueState.Closed)]
    [InlineData("cancelonly", VenueState.CancelOnly)]
    [InlineData("sleeping", VenueState.Unknown)]
    public async Task GetService_EachStatus_IsTold(string status, VenueState expected)
    {
        using var venue = new Answering(_ => $$"""{"status":"{{status}}","msg":""}""");
        var log = new ServiceLog(TimeSpan.FromMinutes(10));

        var state = await venue.Market.GetServiceAsync(default);

        state.ShouldBe(expected);
        log.Note(Start, state!.Value);
        log.Classify(Start.AddHours(-1), Start.AddHours(1)).ShouldBe(expected is VenueState.Closed or VenueState.CancelOnly ? GapKind.Outage : GapKind.Unknown);
    }

    /// <summary>Whether the venue counts an end in or out, and cuts a page that is too wide, no candle is lost or doubled.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task GetCandles_SeveralPages_AreWhole(bool endCountsIn)
    {
        using var venue = new Answering(query => Rows(query, endCountsIn));

        for (var hours = 1497; hours <= 1502; hours++)
        {
            var candles = await venue.Market.GetCandlesAsync(Symbol.Parse("BTC-USDT"), Timeframe.Hour1, Start, Start.AddHours(hours), default);
            candles.Select(candle => candle.OpenTime).ShouldBe(Enumerable.Range(0, hours).Select(hour => Start.AddHours(hour)));
        }
    }

    [Fact]
    public void Intervals_EachName_IsReadBackAndForecastingOnesStayApart()
    {
        foreach (var interval in KuCoinIntervals.All)
        {
            KuCoinIntervals.TryParse(interval.Name(), out var read).ShouldBeTrue();
            read.ShouldBe(interval);
            var open = interval.OpenOf(Start.AddDays(20).AddSeconds(12345));
            interval.OpenOf(open).ShouldBe(open);
            interval.OpenOf(interval.EndOf(open).AddSeconds(-1)).ShouldBe(open);
        }
        KuCoinIntervals.TryParse("1m", out _).ShouldBeFalse();
        Timeframes.All.Select(timeframe => timeframe.ToKuCoin().Name()).ShouldBe(Timeframes.All.Select(timeframe => timeframe.Name()));
        Timeframe.Week1.ToKuCoin().OpenOf(Start).DayOfWeek.ShouldBe(DayOfWeek.Thursday);
        KuCoinInterval.Month1.EndOf(Start.AddMonths(1)).ShouldBe(Start.AddMonths(2));
    }

    [Fact]
    public async Task RateGate_QuotaSpent_WaitsForTheNextWindow()
    {
        var clock = new JumpingTimeProvider(Start);
        using var gate = new RateGate(10, TimeSpan.FromSeconds(30), clock);
        await gate.EnterAsync(6, default);
        clock.Advance(TimeSpan.FromSeconds(12));
        await gate.EnterAsync(4, default);
        clock.Waits.ShouldBeEmpty();

        await gate.EnterAsync(1, default);

        clock.Waits.ShouldBe([TimeSpan.FromSeconds(18)]);
        gate.Used.ShouldBe(1);
        gate.Requests.ShouldBe(3);
    }

    [Fact]
    public async Task RateGate_VenueCountsMore_IsBelieved()
    {
        var clock = new JumpingTimeProvider(Start);
        using var gate = new RateGate(2000, TimeSpan.FromSeconds(30), clock);
        await gate.EnterAsync(3, default);

        gate.Learn(2000, 2, TimeSpan.FromSeconds(9));
        await gate.EnterAsync(3, default);

        clock.Waits.ShouldBe([TimeSpan.FromSeconds(9)]);
    }

    [Fact]
    public async Task RateGate_WeightAboveAQuotaLearnt_PassesInAFreshWindow()
    {
        var clock = new JumpingTimeProvider(Start);
        using var gate = new RateGate(20, TimeSpan.FromSeconds(30), clock);
        gate.Learn(5, 5, TimeSpan.FromSeconds(1));

        await gate.EnterAsync(15, default);

        gate.Used.ShouldBe(15);
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => gate.EnterAsync(21, default));
    }

    [Fact]
    public void RateLimits_Pools_HaveTheQuotasOfTheLowestLevel()
    {
        using var limits = new KuCoinRateLimits(TimeProvider.System);

        Enum.GetValues<KuCoinPool>().Select(pool => limits[pool].Quota).ShouldBe([2000, 4000, 2000]);
    }

    private static void Watch(ServiceLog log, int fromMinute, int toMinute, VenueState state)
    {
        for (var minute = fromMinute; minute <= toMinute; minute++) log.Note(Start.AddMinutes(minute), state);
    }

    private static Candle Flat(int hour) => new(Start.AddHours(hour), 1, 1, 1, 1, 1);

    private static string Rows(System.Collections.Specialized.NameValueCollection query, bool endCountsIn)
    {
        var from = long.Parse(query["startAt"]!, CultureInfo.InvariantCulture);
        var to = long.Parse(query["endAt"]!, CultureInfo.InvariantCulture);
        var newest = (endCountsIn ? to : to - 1) / 3600 * 3600;
        var opens = Enumerable.Range(0, 1500).Select(i => newest - i * 3600L).TakeWhile(open => open >= from);
        return $"[{string.Join(',', opens.Select(open => $"""["{open}","1","1","1","1","1","1"]"""))}]";
    }

    private sealed class Answering : HttpMessageHandler
    {
        private readonly Func<System.Collections.Specialized.NameValueCollection, string> data;
        private readonly HttpClient http;
        private readonly KuCoinPublicClient client;

        public Answering(Func<System.Collections.Specialized.NameValueCollection, string> data)
        {
            this.data = data;
            var clock = new JumpingTimeProvider(Start);
            http = new HttpClient(this, disposeHandler: false) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
            client = new KuCoinPublicClient(http, clock);
            Market = new KuCoinMarketData(client, MarketId.KuCoin, clock);
        }

        public KuCoinMarketData Market { get; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent($$"""{"code":"200000","data":{{data(HttpUtility.ParseQueryString(request.RequestUri!.Query))}}}"""),
            });

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                client.Dispose();
                http.Dispose();
            }
            base.Dispose(disposing);
        }
    }
}
