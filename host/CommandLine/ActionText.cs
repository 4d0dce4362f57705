using System.Globalization;
using PowerTrader.Core.Actions;

namespace PowerTrader.Host.CommandLine;

/// <summary>A preview or an answer as people read it.</summary>
internal static class ActionText
{
    public static IEnumerable<string> Lines(ActionAnswer answer, string currency, bool running, bool realTime)
    {
        if (answer.Preview is { } preview)
        {
            foreach (var line in Preview(preview, currency)) yield return line;
        }
        switch (answer.Outcome)
        {
            case ActionOutcome.Previewed:
                yield return "Nothing was done; add --yes to do it.";
                break;
            case ActionOutcome.Done:
                yield return answer.Order is { } made ? $"Ordered: {made.Id} ({made.Leg})." : "Done.";
                if (answer.Order is not null && !running)
                    yield return "No trader runs now: the order is sent at the next start" + (realTime ? FormattableString.Invariant($", if that is before {answer.Order.ValidUntil:HH:mm:ss} UTC; later it is refused as stale.") : ".");
                break;
            case ActionOutcome.Repeated:
                yield return answer.Order is { } first
                    ? FormattableString.Invariant($"The key '{answer.Key}' was used before; nothing was done again. Its order {first.Id} is {first.State}, {first.Filled} of {first.Quantity} filled.")
                    : $"The key '{answer.Key}' was used before; nothing was done again.";
                break;
            case ActionOutcome.Waiting:
                yield return $"The running trader has not answered yet; it carries it out within 15 minutes, or not at all. Ask again with --key {answer.Key} to see.";
                break;
            default:
                yield return "Refused; nothing was done.";
                break;
        }
    }

    private static IEnumerable<string> Preview(ActionPreview preview, string currency)
    {
        yield return FormattableString.Invariant($"{preview.Symbol} {preview.Action}, {preview.Time:yyyy-MM-dd HH:mm:ss} UTC: {preview.Summary}");
        if (preview.Order is { } order)
        {
            yield return $"  {order.Side} {Figures.Exact(order.Quantity)} at a limit of {Figures.Exact(order.Limit)}, expected price {Figures.Exact(order.ExpectedPrice)}";
            yield return $"  value {Money(order.ExpectedValue)} {currency}, fee {Money(order.ExpectedFee)}{(order.Reserved > 0 ? $", reserved until it fills {Money(order.Reserved)}" : "")}";
            if (order.Profit is { } profit) yield return $"  profit net of all fees {Money(profit)} {currency}{(order.ProfitPercent is { } percent ? $" ({percent.ToString("+0.00;-0.00", CultureInfo.InvariantCulture)} %)" : "")}";
            if (order.MadeSmallerBy is { } rule) yield return $"  made smaller than asked by {rule}";
            yield return $"  free cash  {Money(preview.FreeCashBefore)} -> {Money(preview.FreeCashAfter)}";
        }
        if (preview.Refusal is null)
        {
            foreach (var line in Change(preview.Before, preview.After)) yield return line;
        }
        foreach (var rule in preview.Rules) yield return $"  {rule.Text}";
    }

    private static IEnumerable<string> Change(DealFigures? before, DealFigures? after)
    {
        if (before is null && after is null) yield break;
        yield return $"  held       {Figures.Exact(before?.Quantity ?? 0)} -> {Figures.Exact(after?.Quantity ?? 0)}, cost {Money(before?.Cost ?? 0)} -> {Money(after?.Cost ?? 0)}";
        if (after is null)
        {
            yield return "  the deal ends";
            yield break;
        }
        yield return $"  ladder     {Money(before?.Unspent ?? 0)} -> {Money(after.Unspent)} left of {Money(after.Budget)}{(after.DcaPaused ? ", paused" : "")}";
        yield return $"  exit       arms at {(before is null ? "-" : Figures.Exact(before.ProfitLine))} -> {Figures.Exact(after.ProfitLine)} ({Figures.Exact(after.StartPercent)} % net), gap {Figures.Exact(after.GapPercent)} %";
    }

    private static string Money(decimal amount) => amount.ToString("0.00##", CultureInfo.InvariantCulture);
}
