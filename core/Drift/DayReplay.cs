using System.Globalization;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Drift;

/// <summary>Decides a recorded day again, by the kernel that decided it, and holds the two against each other.</summary>
public static class DayReplay
{
    /// <summary>Around a whole hour it is not recorded which forecast was known already.</summary>
    private static readonly TimeSpan Handover = TimeSpan.FromMinutes(4);

    /// <param name="kernel">With every settings version of the portfolio loaded.</param>
    public static DriftReport Of(TradeKernel kernel, PortfolioKey portfolio, RecordedDay day)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        ArgumentNullException.ThrowIfNull(day);
        var kept = day.Decisions.Where(decision => decision.Inputs is not null).ToList();
        var orders = day.Orders.Where(order => order.CreatedAt >= day.Start && !order.Leg.IsManual).ToList();
        var reason = kept.Count == 0 && (day.Decisions.Count > 0 || orders.Count > 0)
            ? "the inputs of its decisions were not kept: they are older than this program's records, or retention deleted them"
            : null;
        var differences = new List<DriftDifference>();
        if (reason is null)
        {
            foreach (var decision in kept) Compare(kernel, portfolio, day, decision, orders, differences);
            var decided = kept.Select(decision => (decision.Symbol, decision.Inputs!.Strategy.Now)).ToHashSet();
            differences.AddRange(orders.Where(order => !decided.Contains((order.Symbol, order.CreatedAt))).Select(order => new DriftDifference(
                order.CreatedAt, order.Symbol, DriftKind.Order, $"order {order.Id} ({order.Leg})", "no recorded decision wanted it")));
        }
        return new DriftReport(
            portfolio, day.Day, day.Decisions.Count, kept.Count, orders.Count, [.. differences.OrderBy(difference => difference.Time)], Slippage.Of(day), reason);
    }

    private static void Compare(
        TradeKernel kernel, PortfolioKey portfolio, RecordedDay day, DecisionRecord was, List<Order> orders, List<DriftDifference> differences)
    {
        var inputs = was.Inputs!;
        var now = inputs.Strategy.Now;
        void Differ(DriftKind kind, string recorded, string replayed) => differences.Add(new DriftDifference(now, was.Symbol, kind, recorded, replayed));
        SymbolDecision decision;
        try
        {
            decision = kernel.Replay(portfolio, inputs);
        }
        catch (TransientException missing)
        {
            Differ(DriftKind.Intent, was.Outcome, missing.Message);
            return;
        }
        var replayed = decision.Explain(was.Time);
        if (replayed.Outcome != was.Outcome) Differ(DriftKind.Intent, was.Outcome, replayed.Outcome);
        else if (FirstOther(was, replayed) is var (recorded, again)) Differ(DriftKind.Verdict, recorded, again);
        if (decision is { Wish: { } wish, Risk: RiskDecision.Allow allow })
            CompareOrder(orders.Find(order => order.Symbol == was.Symbol && order.CreatedAt == now && order.Leg == wish.Leg), allow, Differ);
        CompareLevels(day, inputs, Differ);
    }

    private static (string Was, string Replays)? FirstOther(DecisionRecord was, DecisionRecord replayed)
    {
        for (var i = 0; i < Math.Max(was.Verdicts.Count, replayed.Verdicts.Count); i++)
        {
            var (before, after) = (i < was.Verdicts.Count ? was.Verdicts[i].Text : "no rule", i < replayed.Verdicts.Count ? replayed.Verdicts[i].Text : "no rule");
            if (before != after) return (before, after);
        }
        return null;
    }

    private static void CompareOrder(Order? order, RiskDecision.Allow allow, Action<DriftKind, string, string> differ)
    {
        var intent = string.Create(CultureInfo.InvariantCulture, $"{allow.Quantity} at {allow.Limit}");
        if (order is null) differ(DriftKind.Order, "no order was made", intent);
        else if (order.Quantity != allow.Quantity || order.Limit != allow.Limit) differ(DriftKind.Order, string.Create(CultureInfo.InvariantCulture, $"{order.Quantity} at {order.Limit}"), intent);
    }

    /// <summary>The levels out of the stored forecasts at the signal price, where it is certain which ones were known.</summary>
    private static void CompareLevels(RecordedDay day, DecisionInputs inputs, Action<DriftKind, string, string> differ)
    {
        var context = inputs.Strategy;
        if (inputs.SignalPrice is not { } price || !day.Forecasts.TryGetValue(context.Symbol, out var all)) return;
        if (context.Now.UtcTicks % TimeSpan.TicksPerHour < Handover.Ticks) return;
        var newest = all.Where(forecast => forecast.CandleOpen <= context.Now).GroupBy(forecast => forecast.Timeframe).Select(group => group.MaxBy(forecast => forecast.CandleOpen)!);
        var levels = SignalLevels.From([.. newest], context.Now, TimeSpan.Zero);
        if ((levels.Long(price), levels.Short(price), levels.Active) != (context.Long, context.Short, context.Signals))
            differ(DriftKind.Signal, Words(context.Long, context.Short, context.Signals), Words(levels.Long(price), levels.Short(price), levels.Active));
    }

    private static string Words(int lows, int highs, int signals) => string.Create(CultureInfo.InvariantCulture, $"LONG {lows}, SHORT {highs} of {signals}");
}
