using System.Globalization;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>What an emergency stop did with one order or position.</summary>
/// <param name="Outcome"><c>cancelled</c>, <c>filled</c>, <c>unknown</c>, <c>selling</c> or <c>held</c>.</param>
/// <param name="Text">In words, with what a person still has to look at.</param>
public sealed record StopStep(string Subject, string Outcome, string Text)
{
    /// <summary>That sells; null where nothing does.</summary>
    public ClientOrderId? Order { get; init; }
}

/// <param name="State">In which the portfolio is now: halted, or reducing while positions are being sold.</param>
public sealed record StopReport(HaltState State, IReadOnlyList<StopStep> Steps)
{
    /// <summary>Nothing is left that a person has to look at.</summary>
    public bool IsClean => Steps.All(step => step.Outcome is "cancelled" or "filled" or "selling");
}

/// <summary>Stops everything: first nothing more is sent, then what is open is cancelled, then, if asked, what is held is sold. What fails is told, and the rest goes on.</summary>
public sealed class EmergencyStop(PortfolioSessions sessions, ActionFlow actions, ITradingClock clock)
{
    /// <summary>Asking again repeats what failed.</summary>
    /// <param name="sell">Positions are closed at the market: the portfolio is reducing until a person halts or resumes it, because a halted one sends nothing.</param>
    /// <param name="close">How a position is closed; null does it here.</param>
    public async Task<StopReport> RunAsync(
        PortfolioKey key, bool sell, string reason, CancellationToken cancellationToken, Func<ActionRequest, CancellationToken, Task<ActionAnswer>>? close = null)
    {
        var state = sell ? HaltState.Reducing : HaltState.Halted;
        var now = clock.Now;
        await sessions.ChangeAsync(key, $"stop|{now.UtcTicks}", book => book.SetHalt(null, state, reason, now), cancellationToken);
        var steps = new List<StopStep>();
        foreach (var order in (await sessions.GetAsync(key, cancellationToken)).OpenOrders.ToList()) steps.Add(await CancelAsync(key, order, cancellationToken));
        var held = (await sessions.GetAsync(key, cancellationToken)).Symbols.Where(symbol => symbol.Deal is { HasPosition: true }).Select(symbol => (symbol.Symbol, symbol.Deal!)).ToList();
        foreach (var (symbol, deal) in held)
        {
            steps.Add(sell
                ? await SellAsync(key, symbol, deal.Number, now, close, cancellationToken)
                : new StopStep(symbol.Value, "held", $"{deal.Quantity} {symbol.Base} of deal {deal.Number} are held; 'powertrader stop --sell' sells them"));
        }
        return new StopReport(state, steps);
    }

    /// <summary>The same report once its sales were followed for a while: what became of each.</summary>
    public async Task<StopReport> FollowUpAsync(PortfolioKey key, StopReport report, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        var steps = new List<StopStep>();
        foreach (var step in report.Steps)
        {
            var order = step.Order is { } id ? await sessions.Store.GetOrderAsync(key, id, cancellationToken) : null;
            steps.Add(order is null ? step : SoldOrNot(step, order));
        }
        return report with { Steps = steps };
    }

    private static StopStep SoldOrNot(StopStep step, Order order)
    {
        var coin = order.Symbol.Base;
        if (order.State == OrderState.Filled) return step with { Outcome = "filled", Text = $"{order.Filled} {coin} were sold for {order.FilledValue} {order.Symbol.Quote} (order {order.Id})" };
        return order.State.IsFinal()
            ? step with { Outcome = "held", Text = $"{order.Filled} of {order.Quantity} {coin} were sold; the order is {order.State.ToString().ToLowerInvariant()}{(order.Reason is { } why ? ": " + why : "")}; ask again, or sell at the venue's own page" }
            : step with { Outcome = "unknown", Text = $"{order.Filled} of {order.Quantity} {coin} were sold so far; order {order.Id} is still {order.State.ToString().ToLowerInvariant()}, and the next start follows it" };
    }

    private async Task<StopStep> CancelAsync(PortfolioKey key, Order order, CancellationToken cancellationToken)
    {
        var what = $"{order.Side.ToString().ToLowerInvariant()} of {order.Quantity} {order.Symbol.Base} at {order.Limit}";
        if (order.State is OrderState.Submitting or OrderState.Unknown)
            return new StopStep(order.Id.ToString(), "unknown", $"{what}: nobody knows yet whether the venue has it; the next reconciliation tells, and cancels what should not be there");
        try
        {
            await actions.CancelAsync(key, order.Id, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            return new StopStep(order.Id.ToString(), "unknown", $"{what}: the venue did not confirm the cancel ({fault.Message}); ask again, or look at the venue's own page");
        }
        return (await sessions.GetAsync(key, cancellationToken)).FindOpenOrder(order.Id) is { } open
            ? new StopStep(order.Id.ToString(), "unknown", $"{what}: its cancel is under way, {open.Filled} filled so far; it is followed to its end")
            : await EndedAsync(key, order, what, cancellationToken);
    }

    private async Task<StopStep> EndedAsync(PortfolioKey key, Order order, string what, CancellationToken cancellationToken)
    {
        var final = await sessions.Store.GetOrderAsync(key, order.Id, cancellationToken);
        return final is { State: OrderState.Filled }
            ? new StopStep(order.Id.ToString(), "filled", $"{what}: it had filled")
            : new StopStep(order.Id.ToString(), "cancelled", $"{what}: cancelled{(final is { Filled.IsZero: false } ? $", after {final.Filled} had filled" : "")}");
    }

    private async Task<StopStep> SellAsync(
        PortfolioKey key, Symbol symbol, long deal, DateTimeOffset now, Func<ActionRequest, CancellationToken, Task<ActionAnswer>>? close, CancellationToken cancellationToken)
    {
        var request = new ActionRequest(ActionKind.Close, symbol, string.Create(CultureInfo.InvariantCulture, $"stop-{deal}-{now.ToUnixTimeSeconds()}"));
        try
        {
            var answer = close is null ? await actions.PerformAsync(key, request, cancellationToken) : await close(request, cancellationToken);
            return answer.Order is { } order
                ? new StopStep(symbol.Value, "selling", $"{order.Quantity} {symbol.Base} are being sold at {order.Limit} or better (order {order.Id})") { Order = ClientOrderId.Parse(order.Id) }
                : new StopStep(symbol.Value, "held", $"not sold: {string.Join("; ", answer.Refusals.Select(refusal => refusal.Line))}");
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            return new StopStep(symbol.Value, "held", $"not sold: {fault.Message}; ask again, or sell at the venue's own page");
        }
    }
}
