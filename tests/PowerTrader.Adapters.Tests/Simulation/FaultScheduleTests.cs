using PowerTrader.Adapters.Simulation;

namespace PowerTrader.Adapters.Tests.Simulation;

public class FaultScheduleTests
{
    private static readonly DateTimeOffset Start = SimulatedMarket.TradingStart;

    private static readonly string[] Paths = ["/api/v1/market/candles", "/api/v1/market/orderbook/level1", "/api/v2/symbols"];

    [Fact]
    public void Scheduled_SameSeedAskedInAnyOrder_SaysTheSame()
    {
        var forwards = Minutes(10).Select(at => Look(FaultPlan.Scheduled(3), at)).ToList();
        var plan = FaultPlan.Scheduled(3);
        var backwards = Minutes(10).Reverse().Select(at => Look(plan, at)).Reverse().ToList();

        backwards.ShouldBe(forwards);
        Minutes(10).Select(at => Look(FaultPlan.Scheduled(4), at)).ShouldNotBe(forwards);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Scheduled_ThirtyDays_BringsEveryKindOfTrouble(long seed)
    {
        var plan = FaultPlan.Scheduled(seed);
        var instants = Minutes(30).ToList();
        var faults = instants.SelectMany(at => Paths.Select(path => plan.Take(path, at))).Where(fault => fault is not null).Select(fault => fault!.GetType()).Distinct().ToList();

        faults.Count.ShouldBe(6);
        instants.ShouldContain(at => plan.ClockSkewAt(at) > TimeSpan.Zero);
        instants.ShouldContain(at => plan.ClockSkewAt(at) < TimeSpan.Zero);
        instants.ShouldContain(at => plan.LateByAt(at) > TimeSpan.Zero);
        instants.ShouldContain(at => plan.UnsettledForAt(at) > TimeSpan.Zero);
        instants.ShouldContain(at => SimulatedPair.All.Any(pair => !plan.IsTrading(pair, at)));
        instants.Where(at => at.Minute == 0).ShouldContain(at => SimulatedPair.All.Any(pair => plan.IsLost(pair, at)));
        SimulatedPair.All.Count(pair => plan.IsDelisted(pair, instants[^1])).ShouldBe(1);
        plan.IsDelisted(SimulatedPair.All[0], instants[^1]).ShouldBeFalse();
    }

    /// <summary>A venue that answers less than it fails would test nothing but failing.</summary>
    [Fact]
    public void Scheduled_ThirtyDays_MostlyAnswers()
    {
        var plan = FaultPlan.Scheduled(1);
        var failed = Minutes(30).Count(at => plan.Take(Paths[0], at) is not null);

        failed.ShouldBeInRange(30 * 24 * 60 / 200, 30 * 24 * 60 / 20);
    }

    [Fact]
    public void Scheduled_FirstHour_IsQuiet()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var plan = FaultPlan.Scheduled(seed);
            for (var at = Start; at < Start.AddHours(1); at = at.AddMinutes(1)) plan.Take(Paths[2], at).ShouldBeNull();
        }
    }

    private static IEnumerable<DateTimeOffset> Minutes(int days) => Enumerable.Range(0, days * 24 * 60).Select(minute => Start.AddMinutes(minute));

    private static string Look(FaultPlan plan, DateTimeOffset at) => string.Join(
        '|',
        Paths.Select(path => $"{plan.Take(path, at)}")
            .Append($"{plan.ClockSkewAt(at)} {plan.LateByAt(at)} {plan.UnsettledForAt(at)}")
            .Concat(SimulatedPair.All.Select(pair => $"{plan.IsTrading(pair, at)} {plan.IsDelisted(pair, at)} {plan.IsLost(pair, at)}")));
}
