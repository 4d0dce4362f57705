using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Tests.Risk;

public class ReturnWindowTests
{
    private static readonly DateTimeOffset End = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void VolatilityRatio_LastDayThreeTimesAsWild_IsThree() =>
        Of(HandMadeHours.Swings(976, 0.001).Concat(HandMadeHours.Swings(24, 0.003))).VolatilityRatio().ShouldBe(3);

    [Fact]
    public void VolatilityRatio_LastDayOnceUpAndElseStill_FollowsFromItsOneReturn()
    {
        // One return of 0.01 among 24: the sample variance is 0.01² × (1 − 1/24) ÷ 23, so the deviation is 0.0020412; 24 swings of 0.001 have 0.0010215.
        var window = Of(HandMadeHours.Swings(976, 0.001).Append(0.01).Concat(Enumerable.Repeat(0d, 23)));

        window.VolatilityRatio()!.Value.ShouldBe((decimal)(0.01 * Math.Sqrt(23d / 24 / 23) / (0.001 * Math.Sqrt(24d / 23))), 0.0001m);
        window.VolatilityRatio()!.Value.ShouldBe(1.9983m, 0.0001m);
    }

    [Theory]
    [InlineData(719, false)]
    [InlineData(720, true)]
    public void VolatilityRatio_UnderThirtyDays_IsNotKnown(int returns, bool known) =>
        Of(HandMadeHours.Swings(returns, 0.001)).VolatilityRatio().HasValue.ShouldBe(known);

    [Fact]
    public void VolatilityRatio_AnOlderYear_IsForgotten()
    {
        var window = Of(HandMadeHours.Swings(10_000, 0.004).Concat(HandMadeHours.Swings(8760 + 23, 0.001)));

        window.Count.ShouldBe(8760);
        window.VolatilityRatio().ShouldBe(1);
    }

    [Fact]
    public void VolatilityRatio_PricesThatNeverMoved_IsOne_AndBoundlessWhenTheyDo()
    {
        var still = Enumerable.Repeat(0d, 1000).ToList();

        Of(still).VolatilityRatio().ShouldBe(1);
        Of(still.Append(0.01)).VolatilityRatio().ShouldBe(ReturnWindow.Boundless);
    }

    [Fact]
    public void Add_AcrossAHole_MakesNoReturnOfIt()
    {
        var hours = HandMadeHours.Of([.. HandMadeHours.Swings(1000, 0.001)], End);
        var window = new ReturnWindow();
        // The coin doubles while nobody looks.
        foreach (var hour in hours) window.Add(hour.OpenTime < hours[990].OpenTime ? hour : hour with { OpenTime = hour.OpenTime.AddHours(5), Close = hour.Close * 2 });

        window.Count.ShouldBe(999);
        window.VolatilityRatio()!.Value.ShouldBe(1, 0.01m);
    }

    [Fact]
    public void Add_TheSameHoursAgain_ChangesNothing()
    {
        var hours = HandMadeHours.Of([.. HandMadeHours.Swings(800, 0.001)], End);
        var window = new ReturnWindow();
        foreach (var hour in hours.Concat(hours)) window.Add(hour);

        window.Count.ShouldBe(800);
        window.Newest.ShouldBe(End.AddHours(-1));
    }

    private static ReturnWindow Of(IEnumerable<double> returns)
    {
        var window = new ReturnWindow();
        foreach (var hour in HandMadeHours.Of([.. returns], End)) window.Add(hour);
        return window;
    }
}
