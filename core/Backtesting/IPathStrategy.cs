using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>A strategy that also decides inside bars, along the path that the fill rules assume.</summary>
internal interface IPathStrategy : IBarStrategy
{
    /// <summary>Whether anything could be wished at a price between the low and the high of the bar. False skips the whole bar.</summary>
    bool Wakes(Lane lane, in Candle candle, BacktestDesk desk);

    /// <summary>One price inside the bar; the desk's clock stands at it.</summary>
    void DecideInside(Lane lane, decimal price, BacktestDesk desk);
}
