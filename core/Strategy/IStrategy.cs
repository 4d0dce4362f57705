namespace PowerTrader.Core.Strategy;

/// <summary>A pure step: context in, trailing state and wish out. Each condition it asks is written down.</summary>
public interface IStrategy
{
    string Name { get; }

    StrategyRules Rules { get; }

    StrategyStep Step(in StrategyContext context, ref VerdictBuffer verdicts);
}
