using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>What a strategy may see of a symbol: the bars that are closed. Later ones are not in it, so there is no index that reaches them.</summary>
public readonly ref struct BarWindow
{
    private readonly ReadOnlySpan<Candle> closed;

    internal BarWindow(int lane, Symbol symbol, Timeframe timeframe, ReadOnlySpan<Candle> closed)
    {
        Lane = lane;
        Symbol = symbol;
        Timeframe = timeframe;
        this.closed = closed;
    }

    /// <summary>Position of the symbol among the run's symbols in their order, from 0.</summary>
    public int Lane { get; }

    public Symbol Symbol { get; }

    public Timeframe Timeframe { get; }

    /// <summary>Closed bars, from 1.</summary>
    public int Count => closed.Length;

    /// <summary>The newest closed bar.</summary>
    public ref readonly Candle Last => ref closed[^1];

    /// <summary>A closed bar: 0 is the newest, 1 the one before it.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such bar (yet).</exception>
    public ref readonly Candle this[int ago] => ref closed[closed.Length - 1 - ago];

    /// <summary>All closed bars, oldest first.</summary>
    public ReadOnlySpan<Candle> All => closed;
}
