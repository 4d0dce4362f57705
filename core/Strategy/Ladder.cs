using System.Globalization;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Strategy;

/// <summary>Sizing backwards from money: budget → whole ladder → base order.</summary>
/// <remarks>
/// With a base order of 1 at price 1 each step buys multiplier × the position's value at the price where its percent is reached. That price follows
/// from the average cost: value = cost × (1 + percent). The sum over all steps is the ladder's total in units of the base order
/// (multiplier 1 and −2.5 −5 −10 −20 −30 % give about 22.4).
/// </remarks>
public static class Ladder
{
    /// <summary>Money of the whole ladder in units of the base order, the base order included.</summary>
    public static decimal TotalFactor(StrategyRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var cost = 1m;
        if (!rules.DcaEnabled) return cost;
        foreach (var percent in rules.LadderPercents) cost += cost * (1 + percent / 100m) * rules.DcaMultiplier;
        return cost;
    }

    /// <summary>Smallest order of the ladder in units of the base order: a shallow multiplier makes the steps smaller than the base.</summary>
    public static decimal SmallestFactor(StrategyRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var cost = 1m;
        var smallest = 1m;
        if (!rules.DcaEnabled) return smallest;
        foreach (var percent in rules.LadderPercents)
        {
            var step = cost * (1 + percent / 100m) * rules.DcaMultiplier;
            smallest = Math.Min(smallest, step);
            cost += step;
        }
        return smallest;
    }

    /// <summary>Null where the venue takes the ladder's smallest order, else what this account could run.</summary>
    /// <param name="minimum">Smallest order that the venue takes.</param>
    public static string? Shortfall(Money budget, StrategyRules rules, decimal feeRate, Money minimum)
    {
        var smallest = BaseOrder(budget, rules, feeRate) * SmallestFactor(rules);
        if (smallest >= minimum) return null;
        var needed = minimum / SmallestFactor(rules) * TotalFactor(rules) * (1 + feeRate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"the ladder's smallest order {smallest.Amount:0.####} is under the venue's minimum {minimum.Amount:0.####}: a budget of {needed.Amount:0.##} per coin would do, this one has {budget.Amount:0.##}; use fewer steps, fewer coins or more money");
    }

    /// <summary>Money of the entry, so that the whole ladder with its fees fits the budget.</summary>
    public static Money BaseOrder(Money budget, StrategyRules rules, decimal feeRate) => budget / (TotalFactor(rules) * (1 + feeRate));
}
