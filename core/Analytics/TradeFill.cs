using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Analytics;

/// <summary>An execution as the analysis sees it.</summary>
/// <param name="Rule">What wanted it, for the figures per rule: the leg's text, every manual leg as <c>manual</c>.</param>
/// <param name="Fee">In the account's currency.</param>
public sealed record TradeFill(DateTimeOffset Time, Symbol Symbol, OrderSide Side, string Rule, long Deal, decimal Quantity, decimal Price, decimal Fee)
{
    /// <summary>The price that the decision was made on; null where it was not noted.</summary>
    public decimal? DecisionPrice { get; init; }

    /// <summary>Middle of the market when it was executed, before spread and slippage; null where it was not noted, and all of the slip counts as cost.</summary>
    public decimal? ArrivalPrice { get; init; }

    /// <summary>Net result of a sale; 0 for a purchase.</summary>
    public decimal Profit { get; init; }

    /// <summary>Quantity × price.</summary>
    public decimal Value => Quantity * Price;

    /// <summary>Positive for a purchase.</summary>
    internal decimal Signed => Side == OrderSide.Buy ? Quantity : -Quantity;

    /// <param name="signal">Of its order: the price that the decision was made on; null where it is not known.</param>
    public static TradeFill Of(Fill fill, Price? signal = null)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return new TradeFill(
            fill.Time, fill.Symbol, fill.Side, fill.Leg.IsManual ? "manual" : fill.Leg.Text, fill.Deal, fill.Quantity.Value, fill.Price.Value, fill.Fee.Amount)
        { DecisionPrice = signal?.Value, Profit = fill.RealisedProfit.Amount };
    }
}
