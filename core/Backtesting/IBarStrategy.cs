using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Backtesting;

/// <summary>What a rival does instead of a strategy's entries; exits stay the strategy's own.</summary>
/// <param name="Chance">Of an entry per decision while flat, 0 to 1; 1 enters always. Drawn from (seed, symbol, instant).</param>
public readonly record struct EntryOverride(decimal Chance);

/// <summary>Decides on recorded bars, for one portfolio and all its symbols. One object per run; it may keep state, which it can save.</summary>
public interface IBarStrategy
{
    /// <summary>Stands in ids and reports.</summary>
    string Name { get; }

    /// <summary>Bars that only warm up, as a share of all; 0 where it decides from the first.</summary>
    double Warmup => 0;

    /// <summary>Called once for every bar of a symbol after it has closed, in the order of time, then of symbols. Orders arrive later: never in this bar.</summary>
    /// <param name="bars">Everything closed of the symbol, the newest bar included.</param>
    void Decide(in BarWindow bars, BacktestDesk desk);

    /// <summary>Called when an execution has been booked, inside the bar in which it came. Orders may be taken back here; what is sent arrives after this bar.</summary>
    /// <param name="order">As it is after the fill.</param>
    void Filled(Order order, Fill fill, BacktestDesk desk)
    {
    }

    /// <summary>Its own state as text, for a run that goes on later; empty where it keeps none.</summary>
    string Save() => "";

    /// <summary>Takes back what <see cref="Save"/> gave.</summary>
    void Restore(string state)
    {
    }

    /// <summary>The same exits with other entries, so that what the entries are worth can be measured; null where the strategy has no such form.</summary>
    IBarStrategy? With(EntryOverride entries) => null;
}
