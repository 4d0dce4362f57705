using PowerTrader.Core.Alerts;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>What a commit brings, noted before it and counted after it: a change that lost its race is not counted.</summary>
internal sealed class CommitTelemetry
{
    private const string OrderPrefix = "order-";

    /// <summary>As the audit names them; a partial fill writes the order too and reaches no state.</summary>
    private static readonly Dictionary<string, string> States = new[] { "intended", "accepted", "unknown" }
        .Concat(Enum.GetValues<OrderState>().Where(state => state.IsFinal()).Select(state => state.ToString().ToLowerInvariant()))
        .ToDictionary(state => OrderPrefix + state);

    private readonly List<(string State, TimeSpan? Duration)> orders = [];
    private readonly List<Alert> alerts = [];
    private readonly int decisions;

    private CommitTelemetry(PortfolioChanges changes)
    {
        foreach (var entry in changes.Audit)
        {
            if (States.TryGetValue(entry.Kind, out var state)) orders.Add((state, DurationOf(changes, entry.Subject)));
        }
        foreach (var item in changes.Outbox)
        {
            if (item.Target == Names.Decisions) decisions++;
            else if (item.Target == Names.Alerts) alerts.Add(Wire.Read<Alert>(item.Body));
        }
    }

    /// <summary>Null where nobody counts.</summary>
    public static CommitTelemetry? Of(PortfolioChanges changes) => TraderTelemetry.IsCounting ? new CommitTelemetry(changes) : null;

    public void Count(IReadOnlyList<Fill> fills)
    {
        var ordered = 0;
        foreach (var (state, duration) in orders)
        {
            if (state == "intended") ordered++;
            TraderTelemetry.OrderReached(state);
            if (duration is { } lasted) TraderTelemetry.OrderEnded(state, lasted);
        }
        TraderTelemetry.Decided("ordered", Math.Min(ordered, decisions));
        TraderTelemetry.Decided("refused", decisions - ordered);
        foreach (var fill in fills) TraderTelemetry.Filled(fill.Side.ToString().ToLowerInvariant());
        foreach (var alert in alerts) TraderTelemetry.Alerted(alert.Severity.ToString().ToLowerInvariant(), alert.Kind);
    }

    /// <summary>Of an order that this commit ended.</summary>
    private static TimeSpan? DurationOf(PortfolioChanges changes, string orderId)
    {
        foreach (var order in changes.Orders.Values)
        {
            if (order.FinalAt is { } end && order.Id.ToString() == orderId) return end - order.CreatedAt;
        }
        return null;
    }
}
