using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy.Dca;

namespace PowerTrader.Core.Tests.Strategy.Dca;

/// <summary>The ladder against numbers worked by hand.</summary>
public class DcaLadderTests
{
    /// <remarks>Deviation 2, step 1.5: 2, then 2 + 3, then 5 + 4.5, then 9.5 + 6.75.</remarks>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(2, 5)]
    [InlineData(3, 9.5)]
    [InlineData(4, 16.25)]
    public void Deviation_StepCoefficient_WidensEachDistance(int n, double percent) =>
        DcaLadder.Deviation(Rules("deviation=2;step=1.5"), n).ShouldBe((decimal)percent);

    [Theory]
    [InlineData(1, 98)]
    [InlineData(3, 94)]
    public void PriceOf_StepOne_IsEvenlySpaced(int n, double price) =>
        DcaLadder.PriceOf(Rules("deviation=2;step=1"), 100, n).ShouldBe((decimal)price);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(4, 8)]
    public void VolumeFactor_Martingale_MultipliesFromTheFirst(int n, double factor) =>
        DcaLadder.VolumeFactor(Rules("volume=2"), n).ShouldBe((decimal)factor);

    /// <remarks>100 + 50 + 100 + 200 = 450; with 0.1 percent 450.45.</remarks>
    [Fact]
    public void Total_ThreeSafetyOrders_IsTheSumWithFees()
    {
        var rules = Rules("base=100;safety=50;volume=2;maxSafety=3");

        DcaLadder.Total(rules, new DcaSizes(100, 50), 0.001m).Amount.ShouldBe(450.45m);
        DcaLadder.Largest(rules, new DcaSizes(100, 50)).ShouldBe(200);
        DcaLadder.Smallest(rules, new DcaSizes(100, 50)).ShouldBe(50);
    }

    /// <remarks>1 + 1 + 2 + 4 = 8 units: 800 ÷ 8 = 100, but four of them may be no more than 200: 50. Five percent of either stay free.</remarks>
    [Theory]
    [InlineData(1000, 95)]
    [InlineData(200, 47.5)]
    public void SizesFor_Zero_UsesTheBudgetUpToTheCap(double cap, double unit)
    {
        var sizes = DcaLadder.SizesFor(Rules("volume=2;maxSafety=3"), new Money(800), new Money((decimal)cap), 0);

        sizes.ShouldBe(new DcaSizes((decimal)unit, (decimal)unit));
    }

    [Theory]
    [InlineData("base=50", "base '50' and safety '0' must both be given")]
    [InlineData("deviation=10;step=2;maxSafety=5", "must be below 100")]
    [InlineData("target=2:50,4:40", "shares of 90 in all")]
    [InlineData("target=4:50,2:50", "must ascend")]
    [InlineData("target=four", "target 'four' must be percent or percent:share")]
    [InlineData("target=2:50:3", "target '2:50:3' must be")]
    [InlineData("breakEven=1", "breakEven '1' must be below the number of targets, 1")]
    [InlineData("start=rsi 30", "compares nothing")]
    [InlineData("start=rsi:length=14 < 30", "rsi has no parameter 'length': use period")]
    [InlineData("start=bollinger#top > price", "has no output 'top': use middle, upper, lower, position")]
    [InlineData("deviation=0", "deviation '0' must be a number from 0.1 to 50; for example deviation=2.5")]
    [InlineData("maxSafety=2.5", "maxSafety '2.5' must be a whole number from 0 to 50")]
    [InlineData("deviaton=2", "it has no parameter 'deviaton'; use base, safety")]
    [InlineData("base=400;safety=400", "needs 5680.68 USDT with fees for its whole ladder; BTC-USDT may use 1000.00")]
    [InlineData("base=400;safety=400;maxSafety=3", "the largest order is 900.00 USDT, one order may be 500.00")]
    public void Create_Fault_SaysFieldValueRuleAndRemedy(string parameters, string fault) =>
        OrderWorld.FaultsOf("dca", parameters).ShouldContain(line => line.Contains(fault, StringComparison.Ordinal) && line.StartsWith("dca", StringComparison.Ordinal));

    [Fact]
    public void Create_SeveralFaults_TellsAll() => OrderWorld.FaultsOf("dca", "deviation=0;volume=99;maxActive=0").Count.ShouldBe(3);

    internal static DcaRules Rules(string parameters) => DcaRules.Read(ParameterSet.Read("dca", DcaRules.Parameters, OrderWorld.Parse(parameters)));
}
