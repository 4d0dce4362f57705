using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Backtesting;

/// <summary>Orders of a run: sent, filled, ended, by the same portfolio code as live.</summary>
internal sealed partial class BacktestSession
{
    private const int MoneyDecimals = 16;

    private long venueTrades;

    public Order? Send(in OrderTicket ticket)
    {
        var lane = LaneOf(ticket.Symbol);
        var rounded = Rounded(lane.Instrument, ticket);
        if (Refusal(lane, rounded) is { } rule)
        {
            Refuse(lane, ticket.Leg, rule);
            return null;
        }
        var draft = new OrderDraft(
            ticket.Symbol, strategy.Name, ticket.Leg, ticket.Side, rounded.Quantity, rounded.Limit, new Price(lane.Price), Now, Now, Request.Costs.FeeRate,
            ticket.Budget ?? Book.FreeCash, "backtest");
        return Send(draft, rounded);
    }

    /// <summary>Takes an order through its life up to the venue, where it waits.</summary>
    public Order Send(OrderDraft draft, in OrderTicket ticket)
    {
        var order = Book.Intend(draft);
        order = Book.MarkPlaced(order.Id, string.Create(CultureInfo.InvariantCulture, $"o{Book.Head.OrderCount}"), draft.Now);
        var bars = IsInsideBar ? Request.Fills.LatencyBars - 1 : Request.Fills.LatencyBars;
        var lane = LaneOf(draft.Symbol);
        lane.Waiting.Add(new VenueOrder(order.Id, order.Side, ticket, Now + Request.Fills.Latency, bars));
        Note(lane, null);
        return order;
    }

    public void Fill(Lane lane, VenueOrder waiting, Price price, Quantity quantity, DateTimeOffset time)
    {
        if (quantity.IsZero)
        {
            // Nothing is left to sell: its deal ended by another order.
            if (!waiting.IsBuy && lane.State.Deal is not { HasPosition: true }) Cancel(waiting.Id, "nothing left to sell", time);
            return;
        }
        var order = Book.FindOpenOrder(waiting.Id)!;
        // As many decimals as leave room for sums; fees of prices and quantities on increments have fewer.
        var fee = new Money(decimal.Round((price * quantity * Request.Costs.FeeRate).Amount, MoneyDecimals));
        Book.BookFill(new VenueFill($"b{++venueTrades}", order.VenueOrderId!, order.Id, order.Symbol, order.Side, quantity, price, fee, time), order.Id);
        var booked = Book.Changes.Fills[^1];
        var after = Book.FindOpenOrder(waiting.Id)!;
        if (Request.KeepsDetails) signalPrices.TryAdd(order.Id, order.SignalPrice);
        if (lane.VolumeLeft is { } left) lane.VolumeLeft = left - quantity.Value;
        lane.AddFee(fee.Amount);
        if (after.Remaining.IsZero)
        {
            waiting.IsGone = true;
            lane.Waiting.Remove(waiting);
            Book.Finish(order.Id, OrderState.Filled, null, time);
        }
        Note(lane, price.Value);
        strategy.Filled(after, booked, desk);
    }

    public bool Cancel(ClientOrderId id, string reason) => Cancel(id, reason, Now);

    public bool Cancel(ClientOrderId id, string reason, DateTimeOffset time)
    {
        if (Book.FindOpenOrder(id) is not { } order) return false;
        var lane = LaneOf(order.Symbol);
        if (lane.Waiting.Find(waiting => waiting.Id == id) is { } waiting)
        {
            waiting.IsGone = true;
            lane.Waiting.Remove(waiting);
        }
        Book.Finish(id, OrderState.Cancelled, reason, time);
        Note(lane, null);
        return true;
    }

    /// <summary>The portfolio changed without an order: what it holds is looked at again.</summary>
    public void Note(Lane lane, decimal? price)
    {
        lane.Refresh(Book.SymbolOf(lane.Symbol), price);
        Note();
    }

    /// <summary>On the venue's increments: quantities down; prices of resting orders away from the market, buys down and sales up.</summary>
    private static OrderTicket Rounded(Instrument instrument, in OrderTicket ticket) => ticket with
    {
        Quantity = instrument.RoundDown(ticket.Quantity),
        Limit = ticket.Side == OrderSide.Buy ? instrument.RoundDown(ticket.Limit) : instrument.RoundUp(ticket.Limit),
        Trigger = ticket.Trigger is not { } trigger ? null : ticket.Side == OrderSide.Buy ? instrument.RoundUp(trigger) : instrument.RoundDown(trigger),
    };

    private string? Refusal(Lane lane, in OrderTicket ticket)
    {
        if (ticket.Kind == OrderKind.Stop && ticket.Trigger is null) throw new ArgumentException($"a stop order of {ticket.Symbol} needs a trigger", nameof(ticket));
        var quantity = ticket.Quantity;
        if (lane.Instrument.Refusal(quantity, ticket.Limit) is not null) return "venue";
        foreach (var open in Book.OpenOrdersOf(ticket.Symbol))
        {
            if (open.Leg == ticket.Leg) return "leg";
        }
        if (ticket.Side == OrderSide.Buy) return ticket.Limit * quantity * (1 + Request.Costs.FeeRate) > Book.FreeCash ? "cash" : null;
        return lane.State.Deal is { HasPosition: true } deal && quantity <= deal.Quantity ? null : "holdings";
    }
}
