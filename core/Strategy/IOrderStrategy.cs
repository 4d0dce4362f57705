using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Strategy;

/// <summary>A strategy of one coin that may keep several orders at the venue. One object per portfolio and coin; it may remember, and can save what it does.</summary>
/// <remarks>
/// It sees every closed candle once, in order, before the step at that candle's close. A step may come at any price; it only wishes, and risk may refuse.
/// What <see cref="Observe"/> learns is learned again from the candles; what follows from fills must be in <see cref="Save"/>.
/// </remarks>
public interface IOrderStrategy : IStrategy
{
    /// <summary>Takes a closed candle.</summary>
    void Observe(in Candle closed)
    {
    }

    /// <summary>False where a step at every price from low to high would surely change nothing: it is then not asked. Must allocate nothing.</summary>
    bool Wakes(decimal low, decimal high) => true;

    /// <summary>A booked execution of one of its orders.</summary>
    /// <param name="order">As it is after the fill.</param>
    void Booked(Order order, Fill fill)
    {
    }

    /// <summary>Everything was sold: open purchases of the deal are taken back at once, so that no step of its ladder outlives it.</summary>
    bool EndsWithItsPosition => true;

    /// <summary>What it remembers of its own trades, as one line of text; empty where nothing.</summary>
    string Save() => "";

    /// <summary>Takes back what <see cref="Save"/> gave, perhaps under other parameters: what rested at the venue was taken back then, and is asked for anew.</summary>
    void Restore(string state)
    {
    }
}
