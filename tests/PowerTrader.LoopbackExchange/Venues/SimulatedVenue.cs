using PowerTrader.Core.Markets;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>An exchange with one account, in memory: no wire, no signature. It knows nothing of the program under test. Thread-safe; its clock never goes back.</summary>
/// <remarks>
/// Orders match the displayed quotes: at once where they are marketable, later where the price comes, at most a share of the displayed size per quote over
/// all orders, oldest first. What was due since the last call (quotes, cancels, late requests) happens at the next one, each at its own instant.
/// </remarks>
public sealed partial class SimulatedVenue
{
    /// <summary>Beyond so many quotes that nobody looked at the older ones are passed over.</summary>
    private const int MaxQuotesAtOnce = 900;

    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly Dictionary<Symbol, SimulatedPair> pairs;
    private readonly List<LiveOrder> orders = [];
    private readonly List<LiveOrder> open = [];
    private readonly List<SimulatedTrade> trades = [];
    private readonly Dictionary<string, decimal> balances = new(StringComparer.Ordinal);
    private readonly Dictionary<Symbol, Display> displays = [];
    private readonly List<(DateTimeOffset Due, Action Act)> late = [];
    private readonly List<VenueChange> news = [];
    private readonly Queue<string> refusals = [];
    private int doomed;
    private DateTimeOffset now;

    public SimulatedVenue(TimeProvider time, IEnumerable<SimulatedPair> pairs, SimulatedVenueOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        this.time = time;
        this.pairs = pairs.ToDictionary(pair => pair.Symbol);
        Options = options ?? new();
        now = time.GetUtcNow();
    }

    public SimulatedVenueOptions Options { get; set; }

    /// <summary>Quotes as a function of time, new at each <see cref="SimulatedVenueOptions.QuoteEvery"/>; a pair that was shown a quote stays with that one.</summary>
    public Func<Symbol, DateTimeOffset, SimulatedQuote?>? QuoteAt { get; set; }

    /// <summary>Told after each change, outside the lock, in order for one caller at a time.</summary>
    public event Action<VenueChange>? Changed;

    public DateTimeOffset Now => Do(() => now);

    /// <summary>Without delisted ones.</summary>
    public IReadOnlyList<SimulatedPair> Pairs => Do(() => pairs.Values.Where(pair => pair.Trading != PairTrading.Delisted).ToList());

    /// <summary>Changes the rules of a pair, or lists one.</summary>
    public void SetPair(SimulatedPair pair) => Do(() =>
    {
        pairs[pair.Symbol] = pair;
        if (pair.Trading != PairTrading.Delisted) return;
        foreach (var order in open.Where(order => order.Ticket.Symbol == pair.Symbol).ToList()) End(order, OrderStanding.Cancelled);
    });

    /// <summary>A new quote: whatever it reaches is filled.</summary>
    public void Show(Symbol symbol, SimulatedQuote quote) => Do(() =>
    {
        displays[symbol] = new Display(quote, isFixed: true);
        MatchAll(symbol);
    });

    /// <summary>Null where there is none.</summary>
    public SimulatedQuote? QuoteOf(Symbol symbol) => Do(() => DisplayOf(symbol)?.Quote);

    /// <summary>Pays in, or, negative, takes out, as a bank or a wallet would.</summary>
    /// <exception cref="InvalidOperationException">More than is free.</exception>
    public void MoveOutside(string coin, decimal amount) => Do(() =>
    {
        if (amount < 0 && -amount > balances.GetValueOrDefault(coin) - HeldOf(coin)) throw new InvalidOperationException($"{-amount} {coin} are more than is free");
        balances[coin] = balances.GetValueOrDefault(coin) + amount;
    });

    /// <summary>Every coin that was ever held.</summary>
    public IReadOnlyList<SimulatedBalance> Balances() =>
        Do(() => balances.Select(each => new SimulatedBalance(each.Key, each.Value, HeldOf(each.Key))).OrderBy(each => each.Coin, StringComparer.Ordinal).ToList());

    /// <summary>Places an order now.</summary>
    public PlaceAnswer Place(OrderTicket ticket) => Do(() => PlaceNow(ticket));

    /// <summary>The request is under way so long; nobody hears its answer.</summary>
    /// <param name="until">The venue refuses one that arrives later, as a signature's time window does; null for no end.</param>
    public void PlaceLater(OrderTicket ticket, TimeSpan after, DateTimeOffset? until = null) => Do(() => late.Add((now + after, () =>
    {
        if (until is null || now <= until) PlaceNow(ticket);
    }
    )));

    /// <summary>The next placements are refused with this message, one each.</summary>
    public void RefuseNext(string message) => Do(() => refusals.Enqueue(message));

    /// <summary>The next order that is accepted is rejected a moment later, unfilled.</summary>
    public void RejectNextAfterwards() => Do(() => doomed++);

    public CancelAnswer Cancel(string venueId) => Do(() => CancelNow(orders.Find(order => order.VenueId == venueId)));

