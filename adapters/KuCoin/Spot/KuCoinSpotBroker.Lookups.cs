using System.Collections.Concurrent;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Spot;

public partial class KuCoinSpotBroker
{
    /// <summary>Later than this an order that a fill names must be to be had; earlier it may only be late.</summary>
    private static readonly TimeSpan OrdersAreKept = TimeSpan.FromDays(1);

    /// <summary>How much earlier than its sending an order that must not be overlooked is looked for: this machine's clock may have been wrong then, or be so now.</summary>
    private static readonly TimeSpan LookBack = TimeSpan.FromDays(1);

    private readonly SeenPairs pairs = new();

    /// <summary>Whose order a venue's id is: that never changes.</summary>
    private readonly ConcurrentDictionary<string, ClientOrderId?> owners = new();

    /// <summary>By the venue's id, by the client id, then through open orders, ended ones and fills: only all of them together prove an absence.</summary>
    public async Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        return await LookAsync(order, cancellationToken) is { } found ? SpotMapping.ToOrder(found) : null;
    }

    public async Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken)
    {
        var open = SpotErrors.Require(await client.Orders.GetOpenAsync(null, cancellationToken));
        return [.. open.Select(SpotMapping.ToOrder).OfType<VenueOrder>()];
    }

    public async Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        pairs.Add(order.Symbol);
        var id = order.VenueOrderId;
        var since = order.SentAt;
        if (id is null)
        {
            if (await LookAsync(order, cancellationToken) is not { } found) return [];
            (id, since) = (found.Id, SpotMapping.Instant(found.CreatedAt, found.Id));
        }
        var rows = await FillRowsAsync(order.Symbol.Value, id, Since(since), cancellationToken);
        return await ToFillsAsync(rows, _ => Task.FromResult<ClientOrderId?>(order.Id), cancellationToken);
    }

    public async Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var span = Between(since);
        var rows = new List<SpotFill>();
        var asked = client.Orders.ListsAllPairs ? new string?[1] : await PairsAsync(cancellationToken);
        foreach (var pair in asked) rows.AddRange(await FillRowsAsync(pair, null, span, cancellationToken));
        var fills = await ToFillsAsync(rows, fill => OwnerAsync(fill, cancellationToken), cancellationToken);
        return [.. fills.Where(fill => fill.Time >= since)];
    }

    private async Task<SpotOrder?> LookAsync(OrderRef order, CancellationToken cancellationToken)
    {
        pairs.Add(order.Symbol);
        if (order.VenueOrderId is { } id && One(await client.Orders.GetAsync(id, order.Symbol.Value, cancellationToken)) is { } known) return known;
        if (One(await client.Orders.GetByClientIdAsync(order.Id.ToString(), order.Symbol.Value, cancellationToken)) is { } named && IsIt(named, order)) return named;
        return await SearchAsync(order, cancellationToken);
    }

    private async Task<SpotOrder?> SearchAsync(OrderRef order, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>();
        var symbol = order.Symbol.Value;
        var open = await client.Orders.GetOpenAsync(symbol, cancellationToken);
        if (Pick(Many(open), order, seen) is { } waiting) return waiting;
        var span = Around(order.SentAt);
        foreach (var window in span.Windows())
        {
            if (Pick(Many(await client.Orders.GetClosedAsync(symbol, window, cancellationToken)), order, seen) is { } ended) return ended;
        }
        // An order that is in no list yet may have traded already.
        var fills = await FillRowsAsync(symbol, null, span, cancellationToken);
        foreach (var fill in fills.Where(fill => seen.Add(fill.OrderId)).ToList())
        {
            if (await OrderOfAsync(fill, cancellationToken) is { } traded && IsIt(traded, order)) return traded;
        }
        return null;
    }

    private static SpotOrder? Pick(IReadOnlyList<SpotOrder> rows, OrderRef order, HashSet<string> seen)
    {
        seen.UnionWith(rows.Select(row => row.Id));
        return rows.FirstOrDefault(row => IsIt(row, order));
    }

    private static bool IsIt(SpotOrder row, OrderRef order) =>
        row.Symbol == order.Symbol.Value && (row.Id == order.VenueOrderId || SpotMapping.ClientId(row.ClientOid) == order.Id);

    /// <exception cref="TransientException">The fill is young and its order not to be had: the look is not complete.</exception>
    private async Task<SpotOrder?> OrderOfAsync(SpotFill fill, CancellationToken cancellationToken)
    {
        if (One(await client.Orders.GetAsync(fill.OrderId, fill.Symbol, cancellationToken)) is { } order) return order;
        if (SpotMapping.Instant(fill.CreatedAt, fill.OrderId) > client.Clock.Now - OrdersAreKept)
            throw new TransientException($"KuCoin lists a fill of order {fill.OrderId} and does not know that order yet; ask again");
        return null;
    }

    private async Task<ClientOrderId?> OwnerAsync(SpotFill fill, CancellationToken cancellationToken)
    {
        if (owners.TryGetValue(fill.OrderId, out var known)) return known;
        var order = await OrderOfAsync(fill, cancellationToken);
        return owners[fill.OrderId] = SpotMapping.ClientId(order?.ClientOid);
    }

    private async Task<List<SpotFill>> FillRowsAsync(string? symbol, string? orderId, SpotSpan span, CancellationToken cancellationToken)
    {
        var rows = new List<SpotFill>();
        foreach (var window in span.Windows()) rows.AddRange(Many(await client.Orders.GetFillsAsync(symbol, orderId, window, cancellationToken)));
        // Windows share their ends.
        return [.. rows.DistinctBy(SpotMapping.TradeId)];
    }

    private async Task<List<VenueFill>> ToFillsAsync(IEnumerable<SpotFill> rows, Func<SpotFill, Task<ClientOrderId?>> ownerOf, CancellationToken cancellationToken)
    {
        var fills = new List<VenueFill>();
        foreach (var row in rows)
        {
            if (!Symbol.TryParse(row.Symbol, out var symbol)) continue;
            var id = SpotMapping.TradeId(row);
            var price = new Price(SpotMapping.Amount(row.Price, "price", id) is > 0 and var paid ? paid : throw SpotMapping.Unsound(id, "no price"));
            var at = SpotMapping.Instant(row.CreatedAt, id);
            var (fee, paidIn) = await feeValues.OfAsync(row, symbol, price, at, cancellationToken);
            fills.Add(new VenueFill(
                id, row.OrderId, await ownerOf(row), symbol, SpotMapping.Side(row.Side, id), new Quantity(SpotMapping.Amount(row.Size, "size", id)), price, fee, at)
            { PaidIn = paidIn });
        }
        return [.. fills.OrderBy(fill => fill.Time).ThenBy(fill => fill.TradeId, StringComparer.Ordinal)];
    }

    /// <summary>Pairs that can have fills: of each coin that was ever held, of open orders, and whatever was asked about.</summary>
    private async Task<string[]> PairsAsync(CancellationToken cancellationToken)
    {
        var held = Tradable(SpotErrors.Require(await client.GetAccountsAsync(cancellationToken))).Select(row => $"{row.Currency}-{options.Quote}");
        var open = SpotErrors.Require(await client.Orders.GetOpenAsync(null, cancellationToken)).Select(order => order.Symbol);
        return [.. held.Concat(open).Where(name => Symbol.TryParse(name, out _)).Concat(pairs.All).Distinct().Order(StringComparer.Ordinal)];
    }

    private SpotSpan Since(DateTimeOffset instant) => Between(instant > DateTimeOffset.MinValue + options.ClockMargin ? instant - options.ClockMargin : instant);

    /// <summary>Long enough before it, and before now.</summary>
    private SpotSpan Around(DateTimeOffset sent)
    {
        var now = client.Clock.Now;
        return Between((sent < now ? sent : now) - LookBack);
    }

    /// <summary>Until a little later than now, by the venue's clock.</summary>
    private SpotSpan Between(DateTimeOffset from)
    {
        var now = client.Clock.Now;
        var earliest = now - options.HistoryReach;
        return new SpotSpan(from > earliest ? from < now ? from : now : earliest, now + options.ClockMargin);
    }

    /// <summary>Null where there is none, or no such pair.</summary>
    private static SpotOrder? One(VenueResult<SpotOrder> answer)
    {
        if (answer.IsSuccess) return answer.Data;
        if (!answer.Error.IsOrderNotFound && answer.Error.Kind is not (KuCoinErrorKind.NoData or KuCoinErrorKind.UnknownSymbol)) SpotErrors.Throw(answer.Error);
        return null;
    }

    /// <summary>Empty where there is no such pair.</summary>
    private static IReadOnlyList<T> Many<T>(VenueResult<IReadOnlyList<T>> answer)
    {
        if (answer is { IsSuccess: false, Error.Kind: KuCoinErrorKind.UnknownSymbol }) return [];
        return SpotErrors.Require(answer);
    }
}
