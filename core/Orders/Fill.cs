using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Orders;

/// <summary>A booked execution.</summary>
/// <param name="TradeId">The venue's trade id; its row key.</param>
/// <param name="Sequence">Ledger sequence of its booking: the order in which fills were booked.</param>
/// <param name="Fee">In the portfolio's currency.</param>
/// <param name="RealisedProfit">Of a sale, net of both sides' fees; zero for a buy.</param>
public sealed record Fill(
    string TradeId, ClientOrderId OrderId, long Sequence, DateTimeOffset Time, Symbol Symbol, OrderSide Side, long Deal, Leg Leg,
    Quantity Quantity, Price Price, Money Fee, Money RealisedProfit)
{
    /// <summary>The lot that it began or grew; null for a sale, and in books from before it was kept.</summary>
    public long? Lot { get; init; }

    /// <summary>The coin that the fee was taken in; null for the portfolio's currency.</summary>
    public CoinFee? PaidIn { get; init; }

    /// <summary><c>time|symbol|side|leg|quantity|price|fee\n</c>, time in unix seconds, decimals without trailing zeros: the text that <c>tradesHash</c> covers.</summary>
    public string TradeLine => string.Create(
        CultureInfo.InvariantCulture,
        $"{Time.ToUnixTimeSeconds()}|{Symbol}|{(Side == OrderSide.Buy ? "buy" : "sell")}|{Leg}|{Quantity}|{Price}|{Fee}\n");
}
