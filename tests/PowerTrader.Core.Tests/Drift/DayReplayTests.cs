using PowerTrader.Core.Costs;
using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tests.Workflows;

namespace PowerTrader.Core.Tests.Drift;

/// <summary>A day of one decision, recorded by the cycle that made it: its replay says the same, and each thing that is spoiled is found.</summary>
public sealed class DayReplayTests
{
    private readonly CycleFixture fixture = new() { Now = new DateTimeOffset(2025, 1, 1, 12, 30, 15, TimeSpan.Zero) };

    [Fact]
    public async Task Of_TradedDecision_ReadBackFromTheStore_SaysTheSame()
    {
        var report = DayReplay.Of(fixture.Kernel, CycleFixture.Key, await PlayAsync());

        report.Differences.ShouldBeEmpty();
        (report.Decisions, report.Replayed, report.Orders, report.Reason).ShouldBe((1, 1, 1, null));
    }

    [Fact]
    public async Task Of_RefusedDecision_SaysTheSame()
    {
        fixture.ReconcileAge = TimeSpan.FromHours(1);

        var day = await PlayAsync();

        day.Decisions.ShouldHaveSingleItem().Outcome.ShouldContain("refused");
        DayReplay.Of(fixture.Kernel, CycleFixture.Key, day).Differences.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_OtherRules_FindsTheOtherIntent()
    {
        var day = await PlayAsync();
        var changed = new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(fixture.Rules with { PositionPercent = 5 }), CostRules.Default, 1);
        var other = new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(fixture.Rules), CostRules.Default with { FeeRate = 0.05m }, 1);

        DayReplay.Of(other, CycleFixture.Key, day).Differences.ShouldContain(difference => difference.Kind == DriftKind.Intent);
        DayReplay.Of(changed, CycleFixture.Key, day).Differences.ShouldNotBeEmpty("a limit that changed shows in a verdict, if not in the intent");
    }

    [Fact]
    public async Task Of_OtherSignal_ReplaysToNothing()
    {
        var day = await PlayAsync();
        var inputs = day.Decisions[0].Inputs!;
        var spoiled = day with { Decisions = [day.Decisions[0] with { Inputs = inputs with { Strategy = inputs.Strategy with { Long = 0 } } }] };

        var difference = DayReplay.Of(fixture.Kernel, CycleFixture.Key, spoiled).Differences.ShouldHaveSingleItem();

        (difference.Kind, difference.Replays).ShouldBe((DriftKind.Intent, "nothing to do"));
        difference.Was.ShouldStartWith("buy (entry)");
    }

    [Fact]
    public async Task Of_OrderThatIsNotTheIntent_IsFound()
    {
        var day = await PlayAsync();
        var order = day.Orders[0];

        Kinds(day with { Orders = [] }).ShouldBe([DriftKind.Order]);
        Kinds(day with { Orders = [order with { Quantity = new Quantity(order.Quantity.Value * 2) }] }).ShouldBe([DriftKind.Order]);
        Kinds(day with { Orders = [order, order with { Id = default, CreatedAt = order.CreatedAt.AddMinutes(5) }] }).ShouldBe([DriftKind.Order], "nothing recorded wanted the second");
        Kinds(day with { Orders = [order, order with { Id = default, CreatedAt = order.CreatedAt.AddMinutes(5), Leg = Leg.Parse("manual:key") }] }).ShouldBeEmpty("a person's order has no decision");
    }

    [Fact]
    public async Task Of_StoredForecasts_AreHeldAgainstTheLevelsDecidedBy()
    {
        var day = await PlayAsync();
        IReadOnlyList<Forecast> Stored(decimal low) => [.. Timeframes.All.Select(each => new Forecast(each, each.OpenOf(fixture.Now), 110, 130, low, "sound", 50, null))];
        RecordedDay With(decimal low) => day with { Forecasts = new Dictionary<Symbol, IReadOnlyList<Forecast>> { [CycleFixture.Btc] = Stored(low) } };

        Kinds(With(120)).ShouldBeEmpty();
        Kinds(With(50)).ShouldBe([DriftKind.Signal]);
    }

    [Fact]
    public async Task Of_InputsNotKept_SaysWhy()
    {
        var day = await PlayAsync();

        var report = DayReplay.Of(fixture.Kernel, CycleFixture.Key, day with { Decisions = [day.Decisions[0] with { Inputs = null }] });

        report.Reason.ShouldNotBeNull().ShouldContain("not kept");
        report.Replayed.ShouldBe(0);
    }

    [Theory]
    [InlineData(OrderSide.Buy, 101, 0.5, 0.5, 1)]
    [InlineData(OrderSide.Sell, 99, -0.5, 0.5, 1)]
    public async Task Of_Fill_SplitsItsSlippage(OrderSide side, double price, double delay, double spread, double impact)
    {
        // Signal 99.5, quote 99.5/100.5 with middle 100 at the decision, two coins filled at the price.
        var day = await PlayAsync();
        var order = day.Orders[0] with { SignalPrice = new Price(99.5m), Side = side };
        var inputs = day.Decisions[0].Inputs!;
        var quote = inputs.Execution with { Bid = new Price(99.5m), Ask = new Price(100.5m) };
        var fill = new Fill("t", order.Id, 1, fixture.Now, order.Symbol, side, 1, order.Leg, new Quantity(2), new Price((decimal)price), new Money(0.2m), Money.Zero);

        var slip = DayReplay.Of(fixture.Kernel, CycleFixture.Key, day with { Decisions = [day.Decisions[0] with { Inputs = inputs with { Execution = quote } }], Orders = [order], Fills = [fill] }).Fills.ShouldHaveSingleItem();

        (slip.Delay, slip.Spread).ShouldBe(((decimal)delay * 2, (decimal)spread * 2));
        slip.Impact.ShouldBe((decimal)(side == OrderSide.Buy ? price - 100.5 : 99.5 - price) * 2);
        (slip.Delay + slip.Spread + slip.Impact).ShouldBe(slip.Total);
        impact.ShouldBe(1);
    }

    private IEnumerable<DriftKind> Kinds(RecordedDay day) => DayReplay.Of(fixture.Kernel, CycleFixture.Key, day).Differences.Select(difference => difference.Kind);

    private async Task<RecordedDay> PlayAsync()
    {
        var (decision, book) = await fixture.RunAsync();
        return new RecordedDay(new DateOnly(2025, 1, 1), [Wire.Read<DecisionRecord>(Wire.Write(decision!))], [.. book.OpenOrders], []);
    }
}
