using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Actions;

/// <summary>What would happen, before anything does. Money in the portfolio's currency.</summary>
/// <param name="Summary">One sentence.</param>
public sealed record ActionPreview(string Action, string Symbol, DateTimeOffset Time, string Summary)
{
    /// <summary>Null where no order is made.</summary>
    public OrderPlan? Order { get; init; }

    /// <summary>Null where the coin has no deal.</summary>
    public DealFigures? Before { get; init; }

    /// <summary>As it would be after the whole order had filled at the expected price; null where the deal ends.</summary>
    public DealFigures? After { get; init; }

    public decimal FreeCashBefore { get; init; }

    public decimal FreeCashAfter { get; init; }

    public ActionRefusal? Refusal { get; init; }

    /// <summary>Each rule that was asked, in order, with its limit.</summary>
    public IReadOnlyList<RuleLine> Rules { get; init; } = [];
}

/// <param name="ExpectedPrice">The touch with slippage, never beyond the limit.</param>
/// <param name="Reserved">Cash held until it fills; zero for a sale.</param>
/// <param name="Profit">Of a sale: net of both sides' fees.</param>
/// <param name="MadeSmallerBy">The rule that allows less than was asked; null where none does.</param>
public sealed record OrderPlan(
    string Side, decimal Quantity, decimal Limit, decimal ExpectedPrice, decimal ExpectedValue, decimal ExpectedFee, decimal Reserved,
    decimal? Profit, decimal? ProfitPercent, string? MadeSmallerBy);

/// <param name="Unspent">Of the budget, for steps to come.</param>
/// <param name="ProfitLine">The bid that arms the trailing exit; 0 where nothing is held.</param>
public sealed record DealFigures(
    long Number, decimal Quantity, decimal Cost, decimal Budget, decimal Unspent, int DcaSteps, bool DcaPaused, decimal StartPercent, decimal GapPercent, decimal ProfitLine);

public sealed record RuleLine(string Rule, decimal Value, decimal Threshold, bool Passed, string Text)
{
    public static IReadOnlyList<RuleLine> Of(in VerdictBuffer verdicts)
    {
        var lines = new RuleLine[verdicts.Count];
        for (var i = 0; i < lines.Length; i++)
            lines[i] = new RuleLine(verdicts[i].Condition.ToString(), verdicts[i].Value, verdicts[i].Threshold, verdicts[i].Passed, verdicts[i].Text);
        return lines;
    }
}

/// <summary>An order as the world outside reads it.</summary>
public sealed record OrderView(
    string Id, DateTimeOffset Time, string Symbol, string Side, string Leg, long Deal, string State, decimal Quantity, decimal Limit, decimal Filled,
    decimal FilledValue, decimal Fees, decimal Reserved, DateTimeOffset ValidUntil, string? Reason)
{
    public static OrderView Of(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return new OrderView(
            order.Id.ToString(), order.CreatedAt, order.Symbol.Value, order.Side.ToString().ToLowerInvariant(), order.Leg.Text, order.Deal,
            order.State.ToString().ToLowerInvariant(), order.Quantity.Value, order.Limit.Value, order.Filled.Value, order.FilledValue.Amount, order.Fees.Amount,
            order.Reserved.Amount, order.ValidUntil, order.Reason);
    }
}

public enum ActionOutcome
{
    Previewed,
    Done,

    /// <summary>The key was used before, for this very request: nothing was done again.</summary>
    Repeated,
    Refused,

    /// <summary>Left for the running trader, which has not answered yet.</summary>
    Waiting,
}

/// <summary>What became of a request.</summary>
/// <param name="Order">The order made by it, or by the first request with its key; as it is now.</param>
public sealed record ActionAnswer(string Key, ActionOutcome Outcome, ActionPreview? Preview, OrderView? Order, IReadOnlyList<ActionRefusal> Refusals)
{
    public static ActionAnswer Refused(string key, params IReadOnlyList<ActionRefusal> refusals) => new(key, ActionOutcome.Refused, null, null, refusals);

    public static ActionAnswer Of(string key, ActionOutcome done, ActionPreview preview, Order? order = null)
    {
        ArgumentNullException.ThrowIfNull(preview);
        return preview.Refusal is { } refusal
            ? new ActionAnswer(key, ActionOutcome.Refused, preview, null, [refusal])
            : new ActionAnswer(key, done, preview, order is null ? null : OrderView.Of(order), []);
    }
}
