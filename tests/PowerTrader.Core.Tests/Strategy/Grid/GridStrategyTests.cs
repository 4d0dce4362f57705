using FsCheck;
using FsCheck.Fluent;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy.Grid;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Strategy.Grid;

public class GridStrategyTests
{
    private const string Tens = "lower=70;upper=110;levels=5;spacing=arithmetic;quantity=1";

    [Fact]
    public void LevelsOf_Arithmetic_AreEquallyFarApart() => GridRules.LevelsOf(70, 110, 5, isGeometric: false).ShouldBe([70m, 80m, 90m, 100m, 110m]);

    [Fact]
    public void LevelsOf_Geometric_HaveEqualRatios() => GridRules.LevelsOf(100, 1600, 5, isGeometric: true).ShouldBe([100m, 200m, 400m, 800m, 1600m]);

    [Fact]
    public void Play_FallAndRise_BuysEachLevelAndSellsOneHigher()
    {
        var run = OrderWorld.Play("grid", OrderWorld.Line(105, 105, 85, 85, 101, 101), Tens);

        OrderWorld.Told(run).ShouldBe(["buy dca:4 1 @ 100", "buy dca:3 1 @ 90", "sell exit:3 1 @ 100"]);
        // What was sold at 100 was bought at 90: ten, whatever lot the books take first.
        (run.Head.Cash.Amount - 10_000 + 100).ShouldBe(10);
    }

    [Fact]
    public void Play_SwingsThroughACell_EarnItsWidthEachTime()
    {
        var run = OrderWorld.Play("grid", OrderWorld.Line(105, 105, 95, 95, 111, 111, 95, 95, 111, 111), Tens);

        OrderWorld.Told(run).ShouldBe(["buy dca:4 1 @ 100", "sell exit:4 1 @ 110", "buy dca:4 1 @ 100", "sell exit:4 1 @ 110"]);
        run.Head.Realised.Amount.ShouldBe(20);
    }

    [Fact]
    public void Play_PriceBelowTheGrid_BuysNothingUntilItIsInside()
    {
        var run = OrderWorld.Play("grid", OrderWorld.Line(60, 60, 60, 85, 85, 75), Tens);

        OrderWorld.Told(run).ShouldBe(["buy dca:2 1 @ 80"]);
    }

    [Fact]
    public void Play_Stop_SellsAllAndNeverBuysAgain()
    {
        var run = OrderWorld.Play("grid", OrderWorld.Line(105, 105, 65, 60, 60, 105, 75, 75), Tens + ";stop=62");

        OrderWorld.Told(run).ShouldBe(["buy dca:4 1 @ 100", "buy dca:3 1 @ 90", "buy dca:2 1 @ 80", "buy dca:1 1 @ 70", "sell exit 4 @ 60"]);
        run.OpenDeals.ShouldBeEmpty();
        run.Head.Reserved.Amount.ShouldBe(0);
    }

    [Fact]
    public void Play_BeginsUnderItsStop_WaitsForThePriceToComeIn()
    {
        var run = OrderWorld.Play("grid", OrderWorld.Line(50, 50, 85, 85, 75), Tens + ";stop=62");

        OrderWorld.Told(run).ShouldBe(["buy dca:2 1 @ 80"]);
    }

    [Theory]
    [InlineData("", "grid: lower is missing: lowest price of the grid; for example lower=50000")]
    [InlineData("lower=120;upper=110", "grid: lower '120' must be below upper '110'; for example lower=88")]
    [InlineData("lower=70;upper=110;stop=70", "grid: stop '70' must be below lower '70', or 0; for example stop=66.5")]
    [InlineData("lower=100;upper=101;levels=200", "does not pay both fees")]
    [InlineData("lower=70;upper=110;levels=5;spacing=arithmetic;quantity=100", "needs 34034.00 USDT with fees; BTC-USDT may use 1000.00")]
    [InlineData("lower=70;upper=110;levels=1", "grid: levels '1' must be a whole number from 2 to 200")]
    [InlineData("lower=70;upper=110;spacing=even", "grid: spacing 'even' must be one of geometric, arithmetic")]
    public void Create_Fault_SaysFieldValueRuleAndRemedy(string parameters, string fault) =>
        OrderWorld.FaultsOf("grid", parameters).ShouldContain(line => line.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void Play_AnyWalk_SellsOneLevelAboveAndKeepsWithinItsMoney() => ForAll(seed =>
    {
        var request = Request(seed);
        var run = BacktestEngine.Run(request);
        var levels = GridRules.LevelsOf(70, 130, 12, isGeometric: true);

        run.Equity.ShouldAllBe(point => point.Cash >= 0);
        run.Fills.Where(fill => fill.Side == OrderSide.Sell).ShouldAllBe(fill => fill.Price.Value >= levels[fill.Leg.TargetStep] * 0.9999m);
        run.Fills.Where(fill => fill.Side == OrderSide.Buy).ShouldAllBe(fill => fill.Price.Value <= levels[fill.Leg.DcaStep - 1]);
        foreach (var cell in run.Fills.GroupBy(fill => Math.Max(fill.Leg.DcaStep, fill.Leg.TargetStep)))
        {
            var held = 0m;
            // A cell holds no more than one order of its money.
            cell.Where(fill => fill.Side == OrderSide.Buy).Max(fill => fill.Price.Value * fill.Quantity.Value * 1.001m).ShouldBeLessThanOrEqualTo(1_000m / 11 + 0.0001m);
            foreach (var fill in cell) (held += fill.Side == OrderSide.Buy ? fill.Quantity.Value : -fill.Quantity.Value).ShouldBeGreaterThanOrEqualTo(0);
        }
    }, 15);

    [Fact]
    public void Play_SplitWithSavedState_IsOneRun() => ForAll(seed =>
    {
        var request = Request(seed);
        var whole = BacktestEngine.Run(request);
        var first = BacktestEngine.Run(request with { Until = BacktestWorld.Start.AddHours(100 + seed) });
        var second = BacktestEngine.Run(request, BacktestCheckpoint.Parse(first.Checkpoint!.ToText()));

        first.Fills.Concat(second.Fills).Select(fill => fill.TradeLine).ShouldBe(whole.Fills.Select(fill => fill.TradeLine));
    }, 6);

    private static void ForAll(Action<byte> property, int runs) => Prop.ForAll(Gen.Choose(0, 255).Select(seed => (byte)seed).ToArbitrary(), property).Check(Config.QuickThrowOnFailure.WithMaxTest(runs));

    private static BacktestRequest Request(byte seed) => new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, BacktestWorld.Walk(seed, 400, gaps: seed % 2 == 0))])
    {
        Strategy = "grid",
        Parameters = OrderWorld.Parse("lower=70;upper=130;levels=12"),
        Fills = FillRules.Default with { Model = seed % 3 == 0 ? FillModel.Path : FillModel.NextOpen, VolumeShare = seed % 2 == 0 ? 0.2m : null },
    };
}