    /// <summary>The request is under way so long.</summary>
    public void CancelLater(string venueId, TimeSpan after) => Do(() => late.Add((now + after, () => CancelNow(orders.Find(order => order.VenueId == venueId)))));

    /// <summary>By the venue's id.</summary>
    public SimulatedOrder? Find(string venueId) => Do(() => orders.Find(order => order.VenueId == venueId)?.Snapshot());

    /// <summary>Every listed order with the client's id, oldest first: more than one only where repeated ids are accepted.</summary>
    public IReadOnlyList<SimulatedOrder> FindByClientId(string clientId) =>
        Do(() => Listed(orders).Where(order => order.Ticket.ClientId == clientId).Select(order => order.Snapshot()).ToList());

    /// <summary>Open orders, oldest first.</summary>
    public IReadOnlyList<SimulatedOrder> OpenOrders() => Do(() => Listed(open).Select(order => order.Snapshot()).ToList());

    /// <summary>All listed orders, oldest first.</summary>
    public IReadOnlyList<SimulatedOrder> Orders() => Do(() => Listed(orders).Select(order => order.Snapshot()).ToList());

    /// <summary>All listed trades, oldest first.</summary>
    public IReadOnlyList<SimulatedTrade> Trades() => Do(() => trades.Where(trade => trade.Time + Options.TradeListingDelay <= now).ToList());

    /// <summary>Of one order.</summary>
    public IReadOnlyList<SimulatedTrade> TradesOf(string venueId) =>
        Do(() => trades.Where(trade => trade.Order.VenueId == venueId && trade.Time + Options.TradeListingDelay <= now).ToList());

    /// <summary>Everything, listed or not: the truth that tests compare with.</summary>
    public (IReadOnlyList<SimulatedOrder> Orders, IReadOnlyList<SimulatedTrade> Trades) Truth() => Do(() => (orders.Select(order => order.Snapshot()).ToList(), trades.ToList()));

    private IEnumerable<LiveOrder> Listed(List<LiveOrder> some) => some.Where(order => order.CreatedAt + Options.OrderListingDelay <= now);

    private void Do(Action act) => Do(() =>
    {
        act();
        return true;
    });

    private T Do<T>(Func<T> act)
    {
        T result;
        List<VenueChange> told;
        lock (gate)
        {
            Advance();
            result = act();
            told = [.. news];
            news.Clear();
        }
        if (Changed is { } changed)
        {
            foreach (var change in told) changed(change);
        }
        return result;
    }

    /// <summary>Everything that was due since the last call.</summary>
    private void Advance()
    {
        var target = time.GetUtcNow();
        if (target <= now) return;
        while (NextDue(target) is { } next)
        {
            now = next;
            Happen();
        }
        now = target;
        Happen();
    }

    /// <summary>The next instant before the target at which something may happen.</summary>
    private DateTimeOffset? NextDue(DateTimeOffset target)
    {
        DateTimeOffset? next = null;
        foreach (var (due, _) in late) Take(due);
        foreach (var order in open) Take(order.CancelDue ?? DateTimeOffset.MaxValue);
        if (QuoteAt is not null && open.Count > 0)
        {
            var every = Options.QuoteEvery.Ticks;
            var from = Math.Max(now.UtcTicks, target.UtcTicks - every * MaxQuotesAtOnce);
            Take(new DateTimeOffset((from / every + 1) * every, TimeSpan.Zero));
        }
        return next;

        void Take(DateTimeOffset due)
        {
            if (due <= now) due = now.AddMilliseconds(1);
            if (due < target && (next is null || due < next)) next = due;
        }
    }

    private void Happen()
    {
        foreach (var request in late.Where(request => request.Due <= now).OrderBy(request => request.Due).ToList())
        {
            late.Remove(request);
            request.Act();
        }
        foreach (var order in open.Where(order => order.CancelDue <= now).ToList()) End(order, OrderStanding.Cancelled);
        foreach (var symbol in open.Select(order => order.Ticket.Symbol).Distinct().ToList()) MatchAll(symbol);
    }

    private Display? DisplayOf(Symbol symbol)
    {
        if (displays.TryGetValue(symbol, out var shown) && shown.IsFixed) return shown;
        var instant = now.UtcTicks / Options.QuoteEvery.Ticks;
        if (shown is not null && shown.Instant == instant) return shown;
        if (QuoteAt?.Invoke(symbol, new DateTimeOffset(instant * Options.QuoteEvery.Ticks, TimeSpan.Zero)) is not { } quote) return null;
        return displays[symbol] = new Display(quote, isFixed: false) { Instant = instant };
    }

    /// <summary>A quote and what was taken of it.</summary>
    private sealed class Display(SimulatedQuote quote, bool isFixed)
    {
        public SimulatedQuote Quote { get; } = quote;

        public bool IsFixed { get; } = isFixed;

        public long Instant { get; init; }

        public decimal UsedAsk { get; set; }

        public decimal UsedBid { get; set; }
    }
}
