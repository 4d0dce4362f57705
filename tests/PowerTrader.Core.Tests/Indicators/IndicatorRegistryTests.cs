using PowerTrader.Core.Indicators;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Indicators;

public class IndicatorRegistryTests
{
    [Theory]
    [InlineData("sme", "'sme' is not known: use one of adx@1")]
    [InlineData("sma@2", "'sma@2' is not known")]
    [InlineData("sma:len=3", "sma has no parameter 'len': use period")]
    [InlineData("sma:period", "'period' gives no number: write period=20")]
    [InlineData("sma:period=0", "period 0 is out of range: use 1 to 10000, for example 20")]
    [InlineData("sma:period=2.5", "period 2.5 is not whole")]
    [InlineData("bollinger:width=NaN", "width NaN is out of range")]
    [InlineData("macd:fast=30", "fast 30 must be below slow 26")]
    public void TryCreate_UnsoundText_SaysWhatWouldBeRight(string text, string expected)
    {
        IndicatorRegistry.BuiltIn.TryCreate(text, out _, out var fault).ShouldBeFalse();

        fault.ShouldContain(expected);
        Should.Throw<ArgumentException>(() => IndicatorRegistry.BuiltIn.Create(text)).Message.ShouldContain(expected);
    }

    [Fact]
    public void BuiltIn_EachDefault_IsWithinItsRangeAndMakesOne()
    {
        foreach (var definition in IndicatorRegistry.BuiltIn.All)
        {
            definition.Parameters.ShouldAllBe(parameter => parameter.Fault(parameter.Default) == null, definition.Id);
            IndicatorRegistry.BuiltIn.Create(definition.Id).Warmup.ShouldBeGreaterThan(0);
        }
        IndicatorRegistry.BuiltIn.All.Select(definition => definition.Name).ShouldBe(["adx", "atr", "bollinger", "ema", "macd", "rsi", "sma", "vwap"]);
    }

    [Fact]
    public void With_NewVersion_IsTheNewestAndLeavesTheOldOne()
    {
        var mine = new IndicatorDefinition("sma", 2, ["average"], [], _ => new Constant(), "made up");
        var registry = IndicatorRegistry.BuiltIn.With(mine);

        registry.Create("sma").ShouldBeOfType<Constant>();
        registry.Create("sma@1").ShouldBeOfType<Sma>();
        IndicatorRegistry.BuiltIn.Create("sma").ShouldBeOfType<Sma>();
        Should.Throw<ArgumentException>(() => registry.With(mine)).Message.ShouldContain("sma@2 is registered twice");
        Should.Throw<ArgumentException>(() => registry.With(mine with { Name = "My" })).Message.ShouldContain("'My@2' is no id");
    }

    private sealed class Constant : IIndicator
    {
        public int Warmup => 1;

        public double? this[int output] => 1;

        public double? Push(in Candle candle) => 1;
    }
}
