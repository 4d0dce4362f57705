using PowerTrader.Adapters.Robinhood;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>Executions without ids and a fee per order become fills that stay, never double and add up.</summary>
public class RobinhoodFillsTests
{
    private static readonly DateTimeOffset Start = new(2026, 8, 20, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A venue that executes step by step, lists executions in any order and some of them late, and rounds its fee to cents at each look.</summary>
    [Fact]
    public void New_OverManyLooks_TellsEachExecutionOnceAndTheWholeFee()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var all = Enumerable.Range(0, random.Next(1, 9)).Select(i => new RobinhoodExecution(100 + random.Next(3), random.Next(1, 5) / 1000m, Start.AddSeconds(i / 2))).ToList();
            var kept = new List<KeptFill>();
            for (var seen = 0; seen <= all.Count; seen++)
            {
                var listed = all.Take(seen).Where(_ => seen == all.Count || random.Next(5) > 0).OrderBy(_ => random.Next()).ToArray();
                var order = Order(seen == all.Count ? "filled" : "open", all.Take(seen).Sum(Size), FeeOf(all.Take(seen)), listed);
                var before = kept.ToList();

                kept.AddRange(RobinhoodFills.New(order, kept, Start.AddDays(1)));

                kept.Take(before.Count).ShouldBe(before);
                kept.Sum(fill => fill.Quantity).ShouldBeLessThanOrEqualTo(order.Filled);
                RobinhoodFills.New(order, kept, Start.AddDays(1)).ShouldBeEmpty("a second look brings nothing");
            }
            kept.Select(fill => fill.Place).ShouldBe(Enumerable.Range(1, all.Count));
            kept.Sum(fill => fill.Quantity * fill.Price).ShouldBe(all.Sum(Value));
            kept.Sum(fill => fill.Fee).ShouldBe(FeeOf(all));
            kept.ShouldAllBe(fill => fill.Fee >= 0);
        }

        static decimal Size(RobinhoodExecution execution) => execution.Quantity!.Value;

        static decimal Value(RobinhoodExecution execution) => execution.Quantity!.Value * execution.EffectivePrice!.Value;

        static decimal FeeOf(IEnumerable<RobinhoodExecution> executions) => decimal.Round(executions.Sum(Value) * 0.0095m, 2);
    }

    [Fact]
    public void New_FeeThatDoesNotDivide_AddsUpToTheLastDigit()
    {
        var order = Order("filled", 0.3m, 0.01m, Executions(0.1m, 0.1m, 0.1m));

        var fills = RobinhoodFills.New(order, [], Start);

        fills.Sum(fill => fill.Fee).ShouldBe(0.01m);
        fills.Select(fill => fill.Fee).ShouldBe([0.0033333333m, 0.0033333334m, 0.0033333333m]);
    }

    [Fact]
    public void New_ExecutionsAlikeInEverything_AreTwo()
    {
        var twice = Executions(0.1m, 0.1m);
        var kept = RobinhoodFills.New(Order("open", 0.1m, 0, twice[..1]), [], Start.AddDays(1)).ToList();

        RobinhoodFills.New(Order("filled", 0.2m, 0, twice), kept, Start.AddDays(1)).ShouldHaveSingleItem().Place.ShouldBe(2);
    }

    [Fact]
    public void New_TimesCorrectedAfterwards_AreNoNewExecutions()
    {
        var kept = RobinhoodFills.New(Order("filled", 0.2m, 0, Executions(0.1m, 0.1m)), [], Start).ToList();
        var moved = Executions(0.1m, 0.1m).Select(execution => execution with { Timestamp = execution.Timestamp!.Value.AddMilliseconds(7) }).ToArray();

        RobinhoodFills.New(Order("filled", 0.2m, 0, moved), kept, Start.AddDays(1)).ShouldBeEmpty();
    }

    [Fact]
    public void New_ExecutionListedBeforeItsQuantityCounts_Waits()
    {
        var executions = Executions(0.1m, 0.2m);

        RobinhoodFills.New(Order("open", 0.1m, 0, executions), [], Start).ShouldHaveSingleItem().Quantity.ShouldBe(0.1m);
    }

    [Fact]
    public void New_FeeThatLagsBehind_IsWaitedForAMinuteAndNoLonger()
    {
        var order = Order("open", 0.5m, 0, Executions(0.5m)) with { EstimatedFeeRemaining = 0.475m, LimitOrderConfig = new RobinhoodOrderConfig(1, null, 100, null, null) };

        RobinhoodFills.New(order, [], Start.AddSeconds(30)).ShouldBeEmpty();
        RobinhoodFills.New(order with { FeeCharged = 0.475m }, [], Start.AddSeconds(30)).ShouldHaveSingleItem().Fee.ShouldBe(0.475m);
        RobinhoodFills.New(order, [], Start.AddSeconds(61)).ShouldHaveSingleItem().Fee.ShouldBe(0);
    }

    [Fact]
    public void New_EndedOrderWithoutExecutions_IsOneFillAtTheAverage_ButOnlyWhenItHasSettled()
    {
        var order = Order("canceled", 0.4m, 0.02m, []) with { AveragePrice = 101 };

        RobinhoodFills.New(order, [], Start.AddSeconds(10)).ShouldBeEmpty();
        var fill = RobinhoodFills.New(order, [], Start.AddSeconds(70)).ShouldHaveSingleItem();
        (fill.Quantity, fill.Price, fill.Fee).ShouldBe((0.4m, 101m, 0.02m));
        RobinhoodFills.New(order with { Executions = Executions(0.4m) }, [fill], Start.AddSeconds(90)).ShouldBeEmpty("executions that come after all are told already");
    }

    private static RobinhoodExecution[] Executions(params decimal[] quantities) => [.. quantities.Select((quantity, i) => new RobinhoodExecution(100, quantity, Start.AddMilliseconds(i)))];

    private static RobinhoodOrder Order(string state, decimal filled, decimal fee, RobinhoodExecution[] executions) => new(
        "order-1", null, "BTC-USD", null, "buy", "limit", state, filled, executions, null, Start, Start, fee, 0, null, new RobinhoodOrderConfig(1.6m, null, 110, null, null), null, null);
}
