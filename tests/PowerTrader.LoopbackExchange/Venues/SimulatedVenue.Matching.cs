using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

public sealed partial class SimulatedVenue
{
    private void MatchAll(Symbol symbol)
    {
        foreach (var order in open.Where(order => order.Ticket.Symbol == symbol).ToList())
        {
            if (order.IsDoomed) End(order, OrderStanding.Rejected);
            else Match(order);
            order.Rests |= order.Standing == OrderStanding.Open;
        }
    }

    /// <summary>Fills what the quote of this moment allows.</summary>
    private void Match(LiveOrder order)
    {
        if (DisplayOf(order.Ticket.Symbol) is not { } display || pairs[order.Ticket.Symbol].Trading is PairTrading.Halted or PairTrading.Delisted) return;
        var touch = order.IsBuy ? display.Quote.Ask : display.Quote.Bid;
        if (order.Standing == OrderStanding.Waiting && !Triggers(order, touch)) return;
        if (order.IsBuy ? touch > order.Bound : touch < order.Bound) return;
        var isTaker = order.IsMarket || !order.Rests;
        var price = isTaker ? touch : order.Bound;
        var increment = pairs[order.Ticket.Symbol].QuantityIncrement;
        var room = (order.IsBuy ? display.Quote.AskSize : display.Quote.BidSize) * Options.MaxShareOfDisplayed - (order.IsBuy ? display.UsedAsk : display.UsedBid);
        var wanted = order.IsByFunds ? (order.Ticket.Funds - order.FilledValue) / price : order.Remaining;
        var quantity = Math.Floor(Math.Clamp(room, 0, wanted) / increment) * increment;
        if (quantity > 0)
        {
            if (order.IsBuy) display.UsedAsk += quantity;
            else display.UsedBid += quantity;
            Fill(order, quantity, price, isTaker);
        }
        var isWhole = order.IsByFunds ? order.Ticket.Funds - order.FilledValue < increment * price : order.Remaining == 0;
        if (isWhole) End(order, OrderStanding.Filled);
    }

    private bool Triggers(LiveOrder order, decimal touch)
    {
        if (order.IsBuy ? touch < order.Ticket.Stop : touch > order.Ticket.Stop) return false;
        order.Standing = OrderStanding.Open;
        order.Rests = false;
        order.ChangedAt = now;
        if (order.IsMarket) order.Bound = ProtectedPrice(order.Ticket, touch);
        news.Add(new VenueChange(order.Snapshot(), null));
        return true;
    }

    private void Fill(LiveOrder order, decimal quantity, decimal price, bool isTaker)
    {
        var (coin, cash) = (order.Ticket.Symbol.Base, order.Ticket.Symbol.Quote);
        var value = quantity * price;
        var (fee, feeCoin, feeValue) = FeeOf(order, quantity, price, isTaker);
        var sign = order.IsBuy ? 1 : -1;
        Move(coin, sign * quantity);
        Move(cash, -sign * value);
        Move(feeCoin, -fee);
        order.Filled += quantity;
        order.FilledValue += value;
        order.Fee = order.FeeCoin == feeCoin ? order.Fee + fee : fee;
        order.FeeCoin = feeCoin;
        order.ChangedAt = now;
        var snapshot = order.Snapshot();
        var number = trades.Count + 1;
        var trade = new SimulatedTrade(
            number, Options.TradesHaveIds ? $"T{number:D8}" : null, snapshot, quantity, price, order.Filled, fee, feeCoin, feeValue, isTaker, now);
        trades.Add(trade);
        news.Add(new VenueChange(snapshot, trade));
    }

    private (decimal Fee, string Coin, decimal Value) FeeOf(LiveOrder order, decimal quantity, decimal price, bool isTaker)
    {
        var rate = isTaker ? Options.TakerFee : Options.MakerFee;
        var (cash, value) = (order.Ticket.Symbol.Quote, quantity * price * rate);
        if (Options.FeePayment == FeePayment.Base && order.IsBuy) return (quantity * rate, order.Ticket.Symbol.Base, value);
        if (Options.FeePayment != FeePayment.Third) return (value, cash, value);
        var third = Math.Round(value / Options.FeeCoinPrice, 8);
        return balances.GetValueOrDefault(Options.FeeCoin) - HeldOf(Options.FeeCoin) >= third ? (third, Options.FeeCoin, third * Options.FeeCoinPrice) : (value, cash, value);
    }

    private void Move(string coin, decimal amount) => balances[coin] = balances.GetValueOrDefault(coin) + amount;
}
