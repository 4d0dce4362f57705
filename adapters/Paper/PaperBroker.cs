using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Paper;

/// <summary>A venue of its own on real or simulated prices: own orders, fills and balances; it never sees the portfolio's ledger.</summary>
/// <remarks>
/// Matching is lazy: whenever an order is looked at, the quote of that instant may fill it, each instant once. At most a share of the displayed
/// size fills at one instant, over all orders together; the rest waits for later quotes. Every change is one atomic batch, so a killed process
/// leaves the venue whole, and looking again at the same instant fills nothing twice.
/// </remarks>
public sealed partial class PaperBroker(ITableStore tables, string partition, IMarketData market, TimeProvider time, PaperOptions options) : IBroker
{
    private const int MaxAttempts = 5;

    private readonly PaperLedger ledger = new(tables, partition, options.StartCash);

    public BrokerTraits Traits { get; } = new("paper", IsPaper: true, ConclusiveAfter: TimeSpan.Zero);

    public DateTimeOffset? VenueNow => time.GetUtcNow();

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) =>
        market.GetInstrumentsAsync(cancellationToken);

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => market.GetQuoteAsync(symbol, cancellationToken);

    public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult(new VenueFees(options.FeeRate, options.FeeRate));

    public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => Task.FromResult(new VenueAccount(AccountStatus.Active, MayTrade: true, TimeSpan.Zero));

    public async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            return await PlaceOnceAsync(request, cancellationToken);
        }
        catch (Exception fault) when (fault is AmbiguousException or TransientException or OperationCanceledException)
        {
            return new PlaceResult.Unknown(fault.Message);
        }
    }

    private async Task<PlaceResult> PlaceOnceAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        if (await ledger.OrderAsync(request.ClientOrderId.ToString(), cancellationToken) is not null)
            return Rejected("duplicate", "the client order id was used before");
        if (await InstrumentAsync(request.Symbol, cancellationToken) is not { } instrument)
            return Rejected("unknown-symbol", $"{request.Symbol} is not listed");
        if (Refusal(request, instrument) is { } refusal) return Rejected("invalid", refusal);
        if (await market.GetQuoteAsync(request.Symbol, cancellationToken) is not { } quote) return Rejected("no-market", "there is no quote");
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var (account, etag) = await ledger.AccountAsync(cancellationToken);
            var open = await ledger.OpenOrdersAsync(cancellationToken);
            if (Shortage(request, account, open) is { } shortage) return Rejected("insufficient", shortage);
            var order = new PaperOrder(
                PaperLedger.VenueOrderId(account.Sequence + 1), request.ClientOrderId.ToString(), request.Symbol.Value, request.Side == OrderSide.Buy,
                request.Quantity.Value, request.Limit.Value, time.GetUtcNow().UtcTicks);
            (account, order) = Match(account with { Sequence = account.Sequence + 1 }, order, quote, instrument);
            if (await ledger.SaveAsync(account, etag, order, isNew: true, order.Fills.Count > 0 ? order.Fills[^1] : null, cancellationToken))
                return new PlaceResult.Accepted(order.VenueOrderId, Instant(order.CreatedTicks));
            // The save whose reply was lost may have happened: the order was not there before.
            if (await ledger.OrderAsync(order.ClientOrderId, cancellationToken) is { } placed)
                return new PlaceResult.Accepted(placed.VenueOrderId, Instant(placed.CreatedTicks));
        }
        return Rejected("busy", "the account was changed by somebody else again and again; nothing was placed");
    }

    public async Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
        await LookAsync(order.Id, cancel: false, cancellationToken) is { } found ? ToVenueOrder(found) : null;

    public async Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken)
    {
        if (await ledger.OrderAsync(order.Id.ToString(), cancellationToken) is not { Status: "Open" }) return CancelResult.NotOpen;
        return await LookAsync(order.Id, cancel: true, cancellationToken) is { Status: "Cancelled" } ? CancelResult.Requested : CancelResult.NotOpen;
    }

    public async Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) =>
        [.. (await ledger.OpenOrdersAsync(cancellationToken)).Where(order => order.Status == "Open").Select(ToVenueOrder)];

    public async Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        await LookAsync(order.Id, cancel: false, cancellationToken) is { } found ? [.. found.Fills.Select(fill => ToVenueFill(found, fill))] : [];

    public async Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var orders = await ledger.OrdersFilledSinceAsync(since, cancellationToken);
        return [.. orders.SelectMany(order => order.Fills.Select(fill => ToVenueFill(order, fill)))
            .Where(fill => fill.Time >= since).OrderBy(fill => fill.Time).ThenBy(fill => fill.TradeId, StringComparer.Ordinal)];
    }

    public async Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken)
    {
        var (account, _) = await ledger.AccountAsync(cancellationToken);
        return new VenueBalances(new Money(account.Cash), account.Coins.ToDictionary(coin => coin.Key, coin => new Quantity(coin.Value)));
    }

    /// <summary>Every fill with the size that was displayed at its instant.</summary>
    public async Task<IReadOnlyList<(VenueFill Fill, Quantity Displayed)>> GetFillsWithDisplayedAsync(CancellationToken cancellationToken) =>
        [.. (await ledger.AllOrdersAsync(cancellationToken)).SelectMany(order => order.Fills.Select(fill => (ToVenueFill(order, fill), new Quantity(fill.Displayed))))];

    private async Task<PaperOrder?> LookAsync(ClientOrderId clientOrderId, bool cancel, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var order = await ledger.OrderAsync(clientOrderId.ToString(), cancellationToken);
            if (order is not { Status: "Open" }) return order;
            var symbol = Symbol.Parse(order.Symbol);
            var (account, etag) = await ledger.AccountAsync(cancellationToken);
            var (changed, looked) = await PriceAsync(symbol, cancellationToken) is var (instrument, quote) ? Match(account, order, quote, instrument) : (account, order);
            if (cancel && looked.Status == "Open") looked = looked with { Status = "Cancelled" };
            var fill = looked.Fills.Count > order.Fills.Count ? looked.Fills[^1] : null;
            if (ReferenceEquals(looked, order) || await ledger.SaveAsync(changed, etag, looked, isNew: false, fill, cancellationToken)) return looked;
        }
        throw new TransientException("the paper account was changed by somebody else again and again");
    }

    /// <summary>Null where nothing can fill now: no price, or a pair that is suspended or gone. The venue's own books answer all the same.</summary>
    private async Task<(Instrument Instrument, Quote Quote)?> PriceAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        try
        {
            return await InstrumentAsync(symbol, cancellationToken) is { EnableTrading: true } instrument && await market.GetQuoteAsync(symbol, cancellationToken) is { } quote
                ? (instrument, quote)
                : null;
        }
        catch (TransientException)
        {
            return null;
        }
    }

    /// <summary>Fills what this instant's quote allows; returns the same order where nothing fills.</summary>
    private (PaperAccount Account, PaperOrder Order) Match(PaperAccount account, PaperOrder order, Quote quote, Instrument instrument)
    {
        var ticks = quote.VenueTime.UtcTicks;
        var last = order.Fills.Count > 0 ? order.Fills[^1].Ticks : long.MinValue;
        var touch = order.IsBuy ? quote.Ask.Value : quote.Bid.Value;
        if (ticks <= last || (order.IsBuy ? touch > order.Limit : touch < order.Limit)) return (account, order);
        var displayed = order.IsBuy ? quote.AskSize.Value : quote.BidSize.Value;
        var used = account.Used.TryGetValue(order.Symbol, out var usage) && usage.Ticks == ticks ? usage : new PaperUsage(ticks, 0, 0);
        var room = displayed * options.MaxShareOfDisplayed - (order.IsBuy ? used.Ask : used.Bid);
        var quantity = instrument.RoundDown(new Quantity(Math.Clamp(room, 0, order.Quantity - order.Filled))).Value;
        if (quantity == 0) return (account, order);
        var price = FillPrice(order, touch, instrument);
        var fee = quantity * price * options.FeeRate;
        var fill = new PaperFill(string.Create(CultureInfo.InvariantCulture, $"{order.VenueOrderId}-{quote.VenueTime.ToUnixTimeMilliseconds()}"), quantity, price, fee, ticks, displayed);
        var filled = order.Filled + quantity;
        order = order with { Filled = filled, Fills = [.. order.Fills, fill], Status = filled == order.Quantity ? "Filled" : "Open" };
        return (Settle(account, order, fill, used), order);
    }

    private static PaperAccount Settle(PaperAccount account, PaperOrder order, PaperFill fill, PaperUsage used)
    {
        var coin = Symbol.Parse(order.Symbol).Base;
        var value = fill.Quantity * fill.Price;
        var coins = new Dictionary<string, decimal>(account.Coins);
        coins[coin] = coins.GetValueOrDefault(coin) + (order.IsBuy ? fill.Quantity : -fill.Quantity);
        used = order.IsBuy ? used with { Ask = used.Ask + fill.Quantity } : used with { Bid = used.Bid + fill.Quantity };
        return account with
        {
            Cash = account.Cash + (order.IsBuy ? -value : value) - fill.Fee,
            Coins = coins,
            Used = new Dictionary<string, PaperUsage>(account.Used) { [order.Symbol] = used },
        };
    }

    private decimal FillPrice(PaperOrder order, decimal touch, Instrument instrument)
    {
        if (order.IsBuy) return Math.Min(order.Limit, instrument.RoundUp(new Price(touch * (1 + options.SlippageFraction))).Value);
        return Math.Max(order.Limit, instrument.RoundDown(new Price(touch * (1 - options.SlippageFraction))).Value);
    }

    private string? Shortage(PlaceRequest request, PaperAccount account, IReadOnlyList<PaperOrder> open)
    {
        if (request.Side == OrderSide.Buy)
        {
            var held = open.Where(order => order is { IsBuy: true, Status: "Open" }).Sum(order => (order.Quantity - order.Filled) * order.Limit * (1 + options.FeeRate));
            var needed = request.Quantity.Value * request.Limit.Value * (1 + options.FeeRate);
            return needed > account.Cash - held ? $"{needed:0.####} needed, {account.Cash - held:0.####} free" : null;
        }
        var selling = open.Where(order => order is { IsBuy: false, Status: "Open" } && order.Symbol == request.Symbol.Value).Sum(order => order.Quantity - order.Filled);
        var coins = account.Coins.GetValueOrDefault(request.Symbol.Base) - selling;
        return request.Quantity.Value > coins ? $"{request.Quantity} {request.Symbol.Base} needed, {coins} free" : null;
    }

    private static string? Refusal(PlaceRequest request, Instrument instrument)
    {
        if (instrument.RoundDown(request.Quantity) != request.Quantity) return $"quantity {request.Quantity} is not a multiple of {instrument.QuantityIncrement}";
        if (instrument.RoundDown(request.Limit) != request.Limit) return $"price {request.Limit} is not a multiple of {instrument.PriceIncrement}";
        if (instrument.IsSellOnly && request.Side == OrderSide.Buy) return $"{request.Symbol} may only be sold";
        return instrument.Refusal(request.Quantity, request.Limit);
    }

    private async Task<Instrument?> InstrumentAsync(Symbol symbol, CancellationToken cancellationToken) =>
        (await market.GetInstrumentsAsync(cancellationToken)).FirstOrDefault(instrument => instrument.Symbol == symbol);

    private static VenueOrder ToVenueOrder(PaperOrder order) => new(
        order.VenueOrderId, ClientOrderId.Parse(order.ClientOrderId), Symbol.Parse(order.Symbol), order.IsBuy ? OrderSide.Buy : OrderSide.Sell,
        new Quantity(order.Quantity), new Price(order.Limit), new Quantity(order.Filled), Enum.Parse<VenueOrderStatus>(order.Status), Instant(order.CreatedTicks));

    private static VenueFill ToVenueFill(PaperOrder order, PaperFill fill) => new(
        fill.TradeId, order.VenueOrderId, ClientOrderId.Parse(order.ClientOrderId), Symbol.Parse(order.Symbol), order.IsBuy ? OrderSide.Buy : OrderSide.Sell,
        new Quantity(fill.Quantity), new Price(fill.Price), new Money(fill.Fee), Instant(fill.Ticks));

    private static PlaceResult.Rejected Rejected(string code, string message) => new(new VenueError(code, message));

    private static DateTimeOffset Instant(long ticks) => new(ticks, TimeSpan.Zero);
}
