using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>What a decision was made by: enough to make it again, to the last digit.</summary>
/// <param name="PinnedVersion">Settings version whose strategy decided.</param>
/// <param name="CurrentVersion">Settings version that the portfolio had.</param>
/// <param name="Execution">Quote of the executing venue.</param>
/// <param name="SignalPrice">Mid of the signal market; null where there was none.</param>
/// <param name="Risk">Null where nothing was wished, and risk not asked.</param>
public sealed record DecisionInputs(int PinnedVersion, int CurrentVersion, Quote Execution, decimal? SignalPrice, StrategyContext Strategy, RiskContext? Risk);
