using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>What a point of a search plays: settings, and the strategy's own parameters by name.</summary>
public sealed record StrategyChoice(TraderSettings Settings, IReadOnlyDictionary<string, string> Parameters)
{
    public static StrategyChoice Of(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new StrategyChoice(request.Settings, request.Parameters);
    }

    public BacktestRequest Over(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request with { Settings = Settings, Parameters = Parameters };
    }
}
