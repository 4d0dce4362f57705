using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Where the periods of the loss limits begin, in UTC: the equity at their start is what losses are measured against.</summary>
public class LossPeriodTests
{
    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    [Theory]
    // Sunday to Monday, the rest of the month.
    [InlineData("2025-01-12T23:59:59Z", "2025-01-13T00:00:00Z", true, true, false, false)]
    // Monday to Tuesday.
    [InlineData("2025-01-13T23:59:59Z", "2025-01-14T00:00:00Z", true, false, false, false)]
    // Within a day, whatever the offset of the writer says.
    [InlineData("2025-01-13T00:00:00Z", "2025-01-13T23:59:59Z", false, false, false, false)]
    [InlineData("2025-01-13T23:00:00Z", "2025-01-14T01:30:00+02:00", false, false, false, false)]
    [InlineData("2025-01-13T23:00:00Z", "2025-01-13T23:00:00-02:00", true, false, false, false)]
    // A month that begins on a Saturday, and one on a Monday.
    [InlineData("2025-01-31T23:59:59Z", "2025-02-01T00:00:00Z", true, false, true, false)]
    [InlineData("2025-08-31T23:59:59Z", "2025-09-01T00:00:00Z", true, true, true, false)]
    // The end of February in a leap year and in another.
    [InlineData("2024-02-28T23:59:59Z", "2024-02-29T00:00:00Z", true, false, false, false)]
    [InlineData("2025-02-28T23:59:59Z", "2025-03-01T00:00:00Z", true, false, true, false)]
    // New Year on a Wednesday: the week goes on. On a Monday everything begins.
    [InlineData("2024-12-31T23:59:59Z", "2025-01-01T00:00:00Z", true, false, true, true)]
    [InlineData("2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z", true, true, true, true)]
    public void StartRiskDay_NextInstant_BeginsThePeriodsThatBegin(string before, string after, bool day, bool week, bool month, bool year)
    {
        Start(before, 1000);
        Start(after, 900);

        Book.Head.RiskDayEquity.Amount.ShouldBe(day ? 900 : 1000);
        Book.Head.RiskWeek.LossPercent(new Money(900)).ShouldBe(week ? 0 : 10);
        Book.Head.RiskMonth.LossPercent(new Money(900)).ShouldBe(month ? 0 : 10);
        Book.Head.RiskYear.LossPercent(new Money(900)).ShouldBe(year ? 0 : 10);
    }

    [Fact]
    public void StartRiskDay_DaysWithoutATick_BeginThePeriodsAtTheFirstOneAfter()
    {
        Start("2025-01-10T12:00:00Z", 1000);
        Start("2025-02-05T12:00:00Z", 800);

        Book.Head.RiskWeek.LossPercent(new Money(760)).ShouldBe(5);
        Book.Head.RiskMonth.LossPercent(new Money(760)).ShouldBe(5);
        Book.Head.RiskYear.LossPercent(new Money(760)).ShouldBe(24);
    }

    [Fact]
    public void StartRiskDay_ADepositWithinTheWeek_IsNoGainThatHidesALoss()
    {
        Start("2025-01-13T00:00:00Z", 1000);
        Start("2025-01-15T00:00:00Z", 980);

        // 2 % are lost when as much again comes in; then half a percent of it all.
        Book.BookCashFlow(new Money(980), new Money(980), Time("2025-01-15T12:00:00Z"), "bank");
        Book.Head.RiskWeek.LossPercent(new Money(1960)).ShouldBe(2);
        Start("2025-01-16T00:00:00Z", 1950.2m);

        Book.Head.RiskDayEquity.Amount.ShouldBe(1950.2m);
        Book.Head.RiskWeek.LossPercent(new Money(1950.2m)).ShouldBe(2.49m);
        Book.Head.RiskMonth.LossPercent(new Money(1950.2m)).ShouldBe(2.49m);
        Book.Head.RiskYear.LossPercent(new Money(1950.2m)).ShouldBe(2.49m);
    }

    [Fact]
    public void StartRiskDay_AWithdrawalWithinTheMonth_IsNoLoss_AlsoInTheNextWeek()
    {
        Start("2025-01-08T00:00:00Z", 1000);
        Book.BookCashFlow(new Money(-600), new Money(1000), Time("2025-01-09T00:00:00Z"), "bank");
        Start("2025-01-13T00:00:00Z", 400);

        Book.Head.RiskWeek.LossPercent(new Money(400)).ShouldBe(0);
        Book.Head.RiskMonth.LossPercent(new Money(396)).ShouldBe(1);
    }

    private void Start(string time, decimal equity) => Book.StartRiskDay(Time(time), new Money(equity));

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
