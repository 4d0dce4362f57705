using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Drift;

/// <summary>Holds the state that each decision says it saw against the one that fills, ledger and orders make.</summary>
/// <remarks>
/// The ledger says when the venue executed, not when it was booked: while an order was under way, each state that it may have had then is allowed.
/// </remarks>
internal sealed class StateCheck
{
    /// <summary>Of prices: a decision's quotes of other coins are not kept.</summary>
    private const decimal PriceTolerance = 0.01m;

    private const decimal Rounding = 0.000_000_001m;

    private readonly TradeKernel kernel;
    private readonly RecordedDay day;
    private readonly BookPast past;
    private readonly Dictionary<Symbol, CoinPast> coins;
    private readonly Dictionary<ClientOrderId, Order> orders;
    private readonly List<(long Sequence, DateTimeOffset Earliest, DateTimeOffset Latest)> bookings;

    public StateCheck(TradeKernel kernel, RecordedDay day, BookPast past, Dictionary<Symbol, CoinPast> coins)
    {
        (this.kernel, this.day, this.past, this.coins) = (kernel, day, past, coins);
        orders = day.Orders.ToDictionary(order => order.Id);
        var late = past.Audit.Where(entry => entry.Kind == "fill-late").ToDictionary(entry => entry.Text.Split(' ')[0], entry => entry.Time);
        var fills = past.Fills.ToDictionary(fill => fill.Sequence);
        bookings = [.. past.Ledger.Select(entry => (entry.Sequence, entry.Time, fills.TryGetValue(entry.Sequence, out var fill) ? BookedBy(fill, late) : entry.Time))];
    }

    private DateTimeOffset BookedBy(Fill fill, Dictionary<string, DateTimeOffset> late) =>
        late.TryGetValue(fill.TradeId, out var time) ? time
        : orders.TryGetValue(fill.OrderId, out var order) ? order.FinalAt ?? DateTimeOffset.MaxValue
        : fill.Time.AddDays(1);

    /// <summary>The differences of the state that fits best; null where this decision's state cannot be made again.</summary>
    public IReadOnlyList<DriftDifference>? Of(DecisionRecord was)
    {
        var inputs = was.Inputs!;
        if (!coins.TryGetValue(was.Symbol, out var coin) || !coin.IsWhole) return null;
        var now = inputs.Strategy.Now;
        var known = bookings.Where(booking => booking.Latest < now).Select(booking => booking.Sequence).DefaultIfEmpty(bookings.Count > 0 ? bookings[0].Sequence - 1 : past.Head.LedgerSequence).Max();
        var possible = bookings.Where(booking => booking.Earliest > now).Select(booking => booking.Sequence - 1).DefaultIfEmpty(past.Head.LedgerSequence).Min();
        List<DriftDifference>? best = null;
        for (var sequence = Math.Max(known, possible); sequence >= known && best is not { Count: 0 }; sequence--)
        {
            foreach (var ending in (bool[])[true, false])
            {
                var differences = Differences(was, coin, sequence, ending).ToList();
                if (best is null || differences.Count < best.Count) best = differences;
            }
        }
        return best ?? [];
    }

    /// <param name="ending">Whether orders that ended in the decision's very instant had ended.</param>
    private IEnumerable<DriftDifference> Differences(DecisionRecord was, CoinPast coin, long sequence, bool ending)
    {
        var (inputs, holding) = (was.Inputs!, coin.After(sequence));
        var now = inputs.Strategy.Now;
        DriftDifference Differ(string field, decimal recorded, decimal rebuilt) => new(now, was.Symbol, DriftKind.State, Words(field, recorded), Words(field, rebuilt));
        var deal = inputs.Strategy.Deal;
        if (deal is { Quantity.IsZero: false } held)
        {
            if (held.Quantity != holding.Quantity) yield return Differ("quantity", held.Quantity.Value, holding.Quantity.Value);
            if (!Same(held.TotalCost.Amount, holding.Cost.Amount)) yield return Differ("cost", held.TotalCost.Amount, holding.Cost.Amount);
            if (held.DcaSteps != holding.Steps) yield return Differ("steps", held.DcaSteps, holding.Steps);
            if (held.Trailing.Active && PeakOf(was, coin, holding) is var (least, most) && (held.Trailing.Peak < least || held.Trailing.Peak > most))
                yield return Differ("trailing peak", held.Trailing.Peak, held.Trailing.Peak < least ? least : most);
        }
        else if (inputs.Risk?.Instrument is { } instrument && holding.Quantity >= instrument.SmallestSale(inputs.Execution.Bid) && !holding.Quantity.IsZero)
        {
            // Less than that is what a deal left behind, which is no part of the next one until it has bought.
            yield return Differ("quantity", 0, holding.Quantity.Value);
        }
        if (inputs.Risk is not { } risk) yield break;
        var open = OpenAt(was, now, ending);
        var cash = CashAfter(sequence) - open.Sum(order => ReservedAfter(order, sequence));
        if (!Same(risk.FreeCash.Amount, cash)) yield return Differ("cash", risk.FreeCash.Amount, cash);
        var share = Math.Max(holding.Cost.Amount, inputs.Execution.Bid.Value * holding.Quantity.Value) + open.Where(order => order.Symbol == was.Symbol).Sum(order => ReservedAfter(order, sequence));
        if (Math.Abs(risk.CoinShare.Amount - share) > Math.Max(PriceTolerance * share, Rounding)) yield return Differ("exposure", risk.CoinShare.Amount, share);
    }

