using System.Collections;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Backtesting;

/// <summary>A portfolio after one bar.</summary>
/// <param name="Time">Close of the bar.</param>
/// <param name="Cash">Not in coins; open orders may have reserved some of it.</param>
/// <param name="Exposure">(Equity − cash) ÷ equity.</param>
/// <param name="Locked">Purchase cost of what is held ÷ equity: what cannot be used until it is sold.</param>
public readonly record struct EquityPoint(DateTimeOffset Time, decimal Equity, decimal Cash, decimal Exposure, decimal Locked);

/// <summary>Equity after every bar in at most 20 bytes a bar: cash and cost change only with fills and are kept once for the bars between two.</summary>
public sealed class EquityCurve : IReadOnlyList<EquityPoint>
{
    private readonly TimeColumn times = new();
    private readonly DecimalColumn equity = new();
    private readonly List<(int From, decimal Cash, decimal Cost)> states = [];
    private int newest;

    public static EquityCurve Empty { get; } = new();

    public int Count => equity.Count;

    /// <summary>Equity alone, in the order of the bars.</summary>
    public IReadOnlyList<decimal> Values => equity;

    /// <summary>Closes of the bars.</summary>
    public IEnumerable<DateTimeOffset> Times => Enumerable.Range(0, Count).Select(index => times[index]);

    public EquityPoint this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return Point(index, StateOf(index));
        }
    }

    public IEnumerator<EquityPoint> GetEnumerator()
    {
        var state = 0;
        for (var i = 0; i < Count; i++)
        {
            while (state + 1 < states.Count && states[state + 1].From <= i) state++;
            yield return Point(i, state);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The highest share of equity that was ever locked.</summary>
    public decimal MostLocked()
    {
        // Compared as doubles: only the bar that wins is divided exactly.
        var (best, most, state) = (-1, 0d, 0);
        for (var i = 0; i < Count; i++)
        {
            while (state + 1 < states.Count && states[state + 1].From <= i) state++;
            if (states[state].Cost == 0 || equity[i] <= 0) continue;
            var share = (double)states[state].Cost / (double)equity[i];
            if (share > most) (best, most) = (i, share);
        }
        return best < 0 ? 0 : this[best].Locked;
    }

    internal void Reserve(int bars)
    {
        times.Reserve(bars);
        equity.Reserve(bars);
    }

    internal void Add(DateTimeOffset time, decimal value, decimal cash, decimal cost)
    {
        if (states.Count == 0 || states[^1].Cash != cash || states[^1].Cost != cost) states.Add((Count, cash, cost));
        times.Add(time);
        equity.Add(value);
    }

    private int StateOf(int index)
    {
        // Whoever goes through the curve asks for neighbours.
        var hint = newest;
        if (Holds(hint, index)) return hint;
        if (Holds(hint + 1, index)) return newest = hint + 1;
        var (low, high) = (0, states.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (states[middle].From <= index) low = middle;
            else high = middle - 1;
        }
        return newest = low;
    }

    private bool Holds(int state, int index) =>
        state < states.Count && states[state].From <= index && (state + 1 == states.Count || states[state + 1].From > index);

    private EquityPoint Point(int index, int state)
    {
        var (_, cash, cost) = states[state];
        var value = equity[index];
        var time = times[index];
        return value > 0 ? new EquityPoint(time, value, cash, (value - cash) / value, cost / value) : new EquityPoint(time, value, cash, 0, 0);
    }
}
