using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>The venue's records as the port means them. What cannot be throws <see cref="TransientException"/>: it is asked again, never guessed.</summary>
internal static class SpotMapping
{
    /// <summary>The year 9999.</summary>
    private const decimal MaxMilliseconds = 253_402_300_799_000m;

    /// <summary>Null for what no order of this program is: a pair outside the grammar, or an order without a price that has not dealt.</summary>
    public static VenueOrder? ToOrder(SpotOrder order)
    {
        var dealt = Amount(order.DealSize, "dealSize", order.Id);
        var price = Amount(order.Price, "price", order.Id);
        if (price == 0 && dealt > 0) price = Amount(order.DealFunds, "dealFunds", order.Id) / dealt;
        return price > 0 && Symbol.TryParse(order.Symbol, out var symbol)
            ? new VenueOrder(
                order.Id, ClientId(order.ClientOid), symbol, Side(order.Side, order.Id), new Quantity(Math.Max(dealt, Amount(order.Size, "size", order.Id))), new Price(price),
                new Quantity(dealt), Status(order), Instant(order.CreatedAt, order.Id))
            : null;
    }

    /// <summary>There is no state field: it follows from what is open, cancelled and dealt. Market orders and their like have a size of 0.</summary>
    public static VenueOrderStatus Status(SpotOrder order)
    {
        if ((order.Active ?? order.IsActive) is not { } active) throw Unsound(order.Id, "neither active nor isActive");
        if (active) return VenueOrderStatus.Open;
        return order.CancelExist == true || Amount(order.DealSize, "dealSize", order.Id) == 0 ? VenueOrderStatus.Cancelled : VenueOrderStatus.Filled;
    }

    /// <summary>By order and trade: one trade between two orders of this account has a row on either side.</summary>
    public static string TradeId(SpotFill fill) => $"{fill.OrderId}-{fill.TradeId}";

    public static ClientOrderId? ClientId(string? text) => Guid.TryParseExact(text, "D", out var id) ? new ClientOrderId(id) : null;

    public static OrderSide Side(string? side, string about) => side switch
    {
        "buy" => OrderSide.Buy,
        "sell" => OrderSide.Sell,
        _ => throw Unsound(about, $"side '{side}'"),
    };

    /// <summary>Nothing and an empty text are zero.</summary>
    public static decimal Amount(KuCoinValue? value, string field, string about) =>
        value is not { Text.Length: > 0 } given ? 0 : given.Number is >= 0 and var amount ? amount : throw Unsound(about, $"{field} '{given}'");

    public static DateTimeOffset Instant(KuCoinValue? milliseconds, string about) => milliseconds?.Number is >= 0 and <= MaxMilliseconds and var since
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)since)
        : throw Unsound(about, $"time '{milliseconds}'");

    public static string Text(decimal value) => value.ToString("0.############################", CultureInfo.InvariantCulture);

    public static TransientException Unsound(string about, string what) => new($"KuCoin sent what cannot be of {about}: {what}");
}
