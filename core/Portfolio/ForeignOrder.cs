using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Portfolio;

/// <summary>An order found at the venue account that this store does not know.</summary>
/// <param name="IsOurs">Its client id has the shape of this program's ids: another installation trades on this account.</param>
public sealed record ForeignOrder(string VenueOrderId, Symbol Symbol, OrderSide Side, Quantity Quantity, Price Price, bool IsOurs)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{VenueOrderId}: {(Side == OrderSide.Buy ? "buy" : "sell")} {Quantity} {Symbol} at {Price}");
}
