using PowerTrader.Core.Extensions;
using PowerTrader.Core.Indicators;

namespace PowerTrader.SamplePlugIn;

/// <summary>Brings an indicator and a strategy that trades by it.</summary>
public sealed class SamplePlugIn : IPlugIn
{
    public string Name => "Sample";

    public int ApiVersion => PlugInApi.Version;

    public void Register(IExtensionRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add(new IndicatorDefinition(
            "momentum", 1, ["change"], [IndicatorParameter.Period("period", 10, "candles")], values => new Momentum((int)values[0]), "close less the close so many candles before, in percent"));
        registry.Add(new StrategyDefinition(
            "breakout", 1, "Sample: buys when momentum is strong, sells when it is gone.", BreakoutStrategy.Parameters, seat => new BreakoutStrategy(seat)));
    }
}
