using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Extensions;

namespace PowerTrader.Core.Tests.Experiments.Studies;

public class ParameterSpaceTests
{
    [Theory]
    [InlineData("strategy.startLevel=2..5", "2 3 4 5")]
    [InlineData("strategy.trailingGapPercent=0.5..1.2:0.25", "0.5 0.75 1")]
    [InlineData("strategy.trailingGapPercent=0.50,1,2.0,1.0", "0.5 1 2")]
    [InlineData("strategy.ladderPercents=-5;-5,-10", "-5 -5,-10")]
    [InlineData("BTC:strategy.startLevel=1,3", "1 3")]
    public void Parse_SoundText_GivesValuesInOrder(string text, string values)
    {
        var faults = new List<string>();

        var axis = ParameterAxis.Parse(text, SettingAxes.Find, faults)!;

        faults.ShouldBeEmpty();
        axis.Values.ShouldBe(values.Split(' '));
    }

    [Theory]
    [InlineData("strategy.startLevel=5..9", "strategy.startLevel '8' (--param) must be a whole number from 1 to 7; for example 3")]
    [InlineData("strategy.startLevel=2..3:0.5", "strategy.startLevel '2.5' (--param) must be a whole number from 1 to 7; for example 3")]
    [InlineData("strategy.startLevel", "must be KEY=VALUES")]
    [InlineData("strategy.startLevel=", "must be KEY=VALUES")]
    [InlineData("strategy.startLevl=1", "did you mean strategy.startLevel?")]
    [InlineData("strategy.startLevel=5..2", "must go from a smaller to a larger number; for example strategy.startLevel=2..5")]
    [InlineData("strategy.trailingGapPercent=0.2..0.9", "is narrower than its step of 1")]
    [InlineData("strategy.trailingGapPercent=0..50:0.001", "holds more than 10000 values")]
    [InlineData("strategy.trailingGapPercent=a..b", "must be a range FROM..TO")]
    [InlineData("strategy.trailingGapPercent=1..2:0", "must step by more than 0")]
    [InlineData("costs.feePercent=0..1", "is what the venue takes")]
    [InlineData("port=1..3", "changes no trade")]
    [InlineData("coins=BTC,ETH", "changes no trade")]
    [InlineData("BTC:risk.maxOpenDeals=1..3", "cannot be set for one coin")]
    public void Parse_FaultyText_IsOneLineWithTheRule(string text, string line)
    {
        var faults = new List<string>();

        ParameterAxis.Parse(text, SettingAxes.Find, faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().ShouldContain(line);
    }

    [Theory]
    [InlineData("sma-cross", "fast=5..15:5", "5 10 15")]
    [InlineData("dca", "deviation=2.50,3", "2.5 3")]
    [InlineData("dca", "target=3;2:50,4:50", "3 2:50,4:50")]
    [InlineData("dca", "risk.positionPercent=5,10", "5 10")]
    [InlineData("grid", "spacing=geometric,arithmetic", "geometric arithmetic")]
    [InlineData("powertrader", "strategy.startLevel=2,3", "2 3")]
    public void Parse_OfAStrategy_TakesItsParametersAndWhatSettingsItHas(string strategy, string text, string values)
    {
        var faults = new List<string>();

        var axis = ParameterAxis.Parse(text, key => StrategyAxes.Find(ExtensionRegistry.BuiltIn.FindStrategy(strategy)!, key), faults)!;

        faults.ShouldBeEmpty();
        axis.Values.ShouldBe(values.Split(' '));
    }

    [Theory]
    [InlineData("sma-cross", "fast=0..5", "--param: sma-cross: fast '0' must be a whole number from 1 to 1000; for example fast=10")]
    [InlineData("sma-cross", "fats=1", "--param 'fats' is no parameter of sma-cross; search fast, slow, share")]
    [InlineData("sma-cross", "risk.positionPercent=1,2", "has no rules to set; search fast, slow, share")]
    [InlineData("dca", "strategy.startLevel=1,2", "changes nothing of dca; search base, safety")]
    [InlineData("grid", "spacing=round", "spacing 'round' must be one of geometric, arithmetic")]
    [InlineData("powertrader", "fast=1,2", "--param 'fast' is no setting")]
    public void Parse_OfAStrategyThatHasItNot_IsOneLineWithTheRemedy(string strategy, string text, string line)
    {
        var faults = new List<string>();

        ParameterAxis.Parse(text, key => StrategyAxes.Find(ExtensionRegistry.BuiltIn.FindStrategy(strategy)!, key), faults).ShouldBeNull();

        faults.ShouldHaveSingleItem().ShouldContain(line);
    }

    [Fact]
    public void Points_OfASpace_AreAllCombinationsOnce()
    {
        var space = Space();

        space.Size.ShouldBe(12);
        var all = Enumerable.Range(0, 12).Select(point => string.Join(' ', space.AssignmentsOf(point))).ToList();
        all.Distinct().Count().ShouldBe(12);
        all[0].ShouldBe("a=1 b=1 c=1");
        all[1].ShouldBe("a=1 b=1 c=2");
        all[11].ShouldBe("a=2 b=3 c=2");
    }

    [Fact]
    public void NeighboursOf_EveryPoint_DifferByOneStepOnOneAxisAndAreMutual()
    {
        var space = Space();

        for (var point = 0; point < 12; point++)
        {
            var own = space.PlacesOf(point);
            var byHand = Enumerable.Range(0, 12).Where(other => space.PlacesOf(other).Zip(own, (a, b) => Math.Abs(a - b)).Sum() == 1);
            space.NeighboursOf(point).ShouldBe(byHand);
        }
    }

    [Fact]
    public void Points_Random_AreDrawnWithoutRepetitionAndFewerAreTheBeginningOfMore()
    {
        var space = Space();

        var all = SearchOrder.Points(space, SearchOrder.Random, int.MaxValue, 7);
        var some = SearchOrder.Points(space, SearchOrder.Random, 5, 7);

        all.Order().ShouldBe(Enumerable.Range(0, 12));
        some.ShouldBe(all.Take(5));
        SearchOrder.Points(space, SearchOrder.Random, 12, 8).ShouldNotBe(all);
        SearchOrder.Points(space, SearchOrder.Grid, 5, 7).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void Size_BeyondAllMachines_IsSaidToBe()
    {
        var axis = new ParameterAxis("a", [.. Enumerable.Range(0, 10_000).Select(i => $"{i}")]);

        new ParameterSpace([axis, axis, axis, axis, axis]).Size.ShouldBeGreaterThan(ParameterSpace.MostPoints);
    }

    private static ParameterSpace Space() => new([new("a", ["1", "2"]), new("b", ["1", "2", "3"]), new("c", ["1", "2"])]);
}
