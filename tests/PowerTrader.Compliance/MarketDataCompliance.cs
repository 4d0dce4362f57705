using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="IMarketData"/> keeps to. The market has traded <see cref="Listed"/> in each of the 2,000 hours before <see cref="Now"/>.</summary>
public abstract partial class MarketDataCompliance
{
    private const string KuCoin = "https://www.kucoin.com/docs-new/rest/spot-trading/market-data/";
    private const string Klines = KuCoin + "get-klines";
    private const string Ticker = KuCoin + "get-ticker";
    private const string Symbols = KuCoin + "get-all-symbols";
    private const string ServerTimes = KuCoin + "get-server-time";
    private const string Contract = "docs/reference/ports.md#market-data";
    private const string Replies = "docs/reference/ports.md#replies";

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    protected abstract IMarketData Market { get; }

    protected abstract Symbol Listed { get; }

    /// <summary>The market's time, on an hour plus some minutes.</summary>
    protected abstract DateTimeOffset Now { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateTimeOffset Open => Timeframe.Hour1.OpenOf(Now);

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Candles of a range: from the first instant included to the last one excluded, ascending, one for each hour")]
    public async Task Candles_OfARange_AreItsHours()
    {
        var candles = await CandlesAsync(Open - 24 * Hour, Open);

        candles.Select(candle => candle.OpenTime).ShouldBe(Enumerable.Range(0, 24).Select(i => Open - (24 - i) * Hour));
    }

    [Trait("Source", Klines)]
    [Fact(DisplayName = "A range longer than any page of the market is complete, without a doubled candle")]
    public async Task Candles_OverSeveralPages_AreComplete()
    {
        var candles = await CandlesAsync(Open - 2000 * Hour, Open);

        candles.Count.ShouldBe(2000);
        candles.Zip(candles.Skip(1), (a, b) => b.OpenTime - a.OpenTime).ShouldAllBe(gap => gap == Hour);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Two halves of a range are the whole")]
    public async Task Candles_OfTwoHalves_AreTheWhole()
    {
        var whole = await CandlesAsync(Open - 48 * Hour, Open);
        var first = await CandlesAsync(Open - 48 * Hour, Open - 24 * Hour);
        var second = await CandlesAsync(Open - 24 * Hour, Open);

        first.Concat(second).ShouldBe(whole);
    }

    [Trait("Source", Klines)]
    [Fact(DisplayName = "Every candle is sound: high and low enclose open and close, volume is not negative")]
    public async Task Candles_All_AreSound() =>
        (await CandlesAsync(Open - 500 * Hour, Open)).ShouldAllBe(candle => Candle.Check(candle) == null);

    [Trait("Source", Contract)]
    [Fact(DisplayName = "A closed candle never changes")]
    public async Task Candles_AskedTwice_AreTheSame() =>
        (await CandlesAsync(Open - 100 * Hour, Open)).ShouldBe(await CandlesAsync(Open - 100 * Hour, Open));

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Nothing of the future: no candle opens after now, and an empty or future range is empty")]
    public async Task Candles_OfTheFuture_AreNone()
    {
        (await CandlesAsync(Open + Hour, Open + 10 * Hour)).ShouldBeEmpty();
        (await CandlesAsync(Open - 2 * Hour, Open + 10 * Hour)).ShouldAllBe(candle => candle.OpenTime <= Now);
        (await CandlesAsync(Open - Hour, Open - Hour)).ShouldBeEmpty();
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "A larger timeframe is made of the hours: same extremes, first open, last close")]
    public async Task Candles_OfFourHours_AreMadeOfTheHours()
    {
        var start = Timeframe.Hour4.OpenOf(Now) - 8 * Hour;
        var big = await Market.GetCandlesAsync(Listed, Timeframe.Hour4, start, start + 8 * Hour, Token);
        var hours = await CandlesAsync(start, start + 8 * Hour);

        big.Count.ShouldBe(2);
        for (var i = 0; i < 2; i++)
        {
            var inside = hours.Skip(i * 4).Take(4).ToList();
            big[i].OpenTime.ShouldBe(start + i * 4 * Hour);
            (big[i].Open, big[i].High, big[i].Low, big[i].Close).ShouldBe(
                (inside[0].Open, inside.Max(candle => candle.High), inside.Min(candle => candle.Low), inside[^1].Close));
        }
    }

    [Trait("Source", Klines)]
    [Fact(DisplayName = "Weekly candles open on Thursday 00:00 UTC")]
    public async Task Candles_OfAWeek_OpenOnThursday()
    {
        var weeks = await Market.GetCandlesAsync(Listed, Timeframe.Week1, Now.AddDays(-60), Now, Token);

        weeks.ShouldNotBeEmpty();
        weeks.ShouldAllBe(week => week.OpenTime.DayOfWeek == DayOfWeek.Thursday && week.OpenTime.TimeOfDay == TimeSpan.Zero);
    }

    [Trait("Source", Ticker)]
    [Fact(DisplayName = "A quote has a bid below its ask, sizes above zero, and the instant it was known")]
    public async Task Quote_OfAListedCoin_IsSound()
    {
        var quote = (await Market.GetQuoteAsync(Listed, Token)).ShouldNotBeNull();

        quote.Symbol.ShouldBe(Listed);
        quote.Bid.Value.ShouldBeGreaterThan(0);
        quote.Ask.ShouldBeGreaterThan(quote.Bid);
        quote.BidSize.IsZero.ShouldBeFalse();
        quote.AskSize.IsZero.ShouldBeFalse();
        quote.KnownAt.ShouldBe(Now);
        quote.Age(Now).ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "A coin that is not listed has no quote, and its candles are refused")]
    public async Task UnlistedCoin_HasNoQuote_AndNoCandles()
    {
        var nope = Symbol.Parse("NOPE-USDT");

        (await Market.GetQuoteAsync(nope, Token)).ShouldBeNull();
        await Should.ThrowAsync<MarketRefusedException>(() => Market.GetCandlesAsync(nope, Timeframe.Hour1, Open - Hour, Open, Token));
    }

    [Trait("Source", Symbols)]
    [Fact(DisplayName = "Instruments: increments above zero, and the quote stands on the tick")]
    public async Task Instruments_OfAListedCoin_HaveIncrements()
    {
        var instrument = (await Market.GetInstrumentsAsync(Token)).Single(each => each.Symbol == Listed);
        var quote = (await Market.GetQuoteAsync(Listed, Token))!;

        instrument.EnableTrading.ShouldBeTrue();
        instrument.PriceIncrement.ShouldBeGreaterThan(0);
        instrument.QuantityIncrement.ShouldBeGreaterThan(0);
        instrument.RoundDown(quote.Bid).ShouldBe(quote.Bid);
        instrument.RoundDown(quote.Ask).ShouldBe(quote.Ask);
    }

    [Trait("Source", ServerTimes)]
    [Fact(DisplayName = "Server time is the market's own")]
    public async Task ServerTime_IsNow() => (await Market.GetServerTimeAsync(Token)).ShouldBe(Now, TimeSpan.FromMilliseconds(1));

    private Task<IReadOnlyList<Candle>> CandlesAsync(DateTimeOffset from, DateTimeOffset to) =>
        Market.GetCandlesAsync(Listed, Timeframe.Hour1, from, to, Token);
}
