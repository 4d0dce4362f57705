using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Analytics;
using static PowerTrader.Core.Tests.Analytics.AnalyticsFixture;

namespace PowerTrader.Core.Tests.Analytics;

public class AttributionTests
{
    [Fact]
    public void Attribution_TwoSpellsOfDifferentSize_IsTakenApart()
    {
        // 40 hours, price 100 at the start and 110 at the end.
        // Hours 0–10: 1 coin from 100 to 120. Hours 20–30: 3 coins from 90 to 100. Nothing else, no costs.
        var report = Attributor.Of([Buy(0, 1, 100), Sell(10, 1, 120), Buy(20, 3, 90), Sell(30, 3, 100)], [Window(100, 110, 0)]);

        // Result 20 + 30 = 50. Mean position over all: (10 + 30) ÷ 40 = 1; held: 1 × 10 = 10 (market).
        // Mean position while in: 40 ÷ 20 = 2; the spells gained 20 + 10 = 30: 60 at even size. Signal 60 − 10 = 50.
        // The larger position met the smaller gain: sizing 50 − 60 = −10.
        report.Parts.ShouldBe(new Attribution(10, 50, -10, 0, 0));
        report.Total.ShouldBe(50);
    }

    [Fact]
    public void Attribution_SlippedFills_SplitIntoTimingAndCosts()
    {
        // Bought on a decision at 100; 101 stood in the market when it was executed at 102, fee 1. Held over the whole window, closing at 110 and worth 109.
        var fill = Buy(0, 1, 102, fee: 1) with { DecisionPrice = 100, ArrivalPrice = 101 };

        var parts = Attributor.Of([fill], [Window(100, 110, 109)]).Parts;

        // Market: 1 × 10. Timing −1. Costs: 1 of slippage, 1 of fee, 1 that the closing value is below 110.
        parts.ShouldBe(new Attribution(10, 0, 0, -1, -3));
        parts.Total.ShouldBe(109 - 102 - 1);
        // Without the arrival price all of the slip is a cost; without both the fill's own price is the decision's, and the spell began at 102.
        Attributor.Of([fill with { ArrivalPrice = null }], [Window(100, 110, 109)]).Parts.ShouldBe(new Attribution(10, 0, 0, 0, -4));
        Attributor.Of([fill with { ArrivalPrice = null, DecisionPrice = null }], [Window(100, 110, 109)]).Parts.ShouldBe(new Attribution(10, -2, 0, 0, -2));
    }

    [Fact]
    public void Attribution_CoinsHeldBefore_CountFromTheFirstPrice()
    {
        // 2 coins at 100; one sold at 110 in the middle, one left at 120: 10 + 20 = 30. Mean 1.5: market 30; sizing 0 as the spell's 20 × 1.5 = 30.
        var report = Attributor.Of([Sell(20, 1, 110)], [Window(100, 120, 120, 2)]);

        report.Parts.ShouldBe(new Attribution(30, 0, 0, 0, 0));
        report.Purchases.ShouldBe([new RuleResult("held before", 0, 200, 10, 20)]);
    }

    [Fact]
    public void Rules_LadderDeal_ShareItsResult()
    {
        // Entry 1 at 100, step 1 at 80 (fee 1 each); 1.5 sold at 100 for a fee of 3; half a coin is left, worth 45.
        // The sale's 147 go to the entry (two thirds, 98 − 101 = −3) and half of the step (49 − 40.5 = 8.5). What is left: 45 − 40.5.
        var report = Attributor.Of(
            [Buy(0, 1, 100, fee: 1), Buy(10, 1, 80, "dca:1", 1), Sell(20, 1.5m, 100, "trailing", 3)], [Window(100, 90, 45)]);

        report.Purchases.ShouldBe([new RuleResult("dca:1", 1, 80, 8.5m, 4.5m), new RuleResult("entry", 1, 100, -3, 0)]);
        report.Sales.ShouldBe([new RuleResult("trailing", 1, 150, 5.5m, 0)]);
        report.Total.ShouldBe(10);
    }

    [Fact]
    public void Attribution_TwoCoins_AddUp()
    {
        var report = Attributor.Of(
            [Buy(0, 1, 100), Buy(5, 2, 10, symbol: Eth), Sell(10, 1, 110), Sell(15, 2, 9, symbol: Eth)],
            [Window(100, 100, 0), Window(10, 10, 0) with { Symbol = Eth }]);

        report.Coins.Select(coin => (coin.Symbol, coin.Total, coin.Fills)).ShouldBe([("BTC-USDT", 10m, 2), ("ETH-USDT", -2m, 2)]);
        report.Total.ShouldBe(8);
    }

    [Fact]
    public void Attribution_UnsoundFills_AreNamed()
    {
        Should.Throw<ArgumentException>(() => Attributor.Of([Buy(0, 1, 1, symbol: Eth)], [Window(1, 1, 0)])).Message.ShouldContain("ETH-USDT was traded");
        Should.Throw<ArgumentException>(() => Attributor.Of([Sell(0, 1, 1)], [Window(1, 1, 0)])).Message.ShouldContain("give the opening quantity");
        Should.Throw<ArgumentException>(() => Attributor.Of([Buy(50, 1, 1)], [Window(1, 1, 0)])).Message.ShouldContain("is not within");
    }

    [Fact]
    public void Attribution_AnyWalk_AddsUpToTheMoney()
    {
        var steps = Gen.Choose(1, 100).Three().ListOf().ToArbitrary();
        Prop.ForAll(steps, walk =>
        {
            var (fills, held, money, hour) = (new List<TradeFill>(), 0m, 0m, 0d);
            foreach (var (price, decision, size) in walk.Take(30))
            {
                var sells = held > 0 && size % 2 == 0;
                var quantity = sells ? held * (size % 4 == 0 ? 1 : 0.5m) : size / 10m;
                var fill = (sells ? Sell(hour++, quantity, price, fee: 0.1m) : Buy(hour++, quantity, price, fee: 0.1m)) with { DecisionPrice = decision, ArrivalPrice = decision + 1m / 3 };
                fills.Add(fill);
                held += sells ? -quantity : quantity;
                money += (sells ? 1 : -1) * fill.Value - 0.1m;
            }
            var report = Attributor.Of(fills, [Window(10, 20, held * 19)]);
            var rules = report.Purchases.Sum(rule => rule.Realised + rule.Unrealised);
            return report.Total == money + held * 19 && rules == report.Total;
        }).QuickCheckThrowOnFailure();
    }

    private static CoinWindow Window(decimal first, decimal last, decimal closing, decimal opening = 0) => new(Btc, Hour(0), Hour(40), first, last, closing, opening);
}
