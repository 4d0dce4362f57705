using System.Text.Json;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>The old family, <c>/api/v1/orders</c>, for accounts that still trade by it.</summary>
internal sealed class LegacyOrders(KuCoinTransport transport) : ISpotOrders
{
    private const string Root = "/api/v1/";

    public bool ListsAllPairs => true;

    public Task<VenueResult<SpotPlaced>> PlaceAsync(SpotPlaceRequest request, CancellationToken cancellationToken) =>
        transport.SendOnceAsync(
            new KuCoinCall(HttpMethod.Post, Root + "orders", 2, KuCoinPool.Spot) { IntendedAt = request.IntendedAt, Body = _ => JsonSerializer.SerializeToUtf8Bytes(request, SpotJson.Default.SpotPlaceRequest) },
            SpotJson.Default.SpotPlaced, cancellationToken);

    public Task<VenueResult<SpotOrder>> GetAsync(string orderId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Call(HttpMethod.Get, $"orders/{Safe(orderId)}", 2), SpotJson.Default.SpotOrder, cancellationToken);

    public Task<VenueResult<SpotOrder>> GetByClientIdAsync(string clientId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Call(HttpMethod.Get, $"order/client-order/{Safe(clientId)}", 3), SpotJson.Default.SpotOrder, cancellationToken);

    public Task<VenueResult<SpotCancelled>> CancelAsync(string orderId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Call(HttpMethod.Delete, $"orders/{Safe(orderId)}", 3), SpotJson.Default.SpotCancelled, cancellationToken);

    public Task<VenueResult<SpotCancelled>> CancelByClientIdAsync(string clientId, string symbol, CancellationToken cancellationToken) =>
        transport.AskAsync(Call(HttpMethod.Delete, $"order/client-order/{Safe(clientId)}", 5), SpotJson.Default.SpotCancelled, cancellationToken);

    public Task<VenueResult<IReadOnlyList<SpotOrder>>> GetOpenAsync(string? symbol, CancellationToken cancellationToken) =>
        ListAsync("status=active" + Of(symbol), cancellationToken);

    public Task<VenueResult<IReadOnlyList<SpotOrder>>> GetClosedAsync(string symbol, SpotSpan span, CancellationToken cancellationToken) =>
        ListAsync($"status=done{Of(symbol)}&{span.Query}", cancellationToken);

    public Task<VenueResult<IReadOnlyList<SpotFill>>> GetFillsAsync(string? symbol, string? orderId, SpotSpan span, CancellationToken cancellationToken)
    {
        var order = orderId is null ? "" : $"&orderId={Safe(orderId)}";
        return SpotLists.ByPageAsync(
            page => transport.AskAsync(Call(HttpMethod.Get, $"fills?tradeType=TRADE{Of(symbol)}{order}&{span.Query}&{page}", 10), SpotJson.Default.FillPage, cancellationToken),
            SpotMapping.TradeId);
    }

    private Task<VenueResult<IReadOnlyList<SpotOrder>>> ListAsync(string query, CancellationToken cancellationToken) =>
        SpotLists.ByPageAsync(
            page => transport.AskAsync(Call(HttpMethod.Get, $"orders?tradeType=TRADE&{query}&{page}", 2), SpotJson.Default.OrderPage, cancellationToken), order => order.Id);

    private static string Of(string? symbol) => symbol is null ? "" : $"&symbol={symbol}";

    private static string Safe(string text) => Uri.EscapeDataString(text);

    private static KuCoinCall Call(HttpMethod method, string path, int weight) => new(method, Root + path, weight, KuCoinPool.Spot);
}
