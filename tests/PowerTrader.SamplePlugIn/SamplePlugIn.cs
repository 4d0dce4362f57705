using PowerTrader.Core.Extensions;
using PowerTrader.Core.Indicators;

namespace PowerTrader.SamplePlugIn;

/// <summary>Brings an indicator, a strategy that trades by it, and a model to measure others by.</summary>
public sealed class SamplePlugIn : IPlugIn
{
    public string Name => "Sample";

    public int ApiVersion => PlugInApi.Version;

    public void Register(IExtensionRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        registry.Add(new IndicatorDefinition(
            "momentum", 1, ["change"], [IndicatorParameter.Period("period", 10, "candles")], values => new Momentum((int)values[0]), "close less the close so many candles before, in percent"));
        registry.Add(new ModelDefinition(
            "persistence", 1, "Sample: the next candle reaches as far as the last one.", [ParameterDefinition.Number("factor", 1, 0, 10, "reach of the next candle by that of the last")],
            (parameters, _) => new PersistenceModel((double)parameters.Number("factor"))));
        registry.Add(new StrategyDefinition(
            "breakout", 1, "Sample: buys when momentum is strong, sells when it is gone.", BreakoutStrategy.Parameters, seat => new BreakoutStrategy(seat)));
    }
}
