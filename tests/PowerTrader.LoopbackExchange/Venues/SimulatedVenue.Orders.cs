using PowerTrader.Core.Orders;

namespace PowerTrader.LoopbackExchange.Venues;

public sealed partial class SimulatedVenue
{
    /// <summary>How far beyond the touch a market order may go.</summary>
    private const decimal MarketProtection = 0.05m;

    private PlaceAnswer PlaceNow(OrderTicket ticket)
    {
        if (refusals.TryDequeue(out var scripted)) return new PlaceAnswer.Refused(Refusal.Scripted, scripted);
        if (ticket.ClientId is { Length: > 0 } id && orders.Find(order => order.Ticket.ClientId == id) is { } seen)
        {
            if (Options.RepeatedIds == RepeatedIdPolicy.Reject) return new PlaceAnswer.Refused(Refusal.RepeatedId, $"the client order id {id} was used before");
            if (Options.RepeatedIds == RepeatedIdPolicy.Original) return new PlaceAnswer.Placed(seen.Snapshot(), Repeated: true);
        }
        if (RuleBroken(ticket) is { } broken) return broken;
        var order = new LiveOrder(orders.Count + 1, ticket, now) { Standing = IsStop(ticket) ? OrderStanding.Waiting : OrderStanding.Open };
        if (order.IsMarket) order.Bound = ProtectedPrice(ticket, IsStop(ticket) ? ticket.Stop : Touch(ticket));
        if (Shortage(order) is { } shortage) return shortage;
        orders.Add(order);
        open.Add(order);
        order.IsDoomed = doomed > 0 && doomed-- > 0;
        news.Add(new VenueChange(order.Snapshot(), null));
        if (!order.IsDoomed) Match(order);
        if (order.IsOpen && ticket.Life == OrderLife.ImmediateOrCancel) End(order, OrderStanding.Cancelled);
        order.Rests = true;
        return new PlaceAnswer.Placed(order.Snapshot());
    }

    private CancelAnswer CancelNow(LiveOrder? order)
    {
        if (order is null) return CancelAnswer.NotFound;
        if (!order.IsOpen) return CancelAnswer.NotOpen;
        if (Options.CancelDelay <= TimeSpan.Zero) End(order, OrderStanding.Cancelled);
        else order.CancelDue ??= now + Options.CancelDelay;
        return CancelAnswer.Requested;
    }

    private void End(LiveOrder order, OrderStanding standing)
    {
        order.Standing = standing;
        order.ChangedAt = now;
        open.Remove(order);
        news.Add(new VenueChange(order.Snapshot(), null));
    }

    private PlaceAnswer.Refused? RuleBroken(OrderTicket ticket)
    {
        if (!pairs.TryGetValue(ticket.Symbol, out var pair) || pair.Trading == PairTrading.Delisted) return Refused(Refusal.UnknownPair, $"{ticket.Symbol} is not listed");
        var isBuy = ticket.Side == OrderSide.Buy;
        if (Options.Account == AccountStanding.Blocked || !Options.MayTrade) return Refused(Refusal.AccountBlocked, "the account or its key may not trade");
        if (Options.Account == AccountStanding.SellOnly && isBuy) return Refused(Refusal.AccountSellOnly, "the account may only sell");
        if (pair.Trading == PairTrading.Halted) return Refused(Refusal.PairHalted, $"{ticket.Symbol} is not trading");
        if (pair.Trading == PairTrading.SellOnly && isBuy) return Refused(Refusal.PairSellOnly, $"{ticket.Symbol} may only be sold");
        if (DisplayOf(ticket.Symbol) is null) return Refused(Refusal.NoMarket, $"{ticket.Symbol} has no market now");
        return Malformed(ticket) is { } text ? Refused(Refusal.Invalid, text) : SizeBroken(ticket, pair);
    }

