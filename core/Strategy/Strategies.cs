namespace PowerTrader.Core.Strategy;

/// <summary>Enters when the price falls through enough predicted lows and no predicted high is broken.</summary>
public sealed class PowerTraderStrategy(StrategyRules rules) : LadderStrategy(rules)
{
    public const string StrategyName = "powertrader";

    public override string Name => StrategyName;

    protected override int EntryLevel => Rules.StartLevel;

    protected override bool WantsEntry(in StrategyContext context, ref VerdictBuffer verdicts)
    {
        var known = verdicts.Add(Condition.HasSignal, context.Signals, 1, context.Signals >= 1);
        var enough = verdicts.Add(Condition.LongLevel, context.Long, Rules.StartLevel, context.Long >= Rules.StartLevel);
        var calm = verdicts.Add(Condition.ShortLevel, context.Short, 0, context.Short == 0);
        return known && enough && calm;
    }
}

/// <summary>Control: enters whenever it is flat. What PowerTrader's entries are worth is the difference to this.</summary>
public sealed class AlwaysStrategy(StrategyRules rules) : LadderStrategy(rules)
{
    public const string StrategyName = "always";

    public override string Name => StrategyName;

    protected override bool NeedsForecast => false;

    protected override bool WantsEntry(in StrategyContext context, ref VerdictBuffer verdicts) => true;
}

/// <summary>Control: enters at a given chance per decision, with the same ladder and exits.</summary>
/// <param name="chance">Per decision, from 0 to 1.</param>
public sealed class RandomStrategy(StrategyRules rules, decimal chance) : LadderStrategy(rules)
{
    public const string StrategyName = "random";

    public override string Name => StrategyName;

    protected override bool NeedsForecast => false;

    protected override bool WantsEntry(in StrategyContext context, ref VerdictBuffer verdicts) =>
        verdicts.Add(Condition.RandomDraw, context.Draw, chance, context.Draw < chance);
}
