using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>What a strategy may see of a symbol: the bars that are closed. Later ones are not in it, so there is no index that reaches them.</summary>
public readonly ref struct BarWindow
{
    internal BarWindow(int lane, Symbol symbol, Timeframe timeframe, CandleView closed)
    {
        Lane = lane;
        Symbol = symbol;
        Timeframe = timeframe;
        All = closed;
    }

    /// <summary>Position of the symbol among the run's symbols in their order, from 0.</summary>
    public int Lane { get; }

    public Symbol Symbol { get; }

    public Timeframe Timeframe { get; }

    /// <summary>Closed bars, from 1.</summary>
    public int Count => All.Count;

    /// <summary>The newest closed bar.</summary>
    public Candle Last => All.Last;

    /// <summary>A closed bar: 0 is the newest, 1 the one before it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such bar (yet).</exception>
    public Candle this[int ago] => All[All.Count - 1 - ago];

    /// <summary>All closed bars, oldest first.</summary>
    public CandleView All { get; }
}
