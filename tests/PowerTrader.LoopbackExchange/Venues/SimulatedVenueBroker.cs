using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A client of the venue without a wire: what goes wrong under way is told by a plan.</summary>
/// <param name="cash">Balances of it are cash, of any other coin holdings.</param>
/// <param name="window">A request that claims an instant farther from the venue's time is refused.</param>
/// <param name="skew">This machine's clock less the venue's, as measured.</param>
/// <param name="waited">Told of each fault once the venue did what it does: time that the client waits in vain.</param>
public sealed class SimulatedVenueBroker(
    SimulatedVenue venue, VenueFaults? faults = null, string cash = "USDT", TimeSpan? window = null, Func<TimeSpan>? skew = null, Action<VenueFault>? waited = null) : IBroker
{
    private readonly TimeSpan window = window ?? TimeSpan.FromSeconds(5);

    private readonly VenueFaults faults = faults ?? new VenueFaults();

    public BrokerTraits Traits { get; } = new("simulated", IsPaper: false, window ?? TimeSpan.FromSeconds(5));

    public DateTimeOffset? VenueNow => venue.Now;

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => Read<IReadOnlyList<Instrument>>(VenueCall.Instruments, () =>
        [.. venue.Pairs.Select(pair => new Instrument(
            pair.Symbol, pair.PriceIncrement, pair.QuantityIncrement, new Quantity(pair.MinQuantity), new Quantity(pair.MaxQuantity), new Money(pair.MinFunds),
            pair.Trading is PairTrading.Open or PairTrading.SellOnly))], cancellationToken);

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Read(VenueCall.Quote, () =>
    {
        var (quote, now) = (venue.QuoteOf(symbol), venue.Now);
        return quote is null ? null : new Quote(
            symbol, new Price(quote.Bid), new Quantity(quote.BidSize), new Price(quote.Ask), new Quantity(quote.AskSize), new Price((quote.Bid + quote.Ask) / 2), now, now);
    }, cancellationToken);

    public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) =>
        Read(VenueCall.Fees, () => new VenueFees(venue.Options.TakerFee, venue.Options.MakerFee), cancellationToken);

    public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => Read(VenueCall.Account, () => new VenueAccount(
        venue.Options.Account switch { AccountStanding.SellOnly => AccountStatus.SellOnly, AccountStanding.Blocked => AccountStatus.Blocked, _ => AccountStatus.Active },
        venue.Options.MayTrade, TimeSpan.Zero), cancellationToken);

    public Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (cancellationToken.IsCancellationRequested) return Task.FromResult<PlaceResult>(new PlaceResult.Unknown("cancelled while it was being sent"));
        var ticket = new OrderTicket(request.ClientOrderId.ToString(), request.Symbol, request.Side, OrderKind.Limit, request.Quantity.Value) { Limit = request.Limit.Value };
        var until = (request.IntendedAt is { } intended ? intended - (skew?.Invoke() ?? TimeSpan.Zero) : venue.Now) + window;
        var fault = faults.Next(VenueCall.Place);
        if (fault == VenueFault.LateArrival) venue.PlaceLater(ticket, window * 0.8, until);
        var answer = !IsDone(fault) ? null : venue.Now > until ? new PlaceAnswer.Refused(Refusal.Expired, "the request's time is too far from the venue's") : venue.Place(ticket);
        if (fault != VenueFault.None) waited?.Invoke(fault);
        // Who is not let in has placed nothing.
        if (fault == VenueFault.Unauthorized401UnderThrottling) return Task.FromResult<PlaceResult>(new PlaceResult.Rejected(new VenueError("401", fault.ToString())));
        return Task.FromResult<PlaceResult>(fault != VenueFault.None ? new PlaceResult.Unknown(fault.ToString()) : answer switch
        {
            PlaceAnswer.Placed placed => new PlaceResult.Accepted(placed.Order.VenueId, placed.Order.CreatedAt),
            PlaceAnswer.Refused refused => new PlaceResult.Rejected(new VenueError(refused.Why.ToString(), refused.Message)),
            _ => throw new InvalidOperationException($"no answer {answer}"),
        });
    }

    public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
        Read(VenueCall.FindOrder, () => Look(order) is { } found ? ToOrder(found) : null, cancellationToken);

    public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fault = faults.Next(VenueCall.Cancel);
        var found = Look(order);
        if (fault == VenueFault.LateArrival && found is not null) venue.CancelLater(found.VenueId, window * 0.8);
        var answer = found is null || !IsDone(fault) ? CancelAnswer.NotFound : venue.Cancel(found.VenueId);
        if (fault != VenueFault.None) waited?.Invoke(fault);
        if (!IsDone(fault)) throw new TransientException($"cancel: {fault}");
        if (fault != VenueFault.None) throw new AmbiguousException($"cancel: {fault}");
        return Task.FromResult(answer == CancelAnswer.Requested ? CancelResult.Requested : CancelResult.NotOpen);
    }

    public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) =>
        Read<IReadOnlyList<VenueOrder>>(VenueCall.OpenOrders, () => [.. venue.OpenOrders().Select(ToOrder)], cancellationToken);

    public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<VenueFill>>(VenueCall.OrderFills, () => Look(order) is { } found ? [.. venue.TradesOf(found.VenueId).Select(ToFill)] : [], cancellationToken);

    public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        Read<IReadOnlyList<VenueFill>>(VenueCall.Fills, () => [.. venue.Trades().Where(trade => trade.Time >= since).Select(ToFill)], cancellationToken);

    public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => Read(VenueCall.Balances, () =>
    {
        var all = venue.Balances();
        return new VenueBalances(
            new Money(all.Where(each => each.Coin == cash).Sum(each => each.Total)), all.Where(each => each.Coin != cash).ToDictionary(each => each.Coin, each => new Quantity(each.Total)));
    }, cancellationToken);

    private SimulatedOrder? Look(OrderRef order)
    {
        if (order.VenueOrderId is { } known && venue.Find(known) is { } found) return found;
        return venue.FindByClientId(order.Id.ToString()) is [var first, ..] ? first : null;
    }

    private Task<T> Read<T>(VenueCall call, Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var fault = faults.Next(call);
        if (fault == VenueFault.None) return Task.FromResult(read());
        waited?.Invoke(fault);
        throw new TransientException($"{call}: {fault}");
    }

    /// <summary>Whether the venue does what it was asked for.</summary>
    private static bool IsDone(VenueFault fault) =>
        fault is VenueFault.None or VenueFault.AfterAcceptance or VenueFault.GarbledReply or VenueFault.LateReply or VenueFault.ServerError5xxAfter;

    private static VenueOrder ToOrder(SimulatedOrder order) => new(
        order.VenueId, IdOf(order), order.Ticket.Symbol, order.Ticket.Side, new Quantity(order.Quantity), new Price(order.Ticket.Limit > 0 ? order.Ticket.Limit : order.Ticket.Stop > 0 ? order.Ticket.Stop : 1),
        new Quantity(order.Filled), order.Standing switch
        {
            OrderStanding.Filled => VenueOrderStatus.Filled,
            OrderStanding.Cancelled => VenueOrderStatus.Cancelled,
            OrderStanding.Rejected => VenueOrderStatus.Rejected,
            _ => VenueOrderStatus.Open,
        }, order.CreatedAt);

    private VenueFill ToFill(SimulatedTrade trade) => new(
        trade.TradeId ?? $"{trade.Order.VenueId}@{new Quantity(trade.Cumulative)}", trade.Order.VenueId, IdOf(trade.Order), trade.Order.Ticket.Symbol, trade.Order.Ticket.Side,
        new Quantity(trade.Quantity), new Price(trade.Price), new Money(trade.FeeValue), trade.Time)
    { PaidIn = trade.FeeCoin == cash ? null : new CoinFee(trade.FeeCoin, new Quantity(trade.Fee)) };

    private static ClientOrderId? IdOf(SimulatedOrder order) => Guid.TryParseExact(order.Ticket.ClientId, "D", out var id) ? new ClientOrderId(id) : null;
}
