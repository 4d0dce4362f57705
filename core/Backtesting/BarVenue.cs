using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>The recorded venue: orders meet points of a bar's path and the stretches between them.</summary>
/// <remarks>
/// Who takes pays half the spread and the slippage; who rests gets the limit, and only when the other side of the book has gone through it. A stop fills
/// from its trigger, or from where the price jumped to. No fill is larger than what the bar's volume share leaves, what is held, or what cash pays for.
/// </remarks>
internal sealed class BarVenue(BacktestSession session)
{
    private readonly FillRules rules = session.Request.Fills;
    private readonly CostRules costs = session.Request.Costs;
    private VenueOrder[] present = new VenueOrder[4];

    /// <summary>Begins a bar: its volume is there to be shared.</summary>
    public void Open(Lane lane, in Candle candle)
    {
        lane.VolumeLeft = rules.VolumeShare is { } share && lane.HasVolumes ? candle.Volume * share : null;
        foreach (var order in lane.Waiting)
        {
            if (order.Bars >= 0) order.Bars--;
        }
    }

    /// <summary>A whole bar at once, in the model that knows only opens: arrivals at the open, resting orders along the path.</summary>
    public void Meet(Lane lane, in Candle candle)
    {
        Open(lane, candle);
        Arrive(lane, candle);
        if (lane.Waiting.Count == 0) return;
        var (first, second) = Extremes(lane, candle);
        var third = lane.Length / 3;
        Travel(lane, candle.Open, first, candle.OpenTime + third);
        Travel(lane, first, second, candle.OpenTime + 2 * third);
        Travel(lane, second, candle.Close, candle.OpenTime + lane.Length);
    }

    /// <summary>The two extremes in the order that the rules assume.</summary>
    public (decimal First, decimal Second) Extremes(Lane lane, in Candle candle)
    {
        var lowFirst = rules.Path switch
        {
            PricePath.OpenHighLowClose => false,
            PricePath.OpenLowHighClose => true,
            PricePath.Worst => lane.Held > 0,
            PricePath.Best => lane.Held == 0,
            _ => candle.Close >= candle.Open,
        };
        return lowFirst ? (candle.Low, candle.High) : (candle.High, candle.Low);
    }

    /// <summary>At a bar's open: orders that arrive within the bar, and those that rest, meet its price.</summary>
    private void Arrive(Lane lane, in Candle candle)
    {
        foreach (var order in Now(lane))
        {
            if (order.IsGone || order.Bars >= 0 || order.Arrives >= candle.OpenTime + lane.Length) continue;
            if (order.HasArrived) Jump(lane, order, candle.Open, candle.OpenTime);
            else Land(lane, order, Skewed(order, candle, lane.Length), candle.OpenTime);
        }
    }

    /// <summary>Between two points of a path: orders meet the price there is when they arrive; at the first point those that rest meet its price.</summary>
    public void Arrive(Lane lane, in PathPoint from, in PathPoint to)
    {
        foreach (var order in Now(lane))
        {
            if (order.IsGone || order.Bars >= 0 || order.Arrives > to.Time) continue;
            if (order.HasArrived)
            {
                if (from == to) Jump(lane, order, to.Price, to.Time);
                continue;
            }
            var share = from == to || order.Arrives <= from.Time ? 0 : (decimal)((order.Arrives - from.Time) / (to.Time - from.Time));
            Land(lane, order, from.Price + (to.Price - from.Price) * share, order.Arrives > from.Time ? order.Arrives : from.Time);
            order.HasJustArrived = true;
        }
    }

    /// <summary>The orders that wait now: while they are gone through, fills take some away and strategies add others.</summary>
    private ReadOnlySpan<VenueOrder> Now(Lane lane)
    {
        var count = lane.Waiting.Count;
        if (count > present.Length) Array.Resize(ref present, count);
        lane.Waiting.CopyTo(present);
        return present.AsSpan(0, count);
    }

    /// <summary>An order that has just arrived takes what it may, and rests or lapses with the remainder.</summary>
    private void Land(Lane lane, VenueOrder order, decimal price, DateTimeOffset time)
    {
        order.HasArrived = true;
        if (order.Kind == OrderKind.Stop) order.IsTriggered = order.ActsAbove ? price >= order.Level : price <= order.Level;
        Take(lane, order, price, time);
        if (order.Life == OrderLife.Immediate && lane.Waiting.Contains(order)) session.Cancel(order.Id, "lapsed", time);
    }

