using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>Hand-made and drawn markets, and strategies that do what a test says.</summary>
internal static class BacktestWorld
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly Symbol Eth = Symbol.Parse("ETH-USDT");
    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A walk of hourly bars, the same for the same seed; about one hour in fifty is missing where <paramref name="gaps"/> are wanted.</summary>
    public static List<Candle> Walk(long seed, int bars, bool gaps = false, decimal from = 100m, Symbol symbol = default)
    {
        var candles = new List<Candle>(bars);
        var close = from;
        for (var i = 0; candles.Count < bars; i++)
        {
            var time = Start.AddHours(i);
            decimal Draw(long salt) => DerivedDraw.Next(seed + salt * 7919, symbol, time);
            if (gaps && i > 0 && Draw(1) < 0.02m) continue;
            var open = close * (1 + (Draw(2) - 0.5m) * 0.002m);
            close = Math.Max(1, open * (1 + (Draw(3) - 0.5m) * 0.03m));
            (open, close) = (decimal.Round(open, 6), decimal.Round(close, 6));
            var high = decimal.Round(Math.Max(open, close) * (1 + Draw(4) * 0.01m), 6);
            var low = decimal.Round(Math.Min(open, close) * (1 - Draw(5) * 0.01m), 6);
            candles.Add(new Candle(time, open, high, low, close, decimal.Round(Draw(6) * 10, 4)));
        }
        return candles;
    }

    public static Candle Bar(int hour, decimal open, decimal high, decimal low, decimal close, decimal volume = 1000) =>
        new(Start.AddHours(hour), open, high, low, close, volume);

    /// <summary>No increments, no minima, no spread; fees and slippage as said.</summary>
    public static BacktestRequest Ideal(IReadOnlyList<Candle> candles, Decision decision, decimal fee = 0, decimal slippage = 0, Symbol? symbol = null) =>
        new([new BacktestSeries(symbol ?? Btc, Timeframe.Hour1, candles) { Instrument = Instrument.Unrestricted(symbol ?? Btc) }])
        {
            Create = _ => new Scripted(decision),
            Costs = new(fee, slippage),
            Fills = FillRules.Ideal,
        };

    public static OrderTicket Buy(decimal quantity, decimal limit, OrderKind kind = OrderKind.Limit, string leg = "entry") =>
        new(Btc, Leg.Parse(leg), OrderSide.Buy, new Quantity(quantity), new Price(limit)) { Kind = kind };

    public static OrderTicket Sell(decimal quantity, decimal limit, OrderKind kind = OrderKind.Limit, string leg = "exit") =>
        new(Btc, Leg.Parse(leg), OrderSide.Sell, new Quantity(quantity), new Price(limit)) { Kind = kind };
}

internal delegate void Decision(in BarWindow bars, BacktestDesk desk);

/// <summary>Does what a test says.</summary>
internal sealed class Scripted(Decision decision) : IBarStrategy
{
    public string Name => "scripted";

    public void Decide(in BarWindow bars, BacktestDesk desk) => decision(bars, desk);
}

/// <summary>Orders of every kind, side and life by chance, of sizes that follow no cash: the same trades whatever they cost.</summary>
internal sealed class Gambler(long seed) : IBarStrategy
{
    public string Name => "gambler";

    public void Decide(in BarWindow bars, BacktestDesk desk)
    {
        var (symbol, now, close) = (bars.Symbol, desk.Now, bars.Last.Close);
        decimal Draw(long salt) => DerivedDraw.Next(seed * 31 + salt, symbol, now);
        if (Draw(1) < 0.6m) return;
        foreach (var open in desk.OpenOrdersOf(symbol).ToList())
        {
            if (Draw(2) < 0.3m) desk.Cancel(open.Id);
        }
        var held = desk.HeldOf(symbol);
        var kind = (OrderKind)(int)(Draw(3) * 3);
        var life = kind == OrderKind.Stop || Draw(4) < 0.7m ? OrderLife.Resting : OrderLife.Immediate;
        var side = held.IsZero || Draw(5) < 0.4m ? OrderSide.Buy : OrderSide.Sell;
        var quantity = side == OrderSide.Buy ? new Quantity(decimal.Round(0.1m + Draw(6), 4)) : new Quantity(decimal.Round(held.Value * Draw(6), 4));
        if (quantity.IsZero) quantity = held;
        var offset = 1 + (Draw(7) - 0.5m) * 0.02m;
        var leg = side == OrderSide.Sell ? Leg.Exit : held.IsZero ? Leg.Entry : Leg.Dca(1);
        var limit = kind == OrderKind.Limit ? close * offset : side == OrderSide.Buy ? close * 1.05m : close * 0.95m;
        desk.Send(new OrderTicket(symbol, leg, side, quantity, new Price(limit)) { Kind = kind, Life = life, Trigger = kind == OrderKind.Stop ? new Price(close * offset) : null });
    }
}
