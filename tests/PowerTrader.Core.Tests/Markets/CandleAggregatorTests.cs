using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Markets;

public class CandleAggregatorTests
{
    private static readonly DateTimeOffset Monday = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static Candle At(int hour, decimal price) => new(Monday.AddHours(hour), price, price + 2, price - 2, price + 1, 10);

    private static List<Candle> Run(Timeframe target, IEnumerable<Candle> candles, bool keepPartialFirst = false, GapKind gaps = GapKind.Unknown)
    {
        var aggregator = new CandleAggregator(Timeframe.Hour1, target, keepPartialFirst, gaps);
        var completed = new List<Candle>();
        foreach (var candle in candles) aggregator.Add(candle, completed);
        return completed;
    }

    [Fact]
    public void Add_FourHours_EmitsOneCandleWhenTheLastArrives()
    {
        var result = Run(Timeframe.Hour4, [At(0, 100), At(1, 105), At(2, 95), At(3, 101)]);

        result.ShouldBe([new Candle(Monday, 100, 107, 93, 102, 40)]);
    }

    [Fact]
    public void Add_PartialFirstBucket_IsLeftOutUnlessAsked()
    {
        var hours = new[] { At(1, 100), At(2, 100), At(3, 100) };

        Run(Timeframe.Hour4, hours).ShouldBeEmpty();
        Run(Timeframe.Hour4, hours, keepPartialFirst: true).Single().Volume.ShouldBe(30);
    }

    [Fact]
    public void Add_ShortUnknownGap_IsFilledFlat()
    {
        var result = Run(Timeframe.Hour4, [At(0, 100), At(3, 110)]);

        result.ShouldBe([new Candle(Monday, 100, 112, 98, 111, 20)]);
    }

    [Fact]
    public void Add_GapOverABucketsEnd_FillsBothSides()
    {
        var result = Run(Timeframe.Hour2, [At(0, 100), At(3, 110)]);

        result.ShouldBe([new Candle(Monday, 100, 102, 98, 101, 10), new Candle(Monday.AddHours(2), 101, 112, 101, 111, 10)]);
    }

    [Fact]
    public void Add_LongUnknownGap_MakesTheCandleIncomplete()
    {
        var result = Run(Timeframe.Hour8, [At(0, 100), At(5, 100), At(6, 100), At(7, 100)]);

        result.ShouldBeEmpty();
    }

    [Fact]
    public void Add_LongGapWithoutTrades_IsFilled() =>
        Run(Timeframe.Hour8, [At(0, 100), At(7, 100)], gaps: GapKind.NoTrade).Count.ShouldBe(1);

    [Fact]
    public void Add_OlderCandle_Throws()
    {
        var aggregator = new CandleAggregator(Timeframe.Hour1, Timeframe.Hour2);
        aggregator.Add(At(1, 100), []);

        Should.Throw<ArgumentException>(() => aggregator.Add(At(0, 100), [])).Message.ShouldContain("is not after");
    }

    [Fact]
    public void Add_OutageGap_IsNeverFilled() =>
        Run(Timeframe.Hour4, [At(0, 100), At(1, 100), At(3, 100)], gaps: GapKind.Outage).ShouldBeEmpty();

    /// <summary>Five silent hours are filled, one hour of outage is not, whatever the series is made of otherwise.</summary>
    [Fact]
    public void Add_KindsPerInterval_FillSilenceAndRefuseOutages()
    {
        var aggregator = new CandleAggregator(Timeframe.Hour1, Timeframe.Hour4);
        var completed = new List<Candle>();
        GapKind KindOf(DateTimeOffset open) => open.Hour switch { 9 => GapKind.Outage, >= 1 and <= 5 => GapKind.NoTrade, _ => GapKind.Unknown };
        foreach (var hour in (int[])[0, 6, 7, 8, 12, 13, 14, 15]) aggregator.Add(At(hour, 100), completed, KindOf);

        completed.Select(candle => candle.OpenTime.Hour).ShouldBe([0, 4, 12]);
    }

    [Fact]
    public void OpenOf_Week_IsThursdayMidnight()
    {
        var open = Timeframe.Week1.OpenOf(Monday);

        open.DayOfWeek.ShouldBe(DayOfWeek.Thursday);
        open.ShouldBe(new DateTimeOffset(2023, 12, 28, 0, 0, 0, TimeSpan.Zero));
    }
}
