using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Backtesting;

/// <summary>
/// The reference that other engines can be compared with: buy when the 10-bar average crosses above the 30-bar one with 95 % of cash, sell all when it
/// crosses below, both at the next open, 0.1 % commission, no spread, no increments; the final value marks an open position at the last close.
/// </summary>
/// <remarks>Rows count as they are. A cross is a change of sign between the last two differences that are not zero.</remarks>
public static class SmaCrossBacktest
{
    public const string StrategyName = "sma-cross";

    private const int Fast = 10;
    private const int Slow = 30;
    private const decimal FeeRate = 0.001m;

    /// <summary>Protects a market order: together with the 95 % it never reserves more than the cash.</summary>
    private const decimal MaxSlip = 0.04m;

    public static BacktestResult Run(IReadOnlyList<Candle> candles, Symbol symbol, decimal cash)
    {
        ArgumentNullException.ThrowIfNull(candles);
        using var tape = new BacktestTape(symbol, cash, candles[0].OpenTime);
        decimal fastSum = 0, slowSum = 0;
        var sign = 0;
        Order? pending = null;
        for (var i = 0; i < candles.Count; i++)
        {
            var candle = candles[i];
            if (pending is not null) tape.Fill(pending, new Price(candle.Open), FeeRate, candle.OpenTime);
            pending = null;
            fastSum += candle.Close - (i >= Fast ? candles[i - Fast].Close : 0);
            slowSum += candle.Close - (i >= Slow ? candles[i - Slow].Close : 0);
            tape.Mark(tape.Book.Head.Cash.Amount + (tape.Deal?.Quantity.Value ?? 0) * candle.Close);
            if (i < Slow - 1) continue;
            var now = Math.Sign(fastSum / Fast - slowSum / Slow);
            var crossed = now != 0 && sign != 0 && now != sign;
            if (now != 0) sign = now;
            if (crossed && i + 1 < candles.Count) pending = Order(tape, candle, candles[i + 1].OpenTime, now > 0);
        }
        var last = candles[^1];
        var final = tape.Book.Head.Cash.Amount + (tape.Deal?.Quantity.Value ?? 0) * last.Close;
        return tape.Result(StrategyName, final, last.OpenTime);
    }

    private static Order? Order(BacktestTape tape, in Candle candle, DateTimeOffset next, bool up)
    {
        var held = tape.Deal?.Quantity ?? Quantity.Zero;
        if (up != held.IsZero) return null;
        var quantity = up ? new Quantity(tape.Book.Head.Cash.Amount * 0.95m / candle.Close) : held;
        var limit = new Price(up ? candle.Close * (1 + MaxSlip) : candle.Close * (1 - MaxSlip));
        return tape.Send(new OrderDraft(
            tape.Symbol, StrategyName, up ? Leg.Entry : Leg.Exit, up ? OrderSide.Buy : OrderSide.Sell, quantity, limit, new Price(candle.Close),
            next, next, FeeRate, tape.Book.Head.Cash, StrategyName));
    }
}
