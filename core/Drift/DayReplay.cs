using System.Globalization;
using PowerTrader.Core.Markets;
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
        var rebuilt = 0;
        if (day.Past is { } past)
        {
            var coins = past.Coins();
            differences.AddRange(Missed(kernel, day, past, coins));
            rebuilt = CompareStates(new StateCheck(kernel, day, past, coins), kept, differences);
        }
        return new DriftReport(
            portfolio, day.Day, day.Decisions.Count, kept.Count, orders.Count, [.. differences.OrderBy(difference => difference.Time)], Slippage.Of(day), reason)
        {
            Looks = day.Watched is null ? 0 : day.Minutes,
            WatchedMinutes = day.Watched is var (from, to) ? MinutesBetween(from, to) : 0,
            Rebuilt = rebuilt,
        };
    }

    /// <summary>Minutes of the clock that have begun: of a day that is not over, the one of the last look as well.</summary>
    private static int MinutesBetween(DateTimeOffset from, DateTimeOffset to) => (int)((to.UtcTicks - 1) / TimeSpan.TicksPerMinute - from.UtcTicks / TimeSpan.TicksPerMinute) + 1;

    private static IEnumerable<DriftDifference> Missed(TradeKernel kernel, RecordedDay day, BookPast past, Dictionary<Symbol, CoinPast> coins) =>
        coins.Where(coin => coin.Value.IsWhole && past.WasConfigured(coin.Key, day.End)).SelectMany(coin => new MissedCheck(
            day, new CoinGate(kernel, day, past, coin.Value, coin.Key), new RecordTrail(day, past, coin.Value, coin.Key), past).Find());

    private static int CompareStates(StateCheck check, List<DecisionRecord> kept, List<DriftDifference> differences)
    {
        var rebuilt = 0;
        foreach (var decision in kept)
        {
            if (check.Of(decision) is not { } found) continue;
            rebuilt++;
            differences.AddRange(found);
        }
        return rebuilt;
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
        // At a venue apart the decision's own signal price is moved by the venue's usual distance from the market: the gate's look has the market's.
        var market = day.IsApart ? (day.Looks.GetValueOrDefault(context.Symbol) ?? []).LastOrDefault(look => look.Time <= context.Now && context.Now - look.Time <= RecordTrail.Reach).Signal : inputs.SignalPrice;
        if (market is not { } price || price == 0 || !day.Forecasts.TryGetValue(context.Symbol, out var all)) return;
        if (CoinGate.IsHandover(context.Now)) return;
        var newest = all.Where(forecast => forecast.CandleOpen <= context.Now).GroupBy(forecast => forecast.Timeframe).Select(group => group.MaxBy(forecast => forecast.CandleOpen)!);
        var levels = SignalLevels.From([.. newest], context.Now, TimeSpan.Zero);
        if ((levels.Long(price), levels.Short(price), levels.Active) != (context.Long, context.Short, context.Signals))
            differ(DriftKind.Signal, Words(context.Long, context.Short, context.Signals), Words(levels.Long(price), levels.Short(price), levels.Active));
    }

    private static string Words(int lows, int highs, int signals) => string.Create(CultureInfo.InvariantCulture, $"LONG {lows}, SHORT {highs} of {signals}");
}
