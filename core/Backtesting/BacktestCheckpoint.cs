using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Backtesting;

/// <summary>An order at the recorded venue.</summary>
/// <param name="Arrives">Not before this instant.</param>
/// <param name="Bars">Whole bars that it still has to wait for.</param>
public sealed record WaitingOrder(ClientOrderId Id, Symbol Symbol, OrderKind Kind, OrderLife Life, Price? Trigger, DateTimeOffset Arrives, int Bars)
{
    /// <summary>It has met the market once.</summary>
    public bool HasArrived { get; init; }

    /// <summary>A stop order that the price has reached.</summary>
    public bool IsTriggered { get; init; }
}

/// <summary>Sums of a run so far.</summary>
public sealed record BacktestTotals
{
    public int Bars { get; init; }

    public int FlatBars { get; init; }

    public decimal Peak { get; init; }

    /// <summary>Lowest equity since the peak.</summary>
    public decimal Trough { get; init; }

    public decimal MaxDrawdown { get; init; }

    public double Invested { get; init; }

    public decimal PeakCapital { get; init; }

    public decimal LedgerFees { get; init; }

    public long VenueTrades { get; init; }

    public DateTimeOffset? Start { get; init; }
}

/// <summary>What an open deal went through so far.</summary>
/// <param name="Worst">Worst and best net result, in money.</param>
/// <param name="MostCost">Of what it held at once.</param>
public sealed record DealWatchState(Symbol Symbol, long Deal, decimal Worst, decimal Best, decimal MostCost, decimal Fees);

/// <summary>Everything that a run needs to go on: portfolio, orders at the venue, the strategy's own state, sums. Text by <see cref="Wire"/>.</summary>
/// <param name="Until">Close of the last bar that counted.</param>
public sealed record BacktestCheckpoint(
    DateTimeOffset Until, PortfolioHead Head, IReadOnlyList<SymbolBook> Books, IReadOnlyList<Lot> Lots, IReadOnlyList<Order> Orders,
    IReadOnlyList<WaitingOrder> Waiting, IReadOnlyList<DealWatchState> Watches, string Strategy, BacktestTotals Totals)
{
    /// <summary>Of the strategy, one <c>name=value</c> a line; null where it is not known.</summary>
    public string? Parameters { get; init; }

    public string ToText() => Wire.Write(this);

    /// <exception cref="Ports.CorruptException">The text is no checkpoint of this program.</exception>
    public static BacktestCheckpoint Parse(string text) => Wire.Read<BacktestCheckpoint>(text);
}