    private static string? Malformed(OrderTicket ticket)
    {
        if (ticket.Funds < 0 || ticket.Quantity < 0 || (ticket.Funds > 0) == (ticket.Quantity > 0)) return "either a quantity or funds must be given, above zero";
        if (ticket.Funds > 0 && (ticket.Kind != OrderKind.Market || ticket.Side == OrderSide.Sell)) return "funds are for market buys";
        if ((ticket.Kind is OrderKind.Limit or OrderKind.StopLimit) != ticket.Limit > 0) return "a limit price belongs to limit orders, above zero";
        return IsStop(ticket) != ticket.Stop > 0 ? "a stop price belongs to stop orders, above zero" : null;
    }

    private PlaceAnswer.Refused? SizeBroken(OrderTicket ticket, SimulatedPair pair)
    {
        if (ticket.Quantity % pair.QuantityIncrement != 0) return Refused(Refusal.QuantityOffIncrement, $"quantity {ticket.Quantity} is no multiple of {pair.QuantityIncrement}");
        foreach (var given in (decimal[])[ticket.Limit, ticket.Stop])
        {
            if (given % pair.PriceIncrement != 0) return Refused(Refusal.PriceOffIncrement, $"price {given} is no multiple of {pair.PriceIncrement}");
        }
        if (ticket.Quantity > 0 && ticket.Quantity < pair.MinQuantity) return Refused(Refusal.QuantityTooSmall, $"quantity {ticket.Quantity} is below {pair.MinQuantity}");
        if (ticket.Quantity > pair.MaxQuantity) return Refused(Refusal.QuantityTooLarge, $"quantity {ticket.Quantity} is above {pair.MaxQuantity}");
        var price = ticket.Limit > 0 ? ticket.Limit : ticket.Stop > 0 ? ticket.Stop : Touch(ticket);
        var funds = ticket.Funds > 0 ? ticket.Funds : ticket.Quantity * price;
        if (funds < pair.MinFunds) return Refused(Refusal.FundsTooSmall, $"{funds} is below the smallest order of {pair.MinFunds}");
        var takes = ticket.Side == OrderSide.Buy ? ticket.Limit >= Touch(ticket) : ticket.Limit <= Touch(ticket);
        return ticket.PostOnly && takes ? Refused(Refusal.WouldTake, "it would fill at once") : null;
    }

    private PlaceAnswer.Refused? Shortage(LiveOrder order)
    {
        var coin = order.IsBuy ? order.Ticket.Symbol.Quote : order.Ticket.Symbol.Base;
        var (needed, free) = (HeldBy(order), balances.GetValueOrDefault(coin) - HeldOf(coin));
        return needed > free ? Refused(Refusal.InsufficientFunds, $"{needed} {coin} are needed and {free} are free") : null;
    }

    private decimal HeldOf(string coin)
    {
        var held = 0m;
        foreach (var order in open)
        {
            if ((order.IsBuy ? order.Ticket.Symbol.Quote : order.Ticket.Symbol.Base) == coin) held += HeldBy(order);
        }
        return held;
    }

    private decimal HeldBy(LiveOrder order)
    {
        if (!order.IsBuy) return order.Remaining;
        var value = order.IsByFunds ? order.Ticket.Funds - order.FilledValue : order.Remaining * order.Bound;
        return value * (1 + (Options.FeePayment == FeePayment.Base ? 0 : Math.Max(Options.TakerFee, Options.MakerFee)));
    }

    private decimal Touch(OrderTicket ticket) => DisplayOf(ticket.Symbol) is not { Quote: var quote } ? 0 : ticket.Side == OrderSide.Buy ? quote.Ask : quote.Bid;

    private static decimal ProtectedPrice(OrderTicket ticket, decimal touch) => touch * (ticket.Side == OrderSide.Buy ? 1 + MarketProtection : 1 - MarketProtection);

    private static bool IsStop(OrderTicket ticket) => ticket.Kind is OrderKind.StopMarket or OrderKind.StopLimit;

    private static PlaceAnswer.Refused Refused(Refusal why, string message) => new(why, message);
}
