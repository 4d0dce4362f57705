using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Indicators;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Indicators;

public class IndicatorTests
{
    [Theory]
    [InlineData("sma")]
    [InlineData("ema:period=1")]
    [InlineData("rsi")]
    [InlineData("macd:fast=3,slow=5,signal=4")]
    [InlineData("atr:period=7")]
    [InlineData("adx:period=5")]
    [InlineData("vwap")]
    [InlineData("bollinger:period=2")]
    public void Warmup_AnyIndicator_IsTheCandleOfTheLastOutput(string text)
    {
        var indicator = IndicatorRegistry.BuiltIn.Create(text);
        var outputs = IndicatorRegistry.BuiltIn.Find(text.Split(':')[0])!.Outputs.Count;
        for (var i = 1; i <= indicator.Warmup; i++)
        {
            indicator.Push(IndicatorSeries.Candles[i - 1]);
            Enumerable.Range(0, outputs).All(output => indicator[output] is not null).ShouldBe(i == indicator.Warmup, $"candle {i}");
        }
        Should.Throw<ArgumentOutOfRangeException>(() => indicator[outputs]);
    }

    [Fact]
    public void Push_FlatCandles_HasNoDirectionAndNoWidth()
    {
        // Every candle 100: averages 100, no range, no direction, no width between the bands.
        double? Last(string text, int output)
        {
            var indicator = IndicatorRegistry.BuiltIn.Create(text);
            for (var i = 0; i < 100; i++) indicator.Push(Flat(i, 100, 0));
            return indicator[output];
        }

        Last("sma", 0).ShouldBe(100);
        Last("ema", 0).ShouldBe(100);
        Last("rsi", 0).ShouldBe(100);
        Last("macd", 2).ShouldBe(0);
        Last("bollinger", 1).ShouldBe(100);
        Last("bollinger", 3).ShouldBeNull();
        Last("atr", 0).ShouldBe(0);
        Last("adx", 0).ShouldBe(0);
        Last("vwap", 0).ShouldBeNull();
    }

    [Fact]
    public void Vwap_VolumeOfOneAndThree_WeighsThem()
    {
        // (100 × 1 + 104 × 3) ÷ 4 = 103; a candle without volume changes nothing; a new day begins anew.
        var vwap = new Vwap(24);
        vwap.Push(Flat(0, 100, 1)).ShouldBe(100);
        vwap.Push(Flat(1, 104, 3)).ShouldBe(103);
        vwap.Push(Flat(2, 500, 0)).ShouldBe(103);
        vwap.Push(Flat(24, 90, 0)).ShouldBeNull();
        vwap.Push(Flat(25, 90, 2)).ShouldBe(90);
    }

    [Fact]
    public void Push_MillionsOfLargeValues_DoesNotDrift()
    {
        // A price of nine digits with a swing of one: a running sum of squares would have lost the deviation long ago.
        var bollinger = new Bollinger(7, 1);
        for (var i = 0; i < 300_000; i++) bollinger.Push(Flat(i, 100_000_000 + i % 2, 1));

        // Of seven values three are 0 and four 1 above the base, or the other way round: deviation √(3/7 × 4/7).
        (bollinger[1]!.Value - bollinger[0]!.Value).ShouldBe(Math.Sqrt(12d / 49), 1e-7);
    }

    [Fact]
    public void Push_RisingPrices_StrengthIsFull() => Prop.ForAll(Gen.Choose(2, 30).ToArbitrary(), period =>
    {
        var (rsi, adx) = (new Rsi(period), new Adx(period));
        for (var i = 0; i < 2 * period; i++)
        {
            rsi.Push(Flat(i, 100 + i, 1));
            adx.Push(Flat(i, 100 + i, 1));
        }
        return rsi[0] == 100 && adx[0] == 100 && adx[1] == 100 && adx[2] == 0;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Macd_FastNotBelowSlow_IsRefused() => Should.Throw<ArgumentException>(() => new Macd(26, 12, 9)).Message.ShouldContain("must be below slow 12");

    private static Candle Flat(int hour, decimal price, decimal volume) => new(DateTimeOffset.UnixEpoch.AddHours(hour), price, price, price, price, volume);
}
