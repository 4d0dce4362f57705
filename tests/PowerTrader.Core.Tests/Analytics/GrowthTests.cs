using PowerTrader.Core.Analytics;
using static PowerTrader.Core.Tests.Analytics.AnalyticsFixture;

namespace PowerTrader.Core.Tests.Analytics;

public class GrowthTests
{
    [Fact]
    public void Index_WithoutFlows_IsEquityOverStart() =>
        GrowthIndex.Of(Daily(100, 110, 99), []).Select(point => point.Price).ShouldBe([1m, 1.1m, 0.99m]);

    [Fact]
    public void Index_FlowThatWasMarked_IsNoReturn()
    {
        // 100 → 120 (+20 %); then 80 is paid in: 200 → 180 (−10 %): 1.2 × 0.9 = 1.08.
        var index = GrowthIndex.Of(Daily(100, 180), [new ExternalFlow(Day(0.5), 80, 120)]);

        index[^1].Price.ShouldBe(1.08m);
    }

    [Fact]
    public void Index_FlowNobodyMarked_IsWeighedByItsTime()
    {
        // Modified Dietz: gain 130 − 100 − 20 = 10 on 100 + 20 × ¾ = 115, the money having come after a quarter of the day.
        GrowthIndex.Of(Daily(100, 130), [new ExternalFlow(Day(0.25), 20)])[^1].Price.ShouldBe(1 + 10m / 115m, 1e-20m);
        // At the mark's own instant it had no time to earn: gain 10 on 100.
        GrowthIndex.Of(Daily(100, 130), [new ExternalFlow(Day(1), 20)])[^1].Price.ShouldBe(1.1m);
        // Taken out in the middle: gain 90 − 100 + 20 = 10 on 100 − 10.
        GrowthIndex.Of(Daily(100, 90), [new ExternalFlow(Day(0.5), -20)])[^1].Price.ShouldBe(1 + 10m / 90m, 1e-20m);
    }

    [Fact]
    public void Index_OpeningDeposit_IsTheStart() => GrowthIndex.Of(Daily(100, 110), [new ExternalFlow(Day(0), 100)])[^1].Price.ShouldBe(1.1m);

    [Fact]
    public void Index_EverythingLost_StaysLost() => GrowthIndex.Of(Daily(100, 0, 0), []).Select(point => point.Price).ShouldBe([1m, 0m, 0m]);

    [Fact]
    public void Index_MarksOutOfOrder_NamesTheInstant() =>
        Should.Throw<ArgumentException>(() => GrowthIndex.Of([.. Daily(1, 2).Reverse()], [])).Message.ShouldContain("2025-01-01 00:00:00Z");

    [Fact]
    public void Days_HoursAndHoles_AreOneReturnPerDay()
    {
        // Day 1 ends at 24:00 with 110; day 2 has no value; day 3 ends at 99 (an earlier 200 of the day does not matter).
        var days = DailyReturns.Of([new(Hour(0), 100), new(Hour(12), 300), new(Hour(24), 110), new(Hour(50), 200), new(Hour(71), 99)]);

        days.FirstDay.ShouldBe(new DateOnly(2025, 1, 1));
        days.Values.Select(one => Math.Round(one, 12)).ShouldBe([0.1, 0, -0.1]);
    }

    [Fact]
    public void Days_OfABenchmark_BeginAtTheSameInstant()
    {
        // 50 was the price at the start; 55 at the end of the first day; nothing new after it.
        var days = DailyReturns.Over([new(Hour(-5), 40), new(Hour(0), 50), new(Hour(20), 55)], Hour(3), new DateOnly(2025, 1, 1), 2);

        days.Values.Select(one => Math.Round(one, 12)).ShouldBe([0.1, 0]);
    }

    [Fact]
    public void Months_OfDays_AreCompounded()
    {
        // 30 and 31 January +10 % each: 1.21; 1 February −50 %.
        var months = MonthReturn.Of(new DailyReturns(new DateOnly(2025, 1, 30), [0.1, 0.1, -0.5]));

        months.Select(month => (month.Year, month.Month, Math.Round(month.Return, 12))).ShouldBe([(2025, 1, 0.21), (2025, 2, -0.5)]);
    }

    [Fact]
    public void Drawdowns_TwoFalls_HaveTheirDates()
    {
        // 100 → 80 in two days, back at day 3; 120 → 60 at day 6, still below at day 8.
        var falls = Drawdown.Of(Prices(100, 90, 80, 100, 120, 100, 60, 90, 110));

        falls.ShouldBe(
        [
            new Drawdown(Day(4), Day(6), null, 0.5m, 2, 4),
            new Drawdown(Day(0), Day(2), Day(3), 0.2m, 2, 3),
        ]);
    }

    [Fact]
    public void Drawdowns_SameEquityAgain_IsRecovered()
    {
        // 90 ÷ 100 × (100 ÷ 90) is not 1 in any finite digits: it is measured from the start.
        var falls = Drawdown.Of(GrowthIndex.Of(Daily(70, 30, 70, 70, 60), []));

        falls.Count.ShouldBe(2);
        falls[0].Recovery.ShouldBe(Day(2));
        falls[1].ShouldBe(new Drawdown(Day(3), Day(4), null, 1m - 60m / 70m, 1, 1) with { Depth = falls[1].Depth });
        Drawdown.Of(Prices(1, 2, 3)).ShouldBeEmpty();
    }
}
