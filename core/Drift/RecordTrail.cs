using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Drift;

/// <summary>Whether what a coin's strategy wished at an instant left a record, or nobody can tell.</summary>
internal sealed class RecordTrail(RecordedDay day, BookPast past, CoinPast coin, Symbol symbol)
{
    /// <summary>From the look that wished to the record of it: a cycle, perhaps on another machine, after retries.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromMinutes(2);

    /// <summary>A gate may look at a portfolio as it was this long ago.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(6);

    /// <summary>The next quote confirms it or is another one: it never stands for long.</summary>
    private static readonly string Passing = $": refused by {Condition.LoneOutlier}:";

    private static readonly HashSet<string> Handwork = ["dca-paused", "dca-resumed", "target-set", "budget-raised"];

    private readonly List<DecisionRecord> decisions = [.. day.Decisions.Where(decision => decision.Symbol == symbol).OrderBy(decision => decision.Time)];
    private readonly List<Order> orders = [.. day.Orders.Where(order => order.Symbol == symbol)];
    private readonly DateTimeOffset? changedByHand = past.Audit.Where(entry => entry.Subject == symbol.Value && Handwork.Contains(entry.Kind)).Select(entry => (DateTimeOffset?)entry.Time).Max();

    /// <summary>A record, an order or a standing refusal tells of the wish, or it may be that the gate knew another state.</summary>
    public bool Explains(DateTimeOffset time) =>
        decisions.Exists(decision => (decision.Time - time).Duration() <= Reach)
        || decisions.FindLast(decision => decision.Time <= time) is { IsRefusal: true } refusal && !refusal.Outcome.Contains(Passing, StringComparison.Ordinal)
        || orders.Exists(order => order.CreatedAt - Reach <= time && (order.FinalAt is not { } end || time <= end + Settling))
        || coin.Holdings.Any(holding => holding.Time <= time && time - holding.Time <= Settling)
        || past.Versions.Any(version => (version.Time - time).Duration() <= Settling);

    /// <summary>A person changed the deal later that day: what its ladder and its exit were before is not known.</summary>
    public bool IsHandmade(DateTimeOffset time) => changedByHand is { } until && time <= until;

    /// <summary>A cycle ran, on quotes of its own: what the gate saw in that minute moved no trailing exit.</summary>
    public bool HasCycle(DateTimeOffset time) =>
        day.Decisions.Any(decision => decision.Time >= time && decision.Time - time <= Reach) || day.Orders.Any(order => order.CreatedAt >= time && order.CreatedAt - time <= Reach);
}
