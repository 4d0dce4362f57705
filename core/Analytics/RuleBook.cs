using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Analytics;

/// <summary>Results per rule: each sale takes the oldest purchase of its coin first.</summary>
internal sealed class RuleBook
{
    private const string Before = "held before";

    private readonly SortedDictionary<string, RuleResult> purchases = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, RuleResult> sales = new(StringComparer.Ordinal);

    public IReadOnlyList<RuleResult> Purchases => [.. purchases.Values];

    public IReadOnlyList<RuleResult> Sales => [.. sales.Values];

    /// <param name="fills">Of the window's coin, ascending.</param>
    public void Book(IReadOnlyList<TradeFill> fills, CoinWindow window)
    {
        var lots = new List<(string Rule, decimal Quantity, decimal Cost)>();
        if (window.OpeningQuantity > 0)
        {
            lots.Add((Before, window.OpeningQuantity, window.OpeningQuantity * window.FirstPrice));
            Note(purchases, Before, 0, window.OpeningQuantity * window.FirstPrice, 0, 0);
        }
        foreach (var fill in fills)
        {
            if (fill.Side == OrderSide.Buy)
            {
                lots.Add((fill.Rule, fill.Quantity, fill.Value + fill.Fee));
                Note(purchases, fill.Rule, 1, fill.Value, 0, 0);
            }
            else
            {
                Note(sales, fill.Rule, 1, fill.Value, Sell(lots, fill), 0);
            }
        }
        var (quantity, value) = (lots.Sum(lot => lot.Quantity), window.ClosingValue);
        foreach (var lot in lots)
        {
            var share = Part(value, lot.Quantity, quantity);
            Note(purchases, lot.Rule, 0, 0, 0, share - lot.Cost);
            (quantity, value) = (quantity - lot.Quantity, value - share);
        }
    }

    private decimal Sell(List<(string Rule, decimal Quantity, decimal Cost)> lots, TradeFill fill)
    {
        var (wanted, proceeds, result) = (fill.Quantity, fill.Value - fill.Fee, 0m);
        while (wanted > 0)
        {
            var lot = lots[0];
            var taken = Math.Min(wanted, lot.Quantity);
            var (cost, price) = (Part(lot.Cost, taken, lot.Quantity), Part(proceeds, taken, wanted));
            Note(purchases, lot.Rule, 0, 0, price - cost, 0);
            result += price - cost;
            (wanted, proceeds) = (wanted - taken, proceeds - price);
            if (taken == lot.Quantity) lots.RemoveAt(0);
            else lots[0] = (lot.Rule, lot.Quantity - taken, lot.Cost - cost);
        }
        return result;
    }

    /// <summary>To twelve decimals, as lots are divided; the last part is the exact rest.</summary>
    private static decimal Part(decimal whole, decimal quantity, decimal of) => quantity == of ? whole : decimal.Round(whole * (quantity / of), 12);

    private static void Note(SortedDictionary<string, RuleResult> book, string rule, int fills, decimal value, decimal realised, decimal unrealised)
    {
        var known = book.GetValueOrDefault(rule) ?? new RuleResult(rule, 0, 0, 0, 0);
        book[rule] = new RuleResult(rule, known.Fills + fills, known.Value + value, known.Realised + realised, known.Unrealised + unrealised);
    }
}