    /// <summary>Between what the gate saw since the deal's last purchase and the highest price of that time; null where not all of it is of this day, or a person reset it.</summary>
    private (decimal Least, decimal Most)? PeakOf(DecisionRecord was, CoinPast coin, Holding holding)
    {
        var (now, since) = (was.Inputs!.Strategy.Now, holding.Bought);
        var trail = new RecordTrail(day, past, coin, was.Symbol);
        if (day.Watched is not var (from, _) || since < from || trail.IsHandmade(since)) return null;
        var looks = (day.Looks.GetValueOrDefault(was.Symbol) ?? []).Where(look => look.Time > since && look.Time < now).ToList();
        var seen = looks.Where(look => look.Age == 0 && look.Time > since + RecordTrail.Reach && look.Time < now - RecordTrail.Reach && !trail.HasCycle(look.Time)).Select(look => look.Bid);
        var highs = (day.Hours.GetValueOrDefault(was.Symbol) ?? []).Where(hour => hour.OpenTime > since.AddHours(-1) && hour.OpenTime <= now).Select(hour => hour.High);
        var most = highs.Concat(looks.Select(look => look.Bid)).Append(was.Inputs.Execution.Bid.Value).Max();
        return (seen.DefaultIfEmpty(0).Max() * (1 - PriceTolerance / 10), most * (1 + PriceTolerance));
    }

    /// <summary>Of the same cycle, those of coins that come before: a cycle decides coin by coin.</summary>
    private List<Order> OpenAt(DecisionRecord was, DateTimeOffset now, bool ending)
    {
        var symbols = past.Head.Symbols.ToList();
        var place = symbols.IndexOf(was.Symbol);
        return [.. orders.Values.Where(order => order.Side == OrderSide.Buy
            && (order.CreatedAt < now || (order.CreatedAt == now && symbols.IndexOf(order.Symbol) < place))
            && (order.FinalAt is not { } end || end > now || (end == now && !ending)))];
    }

    /// <summary>From today's cash back: what was booked since is taken off.</summary>
    private decimal CashAfter(long sequence)
    {
        var cash = past.Head.Cash.Amount;
        for (var i = past.Ledger.Count - 1; i >= 0 && past.Ledger[i].Sequence > sequence; i--)
        {
            foreach (var posting in past.Ledger[i].Postings)
            {
                if (posting.Account == LedgerAccounts.Cash) cash -= posting.Amount.Amount;
            }
        }
        return cash;
    }

    /// <summary>What a purchase keeps for its remainder, by the rule of the book.</summary>
    private decimal ReservedAfter(Order order, long sequence)
    {
        var version = order.LimitsVersion > 0 ? order.LimitsVersion : order.SettingsVersion;
        var reserved = order.Limit.Value * order.Quantity.Value * (1 + kernel.Rules.For(past.Head.Key, version, version, order.Symbol).Costs.FeeRate);
        var left = order.Quantity.Value;
        foreach (var fill in past.Fills.Where(fill => fill.OrderId == order.Id && fill.Sequence <= sequence).OrderBy(fill => fill.Sequence))
        {
            var rest = left - fill.Quantity.Value;
            reserved = rest <= 0 ? 0 : decimal.Round(reserved * (rest / left), 12);
            left = rest;
        }
        return reserved;
    }

    private static bool Same(decimal left, decimal right) => Math.Abs(left - right) <= Rounding * Math.Max(1, Math.Abs(right));

    private static string Words(string field, decimal value) => string.Create(CultureInfo.InvariantCulture, $"{field} {value:0.############}");
}
