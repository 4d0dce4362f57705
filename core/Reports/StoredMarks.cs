using PowerTrader.Core.Analytics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Reports;

/// <summary>Marks of a stored portfolio between those that were kept: its cash by the fills, its coins at the close of each stored candle.</summary>
internal static class StoredMarks
{
    /// <summary>Kept marks stay as they are. Where money or coins moved from outside, or a price is missing, nothing is added: the fills do not tell all.</summary>
    /// <param name="prices">Ascending, by coin.</param>
    /// <param name="length">Of a candle.</param>
    public static PerformanceInput WithHours(PerformanceInput input, IReadOnlyDictionary<Symbol, IReadOnlyList<Candle>> prices, TimeSpan length, decimal exitFeeRate)
    {
        var (start, end) = (input.Marks[0].Time, input.Marks[^1].Time);
        if (input.Fills.Count == 0 || input.Flows.Any(flow => flow.Time > start) || input.Fills.Any(fill => !prices.ContainsKey(fill.Symbol))) return input;
        var marks = new SortedDictionary<DateTimeOffset, EquityMark>();
        var closes = prices.SelectMany(pair => pair.Value.Select(candle => (Time: candle.OpenTime + length, Coin: pair.Key, candle.Close)))
            .Where(close => close.Time > start && close.Time < end).OrderBy(close => close.Time).GroupBy(close => close.Time);
        var (cash, next, held) = (input.Marks[0].Cash, 0, new SortedDictionary<Symbol, Held>());
        foreach (var instant in closes)
        {
            for (; next < input.Fills.Count && input.Fills[next].Time <= instant.Key; next++)
            {
                var fill = input.Fills[next];
                cash += (fill.Side == OrderSide.Buy ? -fill.Value : fill.Value) - fill.Fee;
                held[fill.Symbol] = held.GetValueOrDefault(fill.Symbol).After(fill);
            }
            foreach (var (_, coin, close) in instant) held[coin] = held.GetValueOrDefault(coin) with { Price = close };
            var worth = held.Values.Sum(one => one.Quantity * one.Price * (1 - exitFeeRate));
            marks[instant.Key] = new EquityMark(instant.Key, cash + worth, cash, worth, held.Values.Sum(one => one.Cost));
        }
        foreach (var kept in input.Marks) marks[kept.Time] = kept;
        return input with { Marks = [.. marks.Values] };
    }

    /// <param name="Cost">Of what is left, fees included; a sale takes its part of it.</param>
    private readonly record struct Held(decimal Quantity, decimal Cost, decimal Price)
    {
        public Held After(TradeFill fill)
        {
            if (fill.Side == OrderSide.Buy) return this with { Quantity = Quantity + fill.Quantity, Cost = Cost + fill.Value + fill.Fee, Price = Price == 0 ? fill.Price : Price };
            var left = Math.Max(0, Quantity - fill.Quantity);
            return this with { Quantity = left, Cost = Quantity > 0 ? Cost * left / Quantity : 0 };
        }
    }
}
