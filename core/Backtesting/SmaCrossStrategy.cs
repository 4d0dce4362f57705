using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>Buys with 95 % of the free cash when the 10-bar average crosses above the 30-bar one, sells all when it crosses below.</summary>
/// <remarks>Rows count as they are. A cross is a change of sign between the last two differences that are not zero.</remarks>
/// <param name="entries">Other entries under the same exits; null follows the crosses.</param>
public sealed class SmaCrossStrategy(EntryOverride? entries = null, long seed = 1) : IBarStrategy
{
    public const string StrategyName = "sma-cross";

    private const int Fast = 10;
    private const int Slow = 30;

    /// <summary>Protects a market order: together with the 95 % it never reserves more than the cash.</summary>
    private const decimal MaxSlip = 0.04m;

    private Averages[] averages = [];

    public string Name => StrategyName;

    public void Decide(in BarWindow bars, BacktestDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        if (bars.Lane >= averages.Length) Array.Resize(ref averages, bars.Lane + 1);
        ref var known = ref averages[bars.Lane];
        known.Advance(bars.All);
        if (bars.Count < Slow) return;
        // 3 × the fast sum − the slow sum has the sign of the difference of the averages, without a division.
        var now = Math.Sign(known.FastSum * (Slow / Fast) - known.SlowSum);
        var crossed = now != 0 && known.Sign != 0 && now != known.Sign;
        if (now != 0) known.Sign = now;
        if (crossed && now < 0) Sell(bars, desk);
        else if (entries is { } own ? Draws(own, bars, desk) : crossed) Buy(bars, desk);
    }

    public string Save() => string.Join(',', averages.Select(each => each.Sign.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    public void Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        averages = [.. state.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(sign => new Averages { Sign = int.Parse(sign, System.Globalization.CultureInfo.InvariantCulture) })];
    }

    public IBarStrategy With(EntryOverride entries) => new SmaCrossStrategy(entries, seed);

    private bool Draws(EntryOverride own, in BarWindow bars, BacktestDesk desk) =>
        desk.HeldOf(bars.Symbol).IsZero && (own.Chance >= 1 || DerivedDraw.Next(seed, bars.Symbol, desk.Now) < own.Chance);

    private static void Buy(in BarWindow bars, BacktestDesk desk)
    {
        if (!desk.HeldOf(bars.Symbol).IsZero) return;
        var close = bars.Last.Close;
        desk.Send(new OrderTicket(bars.Symbol, Leg.Entry, OrderSide.Buy, new Quantity(desk.FreeCash * 0.95m / close), new Price(close * (1 + MaxSlip))) { Kind = OrderKind.Market });
    }

    private static void Sell(in BarWindow bars, BacktestDesk desk)
    {
        var held = desk.HeldOf(bars.Symbol);
        if (held.IsZero) return;
        desk.Send(new OrderTicket(bars.Symbol, Leg.Exit, OrderSide.Sell, held, new Price(bars.Last.Close * (1 - MaxSlip))) { Kind = OrderKind.Market });
    }

    private struct Averages
    {
        private int seen;

        public decimal FastSum;
        public decimal SlowSum;
        public int Sign;

        public void Advance(ReadOnlySpan<Candle> closed)
        {
            for (; seen < closed.Length; seen++)
            {
                ref readonly var newest = ref closed[seen];
                FastSum += newest.Close;
                SlowSum += newest.Close;
                if (seen >= Fast) FastSum -= closed[seen - Fast].Close;
                if (seen >= Slow) SlowSum -= closed[seen - Slow].Close;
            }
        }
    }
}
