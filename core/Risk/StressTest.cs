using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Risk;

/// <summary>What a fall of every coin together would do to a portfolio whose deals all began at its top.</summary>
/// <param name="FallPercent">From the entry, positive.</param>
/// <param name="Invested">Money in coins after the ladder's steps on the way down, fees included.</param>
/// <param name="Loss">Invested less what selling at the bottom yields.</param>
/// <param name="LossPercent">Of equity.</param>
public sealed record StressRow(decimal FallPercent, Money Invested, Money Loss, decimal LossPercent);

/// <summary>The money that a ladder needs, and what it can lose.</summary>
public static class StressTest
{
    /// <summary>Money of one coin: its ladder's budget and the entry it begins with.</summary>
    public static (Money Budget, Money BaseOrder) PerCoin(Money equity, int coins, StrategyRules strategy, RiskRules risk, CostRules costs)
    {
        ArgumentNullException.ThrowIfNull(risk);
        ArgumentNullException.ThrowIfNull(costs);
        var budget = equity * (risk.BudgetPercent(coins) / 100m);
        return (budget, Ladder.BaseOrder(budget, strategy, costs.FeeRate));
    }

    /// <summary>Coins of one set of rules.</summary>
    public static StressRow Fall(decimal fallPercent, Money equity, int coins, StrategyRules strategy, RiskRules risk, CostRules costs) =>
        Fall(fallPercent, equity, [.. Enumerable.Repeat((strategy, risk), coins)], costs);

    /// <summary>Every coin enters at 1, buys each step that its fall reaches, and is marked at the bottom, exit costs on. A stop loss ends a coin where it stands.</summary>
    /// <param name="coins">The rules of each.</param>
    public static StressRow Fall(decimal fallPercent, Money equity, IReadOnlyList<(StrategyRules Strategy, RiskRules Risk)> coins, CostRules costs)
    {
        ArgumentNullException.ThrowIfNull(coins);
        ArgumentNullException.ThrowIfNull(costs);
        decimal invested = 0, lost = 0;
        foreach (var (strategy, risk) in coins)
        {
            var (budget, entry) = PerCoin(equity, coins.Count, strategy, risk, costs);
            var (cost, loss) = Fall(1 - fallPercent / 100m, budget.Amount, entry.Amount, strategy, costs);
            invested += cost;
            lost += loss;
        }
        return new StressRow(fallPercent, new Money(invested), new Money(lost), equity.Amount > 0 ? lost / equity.Amount * 100m : 0);
    }

    private static (decimal Cost, decimal Loss) Fall(decimal bottom, decimal budget, decimal entry, StrategyRules strategy, CostRules costs)
    {
        var quantity = entry;
        var cost = entry * (1 + costs.FeeRate);
        foreach (var step in strategy.DcaEnabled ? strategy.LadderPercents : [])
        {
            var price = cost / quantity * (1 + step / 100m);
            if (price < bottom) break;
            var bought = Math.Min(quantity * strategy.DcaMultiplier, Math.Max(0, budget - cost) / (price * (1 + costs.FeeRate)));
            cost += bought * price * (1 + costs.FeeRate);
            quantity += bought;
        }
        if (strategy.StopLossPercent > 0) bottom = Math.Max(bottom, cost / quantity * (1 - strategy.StopLossPercent / 100m));
        return (cost, cost - quantity * bottom * costs.ExitShare);
    }
}
