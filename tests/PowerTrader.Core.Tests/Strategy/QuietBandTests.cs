using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Strategy;

/// <summary>Where the band says that a step need not be taken, the step does nothing: else a backtest would skip trades.</summary>
public class QuietBandTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Now = new(2024, 3, 5, 7, 0, 0, TimeSpan.Zero);

    private static readonly Gen<DealView?> Deals =
        from held in Gen.Choose(0, 4)
        from quantity in Gen.Choose(1, 1000)
        from unit in Gen.Choose(80, 120)
        from steps in Gen.Choose(0, 6)
        from recent in Gen.Choose(0, 3)
        from trailing in Gen.Elements(default, default, new TrailingState(true, 103, true), new TrailingState(true, 103, false))
        from open in Gen.Choose(0, 5)
        from age in Gen.Choose(0, 40)
        from paused in Gen.Elements(false, false, true)
        let size = held == 0 ? Quantity.Zero : new Quantity(quantity / 100m)
        let cost = new Money(size.Value * unit)
        select held == 1 && size.IsZero
            ? (DealView?)null
            : new DealView(size, cost, cost, new Money(cost.Amount * (open == 2 ? 1 : 5)), steps, recent, trailing, open == 0, open == 1, Now.AddDays(-age)) { DcaPaused = paused };

    private static readonly Gen<StrategyRules> AllRules =
        from level in Gen.Choose(1, 7)
        from multiplier in Gen.Elements(0m, 1m, 2m)
        from stop in Gen.Elements(0m, 10m)
        from days in Gen.Elements(0, 20)
        from trailing in Gen.Elements(0m, 5m)
        select StrategyRules.Default with { StartLevel = level, DcaMultiplier = multiplier, StopLossPercent = stop, TimeStopDays = days, TrailingStartPercent = trailing };

    [Fact]
    public void Step_WhereTheBandHolds_WishesAndMovesNothing()
    {
        var skipped = 0;
        var cases =
            from rules in AllRules
            from deal in Deals
            from price in Gen.Choose(6000, 14000)
            from levels in Gen.Choose(0, 7)
            from down in Gen.Choose(0, 2)
            from signals in Gen.Elements(0, 7)
            from kind in Gen.Choose(0, 2)
            select (rules, deal, price / 100m, levels, down, signals, kind);

        Prop.ForAll(cases.ToArbitrary(), each =>
        {
            var (rules, deal, price, up, down, signals, kind) = each;
            LadderStrategy strategy = kind switch { 0 => new PowerTraderStrategy(rules), 1 => new AlwaysStrategy(rules), _ => new RandomStrategy(rules, 0.5m) };
            var band = strategy.QuietBandOf(deal, CostRules.Default);
            if (!band.Holds(price, price + 0.01m, up, down, signals, Now)) return;
            skipped++;
            var verdicts = default(VerdictBuffer);
            var step = strategy.Step(new StrategyContext(Now, Btc, price, price + 0.01m, up, down, signals, deal, new Money(1000), CostRules.Default, 0.1m), ref verdicts);
            step.Wish.ShouldBeNull();
            step.Trailing.ShouldBe(deal?.Trailing ?? default);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4000));

        skipped.ShouldBeGreaterThan(200, "a band that never holds proves nothing");
    }
}
