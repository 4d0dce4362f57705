using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Looking orders up, cancelling them, and their fills.</summary>
public sealed partial class RobinhoodBroker
{
    /// <summary>Lists are read from so much before the instant asked for: clocks differ, and the venue may list late.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    /// <summary>In this order an order that moves on while the lists are read is in the next one.</summary>
    private static readonly string[] OpenStates = ["pending", "open", "partially_filled"];

    private volatile string[] refusedStates = [];

    public async Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
        await LookUpAsync(order, cancellationToken) is { } found ? ToVenueOrder(found) : null;

    public async Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var id = order.VenueOrderId;
        if (id is null)
        {
            if (await LookUpAsync(order, cancellationToken) is not { IsFinal: false } open) return CancelResult.NotOpen;
            id = open.Id!;
        }
        var error = await client.CancelAsync(id, cancellationToken);
        if (error is null) return CancelResult.Requested;
        if (error.Kind is RobinhoodErrorKind.NotFound or RobinhoodErrorKind.BadRequest) return CancelResult.NotOpen;
        Throw(error);
        return CancelResult.NotOpen;
    }

    public async Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) =>
        [.. (await ReadOpenOrdersAsync(cancellationToken)).Select(ToVenueOrder)];

    public async Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
        await LookUpAsync(order, cancellationToken) is { } found ? await ToFillsAsync(found, cancellationToken) : [];

    /// <summary>No filter by state: an order that was cancelled may have filled before.</summary>
    public async Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var account = await AccountAsync(cancellationToken);
        var orders = Require(await client.GetOrdersAsync(account, new RobinhoodOrderFilter(UpdatedFrom: Before(since)), cancellationToken));
        var all = new List<VenueFill>();
        foreach (var order in orders) all.AddRange(await ToFillsAsync(order, cancellationToken));
        return [.. all.Where(fill => fill.Time >= since).OrderBy(fill => fill.Time).ThenBy(fill => fill.TradeId, StringComparer.Ordinal)];
    }

    private async Task<IReadOnlyList<RobinhoodOrder>> ReadOpenOrdersAsync(CancellationToken cancellationToken)
    {
        var account = await AccountAsync(cancellationToken);
        var orders = new Dictionary<string, RobinhoodOrder>(StringComparer.Ordinal);
        foreach (var state in OpenStates.Except(refusedStates))
        {
            var list = await client.GetOrdersAsync(account, new RobinhoodOrderFilter(State: state), cancellationToken);
            // Which states a version can be asked for is told in two ways; "open" it must know.
            if (list is { IsSuccess: false, Error.Kind: RobinhoodErrorKind.BadRequest } && state != "open")
            {
                refusedStates = [.. refusedStates, state];
                continue;
            }
            foreach (var order in Require(list)) orders[order.Id!] = order;
        }
        // Lists come newest first: of one instant the later ones are older.
        return [.. orders.Values.Where(order => !order.IsFinal).Reverse().OrderBy(order => order.CreatedAt)];
    }

    /// <summary>By the venue's id where it is known, else by reading what was created since it was sent. Of two with one client id the older.</summary>
    private async Task<RobinhoodOrder?> LookUpAsync(OrderRef order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var account = await AccountAsync(cancellationToken);
        if (order.VenueOrderId is { } id)
        {
            var direct = await client.GetOrderAsync(account, id, cancellationToken);
            if (direct.IsSuccess) return direct.Data;
            if (direct.Error is not { Kind: RobinhoodErrorKind.NotFound } and not { Code: "405" }) Throw(direct.Error);
        }
        var list = Require(await client.GetOrdersAsync(account, new RobinhoodOrderFilter(CreatedFrom: Before(order.SentAt), Symbol: order.Symbol), cancellationToken));
        return list.Where(found => found.Id == order.VenueOrderId || IdOf(found) == order.Id).Reverse().OrderBy(found => found.CreatedAt).FirstOrDefault();
    }

    /// <summary>The instant by the venue's clock, less the overlap; null where all of the past is meant.</summary>
    private DateTimeOffset? Before(DateTimeOffset instant) =>
        instant <= DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1) ? null : instant + client.ClockSkew - Overlap;

    private async Task<IReadOnlyList<VenueFill>> ToFillsAsync(RobinhoodOrder order, CancellationToken cancellationToken)
    {
        var kept = await fills.KeepAsync(order, client.VenueNow, cancellationToken);
        if (kept.Count == 0) return [];
        // What the order was charged in the end is the truth, even where it differs from what was told fill by fill.
        var correction = order is { IsFinal: true, FeeCharged: { } charged } && kept.Sum(fill => fill.Quantity) == order.Filled ? charged - kept.Sum(fill => fill.Fee) : 0;
        var (symbol, side, id) = (SymbolOf(order), SideOf(order), IdOf(order));
        return [.. kept.Select(fill => new VenueFill(
            $"{order.Id}.{fill.Place}", order.Id!, id, symbol, side, new Quantity(fill.Quantity), new Price(fill.Price),
            new Money(fill.Place == kept.Count ? fill.Fee + correction : fill.Fee), fill.Time)).OrderBy(fill => fill.Time)];
    }

    private static VenueOrder ToVenueOrder(RobinhoodOrder order)
    {
        var price = order.Config?.LimitPrice ?? order.Config?.StopPrice ?? order.AveragePrice ?? 0;
        var quantity = order.Config?.AssetQuantity ?? (order is { IsFinal: false, Config.QuoteAmount: { } amount } && price > 0 ? amount / price : order.Filled);
        return new VenueOrder(
            order.Id!, IdOf(order), SymbolOf(order), SideOf(order), new Quantity(Math.Max(0, quantity)), price > 0 ? new Price(price) : default,
            new Quantity(Math.Max(0, order.Filled)), StatusOf(order), order.CreatedAt ?? DateTimeOffset.UnixEpoch);
    }

    /// <summary>An order that failed with fills ended like a cancelled one: what filled stays. A state that is not known is open.</summary>
    private static VenueOrderStatus StatusOf(RobinhoodOrder order) => order.State switch
    {
        "filled" => VenueOrderStatus.Filled,
        "canceled" or "cancelled" => VenueOrderStatus.Cancelled,
        "failed" or "rejected" or "error" => order.Filled > 0 ? VenueOrderStatus.Cancelled : VenueOrderStatus.Rejected,
        "expired" => VenueOrderStatus.Expired,
        _ => VenueOrderStatus.Open,
    };

    /// <summary>Null for orders of other programs whose id is no UUID.</summary>
    private static ClientOrderId? IdOf(RobinhoodOrder order) => Guid.TryParse(order.ClientOrderId, out var id) ? new ClientOrderId(id) : null;

    private static Symbol SymbolOf(RobinhoodOrder order) =>
        Symbol.TryParse(order.Symbol, out var symbol) ? symbol : throw new TransientException($"Robinhood sent order {order.Id} with the pair '{order.Symbol}', which is none");

    private static OrderSide SideOf(RobinhoodOrder order) => order.Side switch
    {
        "buy" => OrderSide.Buy,
        "sell" => OrderSide.Sell,
        _ => throw new TransientException($"Robinhood sent order {order.Id} with the side '{order.Side}', which is none"),
    };
}
