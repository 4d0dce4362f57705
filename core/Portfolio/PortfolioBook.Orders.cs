using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Portfolio;

/// <summary>What risk has let through: everything that a new order needs besides the portfolio's own counters.</summary>
/// <param name="Budget">Of the deal, where this is its entry.</param>
/// <param name="FeeRate">Reserved on top of the limit for a buy.</param>
public sealed record OrderDraft(
    Symbol Symbol, string Strategy, Leg Leg, OrderSide Side, Quantity Quantity, Price Limit, Price SignalPrice,
    DateTimeOffset Now, DateTimeOffset ValidUntil, decimal FeeRate, Money Budget, string CycleId)
{
    /// <summary>Counts for the hourly and daily caps.</summary>
    public Money Notional => Limit * Quantity;

    /// <summary>Less than this of the coin cannot be sold at the venue, at this limit; zero where that is not known.</summary>
    public Quantity SmallestSale { get; init; }
}

public sealed partial class PortfolioBook
{
    private const int MoneyDecimals = 16;

    /// <summary>Stores the intent with its reservation; the message that sends it goes to the outbox of the same commit.</summary>
    /// <exception cref="InvalidOperationException">The leg has an open order, or the reservation exceeds free cash: risk must have refused it.</exception>
    public Order Intend(OrderDraft draft)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var book = SymbolOf(draft.Symbol);
        if (HasOpenOrder(book, draft.Leg))
            throw new InvalidOperationException($"{draft.Symbol} has an open order for {draft.Leg}");
        var deal = DealFor(book, draft);
        var isNew = book.Deal is null;
        var attempt = deal.AttemptOf(draft.Leg);
        var id = ClientOrderId.Derive(Head.Epoch, Key, draft.Symbol, draft.Strategy, deal.Number, draft.Leg, attempt);
        var reserved = draft.Side == OrderSide.Buy ? draft.Notional * (1 + draft.FeeRate) : Money.Zero;
        if (reserved > FreeCash) throw new InvalidOperationException($"reservation {reserved} exceeds free cash {FreeCash}");
        var order = new Order(
            id, draft.Symbol, draft.Strategy, deal.Number, draft.Leg, attempt, draft.Side, draft.Quantity, draft.Limit,
            draft.SignalPrice, draft.Now, draft.ValidUntil, deal.SettingsVersion, draft.CycleId)
        { Reserved = reserved, SmallestSale = draft.SmallestSale, LimitsVersion = Head.SettingsVersion };
        Put(book with { Deal = deal, OpenOrders = [.. book.OpenOrders, id] });
        Keep(order);
        Head = Head with
        {
            DealSequence = isNew ? deal.Number : Head.DealSequence,
            Reserved = Head.Reserved + reserved,
            OrderCount = Head.OrderCount + 1,
            RecentOrders = Recent(draft),
        };
        Record(draft.Now, "order-intended", id.ToString(), $"{draft.Side} {draft.Leg} {draft.Quantity} {draft.Symbol} at {draft.Limit}, settings {order.SettingsVersion}");
        Send(order);
        return order;
    }

    public void MarkSubmitting(ClientOrderId id, DateTimeOffset now)
    {
        var order = Require(id);
        order.Require(OrderState.Submitting);
        Keep(order with { State = OrderState.Submitting, SubmittedAt = now });
    }

    /// <summary>At a venue that answers in the same instant: submitted and accepted at once.</summary>
    internal Order MarkPlaced(ClientOrderId id, string venueOrderId, DateTimeOffset now)
    {
        var order = Require(id);
        order.Require(OrderState.Submitting);
        order = order with { State = OrderState.Accepted, SubmittedAt = now, VenueOrderId = venueOrderId, AcceptedAt = now };
        Keep(order);
        return order;
    }

    /// <summary>Proven absent at a venue whose look-up is conclusive, before any message was handled: its message may place it.</summary>
    public void MarkNeverSent(ClientOrderId id) => Keep(Require(id).Become(OrderState.Created));

    public void MarkAccepted(ClientOrderId id, string venueOrderId, DateTimeOffset acceptedAt)
    {
        var order = Require(id);
        order.Require(OrderState.Accepted);
        order = order with { State = OrderState.Accepted, VenueOrderId = venueOrderId, AcceptedAt = acceptedAt };
        Keep(order);
        Record(acceptedAt, "order-accepted", id.ToString(), venueOrderId);
        if (!IsRecorded) return;
        var input = new TrackOrderInput(Key, id, order.Symbol, acceptedAt);
        Enqueue(OutboxKind.Start, Names.TrackOrder, $"{Names.TrackOrder}|{id}", "", SortKeyOf(order), Wire.Write(input));
    }

    /// <param name="venueNow">The venue's own time; null where it is not known.</param>
    public void MarkUnknown(ClientOrderId id, string cause, DateTimeOffset now, DateTimeOffset? venueNow = null)
    {
        Keep(Require(id).Become(OrderState.Unknown, cause) with { UnknownAt = now, VenueUnknownAt = venueNow });
        Record(now, "order-unknown", id.ToString(), cause);
    }

    /// <summary>The window of look-ups counts from here: when nobody knew any more, the venue's time was not known.</summary>
    /// <returns>False where it counts already.</returns>
    public bool BeginWindow(ClientOrderId id, DateTimeOffset venueNow)
    {
        if (FindOpenOrder(id) is not { State: OrderState.Unknown, VenueUnknownAt: null } order) return false;
        Keep(order with { VenueUnknownAt = venueNow });
        return true;
    }

    /// <summary>Raises the send generation and sends again; only for an order that was never sent.</summary>
    public void Resend(ClientOrderId id)
    {
        var order = Require(id);
        if (order.State != OrderState.Created) throw new InvalidOperationException($"order {id} is {order.State}: only one that was never sent is sent again");
        order = order with { Generation = order.Generation + 1 };
        Keep(order);
        Send(order);
    }

    /// <summary>Ends an order: releases its reservation, counts the attempt, frees the leg.</summary>
    public void Finish(ClientOrderId id, OrderState state, string? reason, DateTimeOffset now)
    {
        var order = Require(id);
        if (!state.IsFinal()) throw new ArgumentException($"{state} is not a final state", nameof(state));
        var released = order.Reserved;
        order.Require(state);
        order = order with { State = state, Reason = reason ?? order.Reason, Reserved = Money.Zero, FinalAt = now };
        openOrders.Remove(id);
        Changes.Orders[id] = order;
        Head = Head with { Reserved = Head.Reserved - released, LastOrderEndedAt = now };
        var book = SymbolOf(order.Symbol);
        var deal = book.Deal is { } open && open.Number == order.Deal
            ? open with { Attempts = new Dictionary<string, int>(open.Attempts) { [order.Leg.Text] = open.AttemptOf(order.Leg) + 1 } }
            : book.Deal;
        Put(book with { Deal = deal, OpenOrders = Without(book.OpenOrders, id) });
        Record(now, "order-" + state.ToString().ToLowerInvariant(), id.ToString(), $"filled {order.Filled} of {order.Quantity}{(reason is null ? "" : ": " + reason)}");
        if (IsRecorded) Project(Names.Orders, order.CreatedAt, id.ToString(), Wire.Write(order));
        CloseWhenSold(order.Symbol, now);
        if (SymbolOf(order.Symbol).Deal is { HasPosition: true } left && left.Quantity < order.SmallestSale) SetAside(order.Symbol, now);
    }

    /// <summary>Books an execution once: cash, lots, ledger, deal. False where its trade id is already booked.</summary>
    /// <exception cref="InvalidOperationException">More filled than ordered, or more sold than held: the venue and this book disagree.</exception>
    public bool BookFill(VenueFill fill, ClientOrderId id)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var order = Require(id);
        if (order.TradeIds.Count > 0 && order.TradeIds.Contains(fill.TradeId)) return false;
        if (fill.Quantity > order.Remaining)
            throw new InvalidOperationException($"order {id} has {order.Remaining} left and the venue filled {fill.Quantity}");
        var remaining = order.Remaining - fill.Quantity;
        var reserved = order.Side == OrderSide.Buy && !remaining.IsZero ? new Money(decimal.Round(order.Reserved.Amount * (remaining.Value / order.Remaining.Value), 12)) : Money.Zero;
        Keep(Execute(order, fill, reserved));
        return true;
    }

    /// <summary>Books the execution itself and gives back the order with it.</summary>
    /// <param name="reserved">What the order keeps for its remainder.</param>
    private Order Execute(Order order, VenueFill fill, Money reserved)
    {
        // Exact for everything that venues list: more decimals would leave sums none.
        var value = new Money(decimal.Round((fill.Price * fill.Quantity).Amount, MoneyDecimals));
        var (firstFill, released) = (order.Filled.IsZero, order.Reserved - reserved);
        order = order with
        {
            Reserved = reserved,
            Filled = order.Filled + fill.Quantity,
            FilledValue = order.FilledValue + value,
            Fees = order.Fees + fill.Fee,
            TradeIds = [.. order.TradeIds, fill.TradeId],
        };
        if (fill.PaidIn is { } paid && FeeInCoin(order, fill).IsZero) BookFeeInKind(paid, fill);
        var (sequence, profit, lot) = order.Side == OrderSide.Buy ? BookBuy(order, fill, value, released, firstFill) : BookSell(order, fill, value, released);
        var booked = new Fill(fill.TradeId, order.Id, sequence, fill.Time, order.Symbol, order.Side, order.Deal, order.Leg, fill.Quantity, fill.Price, fill.Fee, profit) { PaidIn = fill.PaidIn, Lot = lot };
        Changes.Fills.Add(booked);
        Record(fill.Time, "fill", order.Id.ToString(), $"{order.Side} {fill.Quantity} {order.Symbol} at {fill.Price}, fee {fill.Fee}");
        if (IsRecorded) Project(Names.Fills, fill.Time, fill.TradeId, Wire.Write(booked));
        return lot == order.Lot ? order : order with { Lot = lot };
    }

    private (long Sequence, Money Profit, long? Lot) BookBuy(Order order, VenueFill fill, Money value, Money released, bool firstFill)
    {
        // A fee in the coin itself leaves less of it, for the same cash.
        var inCoin = FeeInCoin(order, fill);
        if (!inCoin.IsZero) value -= fill.Fee;
        var cost = value + (fill.PaidIn is null || !inCoin.IsZero ? fill.Fee : Money.Zero);
        var sequence = Post(fill, "buy", -cost, Money.Zero, released, InKind(
            value + fill.Fee - cost, new(LedgerAccounts.Holdings(order.Symbol), value), new(LedgerAccounts.Fees, fill.Fee), new(LedgerAccounts.Cash, -cost)));
        var book = SymbolOf(order.Symbol);
        var lot = AddLot(new Lot(sequence, order.Symbol, book.Deal!.Number, fill.Quantity - inCoin, value, fill.Fee, fill.Time), order.Lot);
        var isStep = order.Leg.IsDca && firstFill && book.Deal.Number == order.Deal;
        // Money added by hand is not the ladder's: its steps keep what they had.
        var isAdded = order.Leg.IsManual && order.Leg.Text != book.Deal.ManualOpening;
        var deal = book.Deal with
        {
            Quantity = book.Deal.Quantity + fill.Quantity - inCoin,
            Cost = book.Deal.Cost + value + fill.Fee,
            Spent = book.Deal.Spent + value + fill.Fee,
            Budget = isAdded ? book.Deal.Budget + value + fill.Fee : book.Deal.Budget,
            DcaSteps = isStep ? Math.Max(book.Deal.DcaSteps, order.Leg.DcaStep) : book.Deal.DcaSteps,
            DcaTimes = isStep ? [.. book.Deal.DcaTimes, fill.Time] : book.Deal.DcaTimes,
            // A step changes the cost, and with it the line: an older peak says nothing about it.
            Trailing = isStep ? default : book.Deal.Trailing,
        };
        Put(book with { Deal = deal });
        TakeOverDust(order.Symbol, fill.Time);
        return (sequence, Money.Zero, lot);
    }

    private (long Sequence, Money Profit, long? Lot) BookSell(Order order, VenueFill fill, Money value, Money released)
    {
        // A fee in the coin itself is as if that much more had been sold to pay it; what is not held of it was nobody's here.
        var inCoin = FeeInCoin(order, fill);
        var sold = inCoin.IsZero ? value : value + fill.Fee;
        var (soldValue, soldFee) = TakeLots(order.Symbol, fill.Quantity + inCoin);
        var gain = sold - soldValue;
        var profit = gain - soldFee - fill.Fee;
        var received = fill.PaidIn is null || !inCoin.IsZero ? sold - fill.Fee : sold;
        var sequence = Post(fill, "sell", received, profit, released, InKind(
            received - (sold - fill.Fee), new(LedgerAccounts.Cash, received), new(LedgerAccounts.Fees, fill.Fee),
            new(LedgerAccounts.Holdings(order.Symbol), -soldValue), new(LedgerAccounts.Gains, -gain)));
        Put(SymbolOf(order.Symbol).Less(fill.Quantity + inCoin, soldValue + soldFee, profit));
        return (sequence, profit, null);
    }

    /// <param name="paid">Fee that no cash was paid for: capital, brought in as another coin.</param>
    private static Posting[] InKind(Money paid, params Posting[] postings) => paid == Money.Zero ? postings : [.. postings, new(LedgerAccounts.Capital, -paid)];

    /// <summary>What the venue took of the deal's own coins as its fee.</summary>
    private Quantity FeeInCoin(Order order, VenueFill fill)
    {
        if (fill.PaidIn is not { } paid || paid.Coin != order.Symbol.Base) return Quantity.Zero;
        if (order.Side == OrderSide.Buy) return paid.Quantity;
        var held = SymbolOf(order.Symbol).Held;
        return held <= fill.Quantity ? Quantity.Zero : Quantity.Min(paid.Quantity, held - fill.Quantity);
    }

    /// <summary>A coin of the account that is no part of this portfolio's equity paid the fee: to returns and capital its value was paid in, and spent.</summary>
    private void BookFeeInKind(CoinFee paid, VenueFill fill)
    {
        // Marked at cost: of the equity only the fee's share in it matters here.
        BookFlow(fill.Fee, fill.Fee, Equity(_ => null, 0));
        var known = Quantity.Min(paid.Quantity, UnmanagedOf(paid.Coin));
        if (!known.IsZero) TakeUnmanaged(paid.Coin, known, fill.Time);
    }

    /// <summary>The ledger's entry of a fill, and the head with it in one step: a head is copied whole for each change.</summary>
    /// <param name="cash">Change of the cash; <paramref name="released"/> of what was reserved.</param>
    private long Post(VenueFill fill, string kind, Money cash, Money profit, Money released, Posting[] postings)
    {
        var entry = Entry(fill.Time, kind, fill.TradeId, postings);
        Head = Head with
        {
            Reserved = Head.Reserved - released,
            Fees = Head.Fees + fill.Fee,
            FillCount = Head.FillCount + 1,
            Cash = Head.Cash + cash,
            Realised = Head.Realised + profit,
            LedgerSequence = entry.Sequence,
        };
        Changes.Ledger.Add(entry);
        return entry.Sequence;
    }

    private void CloseWhenSold(Symbol symbol, DateTimeOffset now)
    {
        var book = SymbolOf(symbol);
        if (book.Deal is not { } deal || deal.HasPosition || deal.Spent <= Money.Zero || book.OpenOrders.Count > 0) return;
        Put(book with { Deal = null, ClosedAt = now });
        CountClosed(deal, symbol, now);
        Record(now, "deal-closed", symbol.Value, $"deal {deal.Number}: {deal.Realised} {Head.Currency} after {deal.DcaSteps} DCA");
    }

    private void CountClosed(Deal deal, Symbol symbol, DateTimeOffset now)
    {
        Changes.ClosedDeals.Add(new ClosedDeal(deal, symbol, now));
        Head = Head with { ClosedDeals = Head.ClosedDeals + 1, WonDeals = Head.WonDeals + (deal.Realised > Money.Zero ? 1 : 0) };
    }

    private Deal DealFor(SymbolBook book, OrderDraft draft)
    {
        var opening = draft.Leg.IsManual ? draft.Leg.Text : null;
        if (book.Deal is { } deal)
        {
            // An entry that bought nothing leaves its deal to the next attempt, which is sized and dated anew.
            var anew = draft.Leg == Leg.Entry ? !deal.HasPosition : draft is { Leg.IsManual: true, Side: OrderSide.Buy } && Begins(book);
            return anew
                ? deal with
                {
                    Strategy = draft.Strategy,
                    Budget = draft.Budget,
                    BaseOrder = draft.Notional,
                    SettingsVersion = Head.SettingsVersion,
                    OpenedAt = draft.Now,
                    ManualOpening = opening,
                }
                : deal;
        }
        if (draft.Side == OrderSide.Sell) throw new InvalidOperationException($"{draft.Symbol} has no deal to sell from");
        return new Deal(Head.DealSequence + 1, draft.Strategy, Head.SettingsVersion, draft.Now, draft.Budget, draft.Notional) { ManualOpening = opening };
    }

    private List<OrderedMoney> Recent(OrderDraft draft)
    {
        var (since, recent) = (draft.Now - TimeSpan.FromHours(24), new List<OrderedMoney>(Head.RecentOrders.Count + 1));
        for (var i = 0; i < Head.RecentOrders.Count; i++)
        {
            if (Head.RecentOrders[i].Time > since) recent.Add(Head.RecentOrders[i]);
        }
        if (draft.Side == OrderSide.Buy) recent.Add(new OrderedMoney(draft.Now, draft.Notional));
        return recent;
    }

    private bool HasOpenOrder(SymbolBook book, Leg leg)
    {
        for (var i = 0; i < book.OpenOrders.Count; i++)
        {
            if (openOrders[book.OpenOrders[i]].Leg == leg) return true;
        }
        return false;
    }

    private static ClientOrderId[] Without(IReadOnlyList<ClientOrderId> all, ClientOrderId id)
    {
        if (all.Count == 1 && all[0] == id) return [];
        return [.. all.Where(other => other != id)];
    }

    private Order Require(ClientOrderId id) =>
        openOrders.GetValueOrDefault(id) ?? throw new InvalidOperationException($"order {id} is not open");

    private void Keep(Order order)
    {
        openOrders[order.Id] = order;
        Changes.Orders[order.Id] = order;
    }

    private void Send(Order order)
    {
        if (!IsRecorded) return;
        Enqueue(
            OutboxKind.Send, Names.OrdersQueue, order.Id.MessageId(order.Generation), $"{Key}|{order.Symbol}", SortKeyOf(order),
            Wire.Write(new PlaceOrderMessage(Key, order.Id, order.Symbol)));
    }

    private string SortKeyOf(Order order) => $"{Key}|{order.Symbol}|{order.Deal:D10}|{order.Leg}";
}
