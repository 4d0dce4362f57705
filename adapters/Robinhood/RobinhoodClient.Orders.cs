using System.Globalization;
using System.Text.Json;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Orders: the list, one, placing, cancelling.</summary>
public sealed partial class RobinhoodClient
{
    private string OrdersPath => root + "trading/orders/";

    /// <summary>Every page. An order that moved from one page to the next while they were read is there once.</summary>
    public async Task<RobinhoodResult<IReadOnlyList<RobinhoodOrder>>> GetOrdersAsync(RobinhoodAccount? account, RobinhoodOrderFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        if (Version == 2 && filter is not { Id: null, PageSize: null }) throw new ArgumentException("version 2 lists orders neither by id nor with a page size", nameof(filter));
        var path = Of(account, OrdersPath)
            .From("created_at_start", filter.CreatedFrom).To("created_at_end", filter.CreatedTo)
            .From("updated_at_start", filter.UpdatedFrom).To("updated_at_end", filter.UpdatedTo)
            .Add("symbol", filter.Symbol?.Value).Add("id", filter.Id).Add("side", filter.Side).Add("state", filter.State).Add("type", filter.Type)
            .Add("limit", filter.PageSize?.ToString(CultureInfo.InvariantCulture)).ToString();
        var list = await pages.ReadAsync("orders", path, RobinhoodJson.Default.RobinhoodPageRobinhoodOrder, cancellationToken);
        if (!list.IsSuccess) return list;
        return list.Data.All(order => IsId(order.Id))
            ? new([.. list.Data.DistinctBy(order => order.Id)], null)
            : new(null, new RobinhoodError(RobinhoodErrorKind.Unreadable, "form", "the list of orders holds one whose id is none"));
    }

    /// <summary>One order. <see cref="RobinhoodErrorKind.NotFound"/> where the venue does not know it, or not by this call: then the list tells.</summary>
    public async Task<RobinhoodResult<RobinhoodOrder>> GetOrderAsync(RobinhoodAccount? account, string id, CancellationToken cancellationToken)
    {
        var direct = await transport.AskAsync(
            new RobinhoodCall("an order", HttpMethod.Get, Of(account, $"{OrdersPath}{Uri.EscapeDataString(id)}/").ToString()), RobinhoodJson.Default.RobinhoodOrder, cancellationToken);
        if (direct.IsSuccess)
            return direct.Data.Id == id ? direct : new(null, new RobinhoodError(RobinhoodErrorKind.Unreadable, "form", "another order was told than the one asked for"));
        // The call is not in the venue's description; in version 1 the list does the same.
        if (Version == 2 || direct.Error is not { Kind: RobinhoodErrorKind.NotFound } and not { Code: "405" }) return direct;
        var list = await GetOrdersAsync(account, new RobinhoodOrderFilter(Id: id), cancellationToken);
        if (!list.IsSuccess) return new(null, list.Error);
        return list.Data.FirstOrDefault(order => order.Id == id) is { } found ? new(found, null) : new(null, new RobinhoodError(RobinhoodErrorKind.NotFound, "404", "there is no such order"));
    }

    /// <summary>Exactly one request, whatever happens.</summary>
    public async Task<RobinhoodPlacement> PlaceAsync(RobinhoodAccount? account, RobinhoodOrderRequest request, CancellationToken cancellationToken, DateTimeOffset? intendedAt = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (clock.Skew.Duration() > options.MaxSkew) return new RobinhoodPlacement.Refused(transport.ClockError());
        var call = new RobinhoodCall("a placement", HttpMethod.Post, Of(account, OrdersPath).ToString(), request.ToJson(), Reserve: 0) { IntendedAt = intendedAt };
        try
        {
            return Read(await transport.SendAsync(call, cancellationToken), request);
        }
        catch (OperationCanceledException)
        {
            return new RobinhoodPlacement.Unknown("stopped while it was being sent");
        }
    }

    /// <summary>Null where the request to cancel was taken. The cancelling itself comes later: fetch the order.</summary>
    public async Task<RobinhoodError?> CancelAsync(string id, CancellationToken cancellationToken)
    {
        // Version 1 answers a text, version 2 an order that is often still open: neither says more than the status.
        var call = new RobinhoodCall("a cancel", HttpMethod.Post, $"{OrdersPath}{Uri.EscapeDataString(id)}/cancel/", Reserve: 0);
        return (await transport.RepeatAsync(call, cancellationToken)).Error;
    }

    /// <summary>It becomes part of a path and of row keys.</summary>
    private static bool IsId(string? id) => id is { Length: > 0 and <= 64 } && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>Whether something is certain about a placement is decided here and nowhere else.</summary>
    private static RobinhoodPlacement Read(RobinhoodReply reply, RobinhoodOrderRequest request)
    {
        if (!reply.WasSent) return new RobinhoodPlacement.Refused(reply.Error!);
        if (reply.Error is { } error)
        {
            return error.Kind is RobinhoodErrorKind.Unavailable or RobinhoodErrorKind.RateLimited or RobinhoodErrorKind.Unreadable or RobinhoodErrorKind.Duplicate
                ? new RobinhoodPlacement.Unknown($"{error.Code}: {error.Message}")
                : new RobinhoodPlacement.Refused(error);
        }
        try
        {
            var order = JsonSerializer.Deserialize(reply.Body, RobinhoodJson.Default.RobinhoodOrder);
            if (!IsId(order?.Id)) return new RobinhoodPlacement.Unknown("the answer names no order");
            return Guid.TryParse(order!.ClientOrderId, out var id) && id == request.ClientOrderId.Value
                ? new RobinhoodPlacement.Placed(order)
                : new RobinhoodPlacement.Unknown("the answer is about another order");
        }
        catch (JsonException)
        {
            return new RobinhoodPlacement.Unknown("the answer cannot be read");
        }
    }
}
