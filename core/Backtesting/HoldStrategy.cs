using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Backtesting;

/// <summary>Buys at the first bar of each symbol and never sells.</summary>
/// <param name="share">Of the starting cash, over all symbols in equal parts; 0 to 1.</param>
public sealed class HoldStrategy(decimal share, int symbols = 1) : IBarStrategy
{
    public const string StrategyName = "hold";

    private const decimal MaxSlip = 0.04m;

    private readonly HashSet<Symbol> asked = [];

    public string Name => StrategyName;

    public void Decide(in BarWindow bars, BacktestDesk desk)
    {
        ArgumentNullException.ThrowIfNull(desk);
        if (!asked.Add(bars.Symbol)) return;
        var close = bars.Last.Close;
        var money = Math.Min(desk.StartCash * share / symbols, desk.FreeCash * (1 - MaxSlip - 2 * desk.Costs.FeeRate));
        var quantity = money / (close * (1 + desk.Costs.FeeRate));
        if (quantity > 0) desk.Send(new OrderTicket(bars.Symbol, Leg.Entry, OrderSide.Buy, new Quantity(quantity), new Price(close * (1 + MaxSlip))) { Kind = OrderKind.Market });
    }

    public string Save() => string.Join(',', asked.Order());

    public void Restore(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var symbol in state.Split(',', StringSplitOptions.RemoveEmptyEntries)) asked.Add(Symbol.Parse(symbol));
    }
}
