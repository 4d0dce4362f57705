using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Drift;

/// <summary>
/// Looks for trades that left no record: minutes in which the strategy wished something at the prices that the gate saw, and stretches that nobody looked at
/// in which a candle went through a level.
/// </summary>
/// <remarks>
/// Careful on the side of silence: a wish must stand for two looks in a row, a candle must go a tenth of a percent beyond the level, and what is not known
/// (forecasts around a whole hour, deals changed by hand, positions older than the records) is not judged.
/// </remarks>
internal sealed class MissedCheck(RecordedDay day, CoinGate gate, RecordTrail trail, BookPast past)
{
    /// <summary>Longer without a look is a gap: one minute may be lost to a restart.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMinutes(5);

    /// <summary>So much beyond a level is surely beyond it, spread included.</summary>
    private const decimal Margin = 0.001m;

    private readonly List<DriftDifference> found = [];

    /// <summary>Trailing states as the looks make them, for what lies between them.</summary>
    private readonly List<(DateTimeOffset Time, TrailingState Trailing)> trailings = [];

    public IReadOnlyList<DriftDifference> Find()
    {
        if (day.Watched is not var (from, to)) return [];
        var looks = (day.Looks.GetValueOrDefault(gate.Symbol) ?? []).Where(look => look.Time >= from && look.Time <= to && look.Age == 0).ToList();
        Walk(looks);
        var previous = from;
        foreach (var time in looks.Select(look => look.Time).Append(to))
        {
            if (time - previous > Gap) CrossGap(previous, time, looks);
            previous = time;
        }
        return [.. found.OrderBy(difference => difference.Time)];
    }

    private void Walk(List<CoinLook> looks)
    {
        var trailing = default(TrailingState);
        (long Deal, int Steps) position = default;
        Wish? pending = null;
        foreach (var look in looks)
        {
            var holding = gate.HoldingAt(look.Time);
            if (holding.Quantity.IsZero || position != (holding.Deal, holding.Steps)) trailing = default;
            position = (holding.Deal, holding.Steps);
            var wish = gate.RulesAt(look.Time, holding) is var (rules, deal) ? WishAt(look, holding, rules, deal, ref trailing) : null;
            trailings.Add((look.Time, trailing));
            if (pending is { } stands && (wish is not { } still || still.Leg != stands.Leg || look.Time - stands.Last > RecordTrail.Reach)) pending = Close(stands);
            if (wish is { } seen) pending = pending is { } before ? before.With(seen) : seen;
        }
        if (pending is { } last) Close(last);
    }

    private Wish? WishAt(CoinLook look, Holding holding, TradingRules rules, Deal? deal, ref TrailingState trailing)
    {
        var before = trailing;
        var step = gate.Step(look.Time, look.Bid, look.Ask, look.Signal, holding, rules, deal, trailing);
        if (!trail.HasCycle(look.Time)) trailing = step.Trailing;
        if (step.Wish is not { } wish || trail.Explains(look.Time) || (deal is not null && trail.IsHandmade(look.Time))) return null;
        if (gate.LevelOf(wish, look.Time, holding, rules, deal, before) is not var (level, name)) return null;
        return new Wish(wish.Leg, look.Time, look.Time, 1, level, name, wish.Side == OrderSide.Buy ? look.Ask : look.Bid);
    }

    /// <summary>A wish of a single look may have been gone when the executing venue was asked.</summary>
    private Wish? Close(Wish wish)
    {
        if (wish.Looks > 1) Report(wish, "looked at, and neither an order, a refusal nor a halt was recorded");
        return null;
    }

    private void CrossGap(DateTimeOffset from, DateTimeOffset to, List<CoinLook> looks)
    {
        var holding = gate.HoldingAt(from);
        // What was booked in between (a fill, a person's order) is another position.
        if (gate.HoldingAt(to) != holding || trail.Explains(from) || trail.IsHandmade(from) || gate.RulesAt(from, holding) is not var (rules, deal)) return;
        var state = trailings.FindLast(each => each.Time <= from).Trailing;
        if (deal is null || state == default || !state.Active) state = default;
        var factor = looks.FindLast(look => look.Time <= from) is { Signal: > 0 } last ? (last.Bid + last.Ask) / 2 / last.Signal : 1;
        var found = new HashSet<Leg>();
        foreach (var hour in day.Hours.GetValueOrDefault(gate.Symbol) ?? [])
        {
            var end = hour.OpenTime + Timeframe.Hour1.Length();
            var (first, last1) = (from > hour.OpenTime ? from : hour.OpenTime, to < end ? to : end);
            if (last1 - first <= Gap) continue;
            foreach (var wish in InHour(hour, factor, first, last1, holding, rules, deal, ref state))
            {
                if (found.Add(wish.Leg)) Report(wish, "nobody looked, or only at old quotes");
            }
        }
    }

    private List<Wish> InHour(Candle hour, decimal factor, DateTimeOffset from, DateTimeOffset to, Holding holding, TradingRules rules, Deal? deal, ref TrailingState state)
    {
        var wishes = new List<Wish>();
        var middle = hour.OpenTime + Timeframe.Hour1.Length() / 2;
        void Ask(decimal signal, TrailingState trailing)
        {
            var price = signal * factor;
            if (gate.Step(middle, price, price, signal, holding, rules, deal, trailing).Wish is not { } wish || (wish.Side == OrderSide.Buy && past.Head.Halt != HaltState.Active)) return;
            if (gate.LevelOf(wish, middle, holding, rules, deal, trailing) is var (level, name)) wishes.Add(new Wish(wish.Leg, from, to, 2, level, name, price));
        }
        // Down to the low, and a sale of what was armed before.
        Ask(hour.Low * (1 + Margin), state);
        // Up to the high, and then at least down to the close.
        var high = hour.High * (1 - Margin);
        state = gate.Step(middle, high * factor, high * factor, high, holding, rules, deal, state).Trailing;
        if (state.Active) Ask(hour.Close * (1 + Margin), state);
        return wishes;
    }

    private void Report(Wish wish, string why) => found.Add(new DriftDifference(
        wish.First, gate.Symbol, DriftKind.Missed,
        string.Create(CultureInfo.InvariantCulture, $"{wish.First.UtcDateTime:HH:mm}-{wish.Last.UtcDateTime:HH:mm}: {why}"),
        string.Create(CultureInfo.InvariantCulture, $"{wish.Leg} due: {decimal.Round(wish.Price, 8):0.########} reached, {wish.Name} at {decimal.Round(wish.Level, 8):0.########}")));

    /// <param name="Price">The one furthest beyond the level.</param>
    private readonly record struct Wish(Leg Leg, DateTimeOffset First, DateTimeOffset Last, int Looks, decimal Level, string Name, decimal Price)
    {
        public Wish With(Wish later) => this with
        {
            Last = later.Last,
            Looks = Looks + 1,
            Price = Leg == Leg.Exit ? Math.Max(Price, later.Price) : Math.Min(Price, later.Price),
        };
    }
}