    /// <summary>A price that was not reached step by step: who rested at a limit is met there, a stop where the price is.</summary>
    private void Jump(Lane lane, VenueOrder order, decimal price, DateTimeOffset time)
    {
        if (order.Kind == OrderKind.Stop && !order.IsTriggered) order.IsTriggered = order.ActsAbove ? price >= order.Level : price <= order.Level;
        if (order.TakesAnyPrice) Take(lane, order, price, time);
        else if (Crosses(order, lane, price)) session.Fill(lane, order, order.Limit, Size(lane, order, order.Limit), time);
    }

    /// <summary>The price goes from one point to another: resting orders act in the order in which it reaches them.</summary>
    public void Travel(Lane lane, decimal from, decimal to, DateTimeOffset time)
    {
        while (Reached(lane, from, to) is { } order)
        {
            var level = order.ActsAbove ? Math.Max(from, order.Level) : Math.Min(from, order.Level);
            if (order.Kind == OrderKind.Stop)
            {
                order.IsTriggered = true;
                Take(lane, order, level, time);
            }
            else session.Fill(lane, order, order.Limit, Size(lane, order, order.Limit), time);
            from = level;
            // What the bar's volume did not let fill waits for the next one.
            if (lane.Waiting.Contains(order) && order.Kind == OrderKind.Limit) break;
        }
        foreach (var order in lane.Waiting) order.HasJustArrived = false;
    }

    private static VenueOrder? Reached(Lane lane, decimal from, decimal to)
    {
        VenueOrder? nearest = null;
        foreach (var order in lane.Waiting)
        {
            if (!order.HasArrived || order.HasJustArrived || order.TakesAnyPrice || lane.VolumeLeft == 0) continue;
            if (!(order.Kind == OrderKind.Limit ? Through(order, lane, to) : order.ActsAbove ? to >= order.Level : to <= order.Level)) continue;
            if (nearest is null || Math.Abs(order.Level - from) < Math.Abs(nearest.Level - from)) nearest = order;
        }
        return nearest;
    }

    private static bool Through(VenueOrder order, Lane lane, decimal price) =>
        order.IsBuy ? lane.Ask(price) < order.Limit.Value : lane.Bid(price) > order.Limit.Value;

    private static bool Crosses(VenueOrder order, Lane lane, decimal price) =>
        order.Kind == OrderKind.Limit && (order.IsBuy ? lane.Ask(price) <= order.Limit.Value : lane.Bid(price) >= order.Limit.Value);

    private void Take(Lane lane, VenueOrder order, decimal at, DateTimeOffset time)
    {
        if (order.Kind == OrderKind.Stop && !order.IsTriggered) return;
        var price = order.IsBuy
            ? lane.Instrument.RoundUp(new Price(lane.Ask(at) * (1 + costs.SlippageFraction)))
            : lane.Instrument.RoundDown(new Price(lane.Bid(at) * (1 - costs.SlippageFraction)));
        if (order.Kind == OrderKind.Limit && (order.IsBuy ? price > order.Limit : price < order.Limit)) return;
        session.Fill(lane, order, price, Size(lane, order, price), time);
    }

    private Quantity Size(Lane lane, VenueOrder order, Price price)
    {
        var open = session.Book.FindOpenOrder(order.Id)!;
        var size = open.Remaining;
        if (lane.VolumeLeft is { } left && size.Value > left) size = lane.Instrument.RoundDown(new Quantity(left));
        if (!order.IsBuy) return Quantity.Min(size, session.Book.SymbolOf(lane.Symbol).Deal?.Quantity ?? Quantity.Zero);
        var cash = session.Book.Head.Cash.Amount - (session.Book.Head.Reserved - open.Reserved).Amount;
        var most = price.Value * (1 + costs.FeeRate);
        return size.Value * most <= cash ? size : lane.Instrument.RoundDown(new Quantity(Math.Max(0, decimal.Round(cash / most, 12, MidpointRounding.ToZero))));
    }

    /// <summary>An order that arrives while the bar runs meets the way from the open to the extreme that is worse for it.</summary>
    private static decimal Skewed(VenueOrder order, in Candle candle, TimeSpan length)
    {
        if (order.Arrives <= candle.OpenTime) return candle.Open;
        var share = (decimal)((order.Arrives - candle.OpenTime) / length);
        return candle.Open + ((order.IsBuy ? candle.High : candle.Low) - candle.Open) * share;
    }
}
