using System.Globalization;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Host.Running;

internal sealed record LifeStep(DateTimeOffset Time, string What);

internal sealed record FillView(DateTimeOffset Time, decimal Quantity, decimal Price, decimal Fee, decimal RealisedProfit, string TradeId);

/// <summary>One order: its life, its fills and the decision that made it.</summary>
/// <param name="Cycle">The workflow instance that decided it, for <c>flows</c>.</param>
/// <param name="Decision">Null for an order that a person made.</param>
internal sealed record OrderRow(
    string Kind, string Id, string Symbol, string Side, string Leg, long Deal, int Attempt, string State, decimal Quantity, decimal Limit, decimal Filled,
    decimal? AveragePrice, decimal Fees, string? Reason, int SettingsVersion, string Cycle, string? VenueOrderId, IReadOnlyList<LifeStep> Life,
    IReadOnlyList<FillView> Fills, DecisionView? Decision);

/// <summary>An order with what belongs to it.</summary>
internal sealed record OrderExplanation(Order Order, IReadOnlyList<Fill> Fills, DecisionRecord? Decision)
{
    public decimal? AveragePrice => Order.Filled.IsZero ? null : Order.FilledValue.Amount / Order.Filled.Value;

    public OrderRow ToView() => new(
        "order", Order.Id.ToString(), Order.Symbol.Value, Order.Side.ToString().ToLowerInvariant(), Order.Leg.Text, Order.Deal, Order.Attempt,
        Order.State.ToString().ToLowerInvariant(), Order.Quantity.Value, Order.Limit.Value, Order.Filled.Value, AveragePrice, Order.Fees.Amount, Order.Reason,
        Order.SettingsVersion, Order.CycleId, Order.VenueOrderId, Life(),
        [.. Fills.Select(fill => new FillView(fill.Time, fill.Quantity.Value, fill.Price.Value, fill.Fee.Amount, fill.RealisedProfit.Amount, fill.TradeId))],
        Decision is null ? null : DecisionView.Of(Decision));

    /// <summary>From the intent to the end, oldest first.</summary>
    public IReadOnlyList<LifeStep> Life()
    {
        var steps = new List<LifeStep>
        {
            new(Order.CreatedAt, string.Create(CultureInfo.InvariantCulture, $"created: {Order.Quantity} at {Order.Limit}, valid until {Order.ValidUntil:HH:mm:ss}")),
        };
        if (Order.SubmittedAt is { } submitted) steps.Add(new(submitted, "submitted to the venue"));
        if (Order.AcceptedAt is { } accepted) steps.Add(new(accepted, $"accepted as {Order.VenueOrderId}"));
        foreach (var fill in Fills) steps.Add(new(fill.Time, $"filled {fill.Quantity} at {fill.Price}, fee {fill.Fee}"));
        var state = Order.State.ToString().ToLowerInvariant();
        if (Order.FinalAt is { } ended) steps.Add(new(ended, Order.Reason is null ? state : $"{state}: {Order.Reason}"));
        else if (Order.State == OrderState.Unknown) steps.Add(new(Order.SubmittedAt ?? Order.CreatedAt, $"unknown: {Order.Reason}; reconciliation settles it"));
        return [.. steps.OrderBy(step => step.Time)];
    }

    public static async Task<OrderExplanation> OfAsync(TradingSystem system, Order order, IEnumerable<Fill> fills, CancellationToken cancellationToken) => new(
        order, [.. fills.Where(fill => fill.OrderId == order.Id).OrderBy(fill => fill.Sequence)],
        await Explanation.DecisionAtAsync(system.Work, order.Symbol, order.CreatedAt, cancellationToken));
}
