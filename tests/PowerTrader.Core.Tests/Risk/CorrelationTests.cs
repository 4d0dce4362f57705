using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Tests.Risk;

public class CorrelationTests
{
    private static readonly DateTimeOffset End = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Four hours, over and over: their correlations can be said without a computer.</summary>
    private static readonly double[] Rising = [0.01, -0.01, 0.01, -0.01];

    [Theory]
    [InlineData(0.01, -0.01, 0.01, -0.01, 1)]
    [InlineData(0.03, -0.03, 0.03, -0.03, 1)]
    [InlineData(-0.01, 0.01, -0.01, 0.01, -1)]
    [InlineData(0.01, 0.01, -0.01, -0.01, 0)]
    // Covariance 0.02 × 0.01 ÷ 4, variances 0.000075 and 0.0001: 1 ÷ √3.
    [InlineData(0.02, 0, 0, 0, 0.5774)]
    public void Of_FourHoursRepeated_IsWhatTheyGive(double a, double b, double c, double d, double expected) =>
        Correlation.Of(Window(Rising, 800), Window([a, b, c, d], 800))!.Value.ShouldBe((decimal)expected, 0.0001m);

    [Theory]
    [InlineData(167, false)]
    [InlineData(168, true)]
    public void Of_UnderSevenDaysInCommon_IsNotKnown(int hours, bool known) =>
        Correlation.Of(Window(Rising, 800), Window(Rising, hours)).HasValue.ShouldBe(known);

    [Fact]
    public void Of_OlderThanThirtyDays_IsForgotten()
    {
        var turned = HandMadeHours.Swings(1000, -0.05).Concat(HandMadeHours.Swings(720, 0.01)).ToList();

        Correlation.Of(Window(Rising, 1720), Of(turned))!.Value.ShouldBe(1, 0.0001m);
    }

    [Fact]
    public void Of_PricesThatNeverMove_IsNotKnown() => Correlation.Of(Window(Rising, 800), Window([0], 800)).ShouldBeNull();

    [Fact]
    public void Of_HoursThatOneDoesNotHave_AreLeftOut()
    {
        var all = HandMadeHours.Of([.. HandMadeHours.Swings(800, 0.01)], End);
        var holed = new ReturnWindow();
        foreach (var hour in all.Where((_, i) => i % 100 != 50)) holed.Add(hour);

        Correlation.Of(Of([.. HandMadeHours.Swings(800, 0.01)]), holed)!.Value.ShouldBe(1, 0.0001m);
    }

    private static ReturnWindow Window(double[] pattern, int count) => Of([.. Enumerable.Range(0, count).Select(i => pattern[i % pattern.Length])]);

    private static ReturnWindow Of(IReadOnlyList<double> returns)
    {
        var window = new ReturnWindow();
        foreach (var hour in HandMadeHours.Of(returns, End)) window.Add(hour);
        return window;
    }
}
