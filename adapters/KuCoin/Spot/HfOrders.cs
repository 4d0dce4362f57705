using System.Text.Json;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>What the venue's documentation calls spot orders: <c>/api/v1/hf/…</c>. Lists of ended orders and of fills need a pair.</summary>
internal sealed class HfOrders(KuCoinTransport transport) : ISpotOrders
{
    private const string Root = "/api/v1/hf/";

    /// <summary>An order that comes later than the signature would allow is refused by the venue itself.</summary>
    private const int MaxLateMilliseconds = 5_000;

    public bool ListsAllPairs => false;

    public Task<VenueResult<SpotPlaced>> PlaceAsync(SpotPlaceRequest request, CancellationToken cancellationToken) =>
        transport.SendOnceAsync(
            new KuCoinCall(HttpMethod.Post, Root + "orders", 1, KuCoinPool.Spot)
            {
                IntendedAt = request.IntendedAt,
                Body = timeStamp => JsonSerializer.SerializeToUtf8Bytes(
                    request with { AllowMaxTimeWindow = MaxLateMilliseconds, ClientTimestamp = timeStamp }, SpotJson.Default.SpotPlaceRequest),
            },
            SpotJson.Default.SpotPlaced, cancellationToken);

    public Task<VenueResult<SpotOrder>> GetAsync(string orderId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Get($"orders/{Safe(orderId)}?symbol={symbol}"), SpotJson.Default.SpotOrder, cancellationToken);

    public Task<VenueResult<SpotOrder>> GetByClientIdAsync(string clientId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Get($"orders/client-order/{Safe(clientId)}?symbol={symbol}"), SpotJson.Default.SpotOrder, cancellationToken);

    public Task<VenueResult<SpotCancelled>> CancelAsync(string orderId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Delete($"orders/{Safe(orderId)}?symbol={symbol}"), SpotJson.Default.SpotCancelled, cancellationToken);

    public Task<VenueResult<SpotCancelled>> CancelByClientIdAsync(string clientId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Delete($"orders/client-order/{Safe(clientId)}?symbol={symbol}"), SpotJson.Default.SpotCancelled, cancellationToken);

    public async Task<VenueResult<IReadOnlyList<SpotOrder>>> GetOpenAsync(string? symbol, CancellationToken cancellationToken)
    {
        string[] symbols = [symbol ?? ""];
        if (symbol is null)
        {
            var pairs = await transport.AskAsync(Get("orders/active/symbols"), SpotJson.Default.SpotSymbols, cancellationToken);
            if (!pairs.IsSuccess) return new(null, pairs.Error);
            symbols = pairs.Data.Symbols;
        }
        var open = new List<SpotOrder>();
        foreach (var pair in symbols)
        {
            var orders = await transport.AskAsync(Get($"orders/active?symbol={Safe(pair)}"), SpotJson.Default.SpotOrderArray, cancellationToken);
            if (!orders.IsSuccess) return new(null, orders.Error);
            open.AddRange(orders.Data);
        }
        return new(open, null);
    }

    public Task<VenueResult<IReadOnlyList<SpotOrder>>> GetClosedAsync(string symbol, SpotSpan span, CancellationToken cancellationToken) =>
        SpotLists.ByCursorAsync(
            part => transport.AskAsync(Get($"orders/done?symbol={symbol}&{span.Query}&{part}"), SpotJson.Default.OrderCursor, cancellationToken), order => order.Id);

    public Task<VenueResult<IReadOnlyList<SpotFill>>> GetFillsAsync(string? symbol, string? orderId, SpotSpan span, CancellationToken cancellationToken)
    {
        var order = orderId is null ? "" : $"&orderId={Safe(orderId)}";
        return SpotLists.ByCursorAsync(
            part => transport.AskAsync(Get($"fills?symbol={symbol}{order}&{span.Query}&{part}"), SpotJson.Default.FillCursor, cancellationToken), SpotMapping.TradeId);
    }

    private static string Safe(string text) => Uri.EscapeDataString(text);

    private static KuCoinCall Get(string path) => new(HttpMethod.Get, Root + path, 2, KuCoinPool.Spot);

    private static KuCoinCall Delete(string path) => new(HttpMethod.Delete, Root + path, 1, KuCoinPool.Spot);
}
