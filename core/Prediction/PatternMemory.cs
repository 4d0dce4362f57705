namespace PowerTrader.Core.Prediction;

/// <summary>Memories of bounded number, the newest kept, findable by pattern in O(log n + k): an index sorted by pattern beside a ring by age.</summary>
internal sealed class PatternMemory(int capacity)
{
    private readonly double[] patterns = new double[capacity];
    private readonly double[] highs = new double[capacity];
    private readonly double[] lows = new double[capacity];
    private readonly double[] highGains = new double[capacity];
    private readonly double[] lowGains = new double[capacity];
    private readonly double[] sortedPatterns = new double[capacity];
    private readonly int[] sortedSlots = new int[capacity];
    private int next;

    public int Count { get; private set; }

    public int Capacity => capacity;

    public void Append(double pattern, double high, double low, double highGain = 1, double lowGain = 1)
    {
        if (Count == capacity) Unindex(next);
        (patterns[next], highs[next], lows[next], highGains[next], lowGains[next]) = (pattern, high, low, highGain, lowGain);
        Index(next);
        next = (next + 1) % capacity;
    }

    /// <summary>Fills the slots of the nearest memories and their distances; ties go to the smaller pattern.</summary>
    /// <returns>How many were found.</returns>
    public int Nearest(double pattern, int[] slots, double[] distances)
    {
        var right = LowerBound(pattern);
        var left = right - 1;
        var found = 0;
        while (found < slots.Length && (left >= 0 || right < Count))
        {
            var toLeft = left >= 0 ? pattern - sortedPatterns[left] : double.PositiveInfinity;
            var toRight = right < Count ? sortedPatterns[right] - pattern : double.PositiveInfinity;
            var takeLeft = toLeft <= toRight;
            slots[found] = sortedSlots[takeLeft ? left-- : right++];
            distances[found] = takeLeft ? toLeft : toRight;
            found++;
        }
        return found;
    }

    public (double High, double Low) Weighted(int slot) => (highs[slot] * highGains[slot], lows[slot] * lowGains[slot]);

    /// <summary>Moves the gains so that the weighted prediction moves toward the outcome, unless it was within the dead band.</summary>
    public void Adjust(int slot, double high, double low, double step, double band)
    {
        highGains[slot] = Toward(highGains[slot], highs[slot], high, step, band);
        lowGains[slot] = Toward(lowGains[slot], lows[slot], low, step, band);
    }

    /// <summary>Oldest first.</summary>
    public IEnumerable<(double Pattern, double High, double Low, double HighGain, double LowGain)> InOrder()
    {
        var start = Count == capacity ? next : 0;
        for (var i = 0; i < Count; i++)
        {
            var slot = (start + i) % capacity;
            yield return (patterns[slot], highs[slot], lows[slot], highGains[slot], lowGains[slot]);
        }
    }

    private static double Toward(double gain, double remembered, double outcome, double step, double band)
    {
        var predicted = remembered * gain;
        var margin = band * Math.Abs(predicted);
        if (Math.Abs(outcome - predicted) <= margin || remembered == 0) return gain;
        // A larger gain moves the prediction away from zero, in the direction of what is remembered.
        var wanted = Math.Sign(outcome - predicted) * Math.Sign(remembered);
        return Math.Clamp(gain + wanted * step, 0, 2);
    }

    private void Index(int slot)
    {
        // After its equals: ties stand in order of age, whatever was saved, loaded or dropped between.
        var at = LowerBound(patterns[slot]);
        while (at < Count && sortedPatterns[at] == patterns[slot]) at++;
        Array.Copy(sortedPatterns, at, sortedPatterns, at + 1, Count - at);
        Array.Copy(sortedSlots, at, sortedSlots, at + 1, Count - at);
        sortedPatterns[at] = patterns[slot];
        sortedSlots[at] = slot;
        Count++;
    }

    private void Unindex(int slot)
    {
        var at = LowerBound(patterns[slot]);
        while (sortedSlots[at] != slot) at++;
        Count--;
        Array.Copy(sortedPatterns, at + 1, sortedPatterns, at, Count - at);
        Array.Copy(sortedSlots, at + 1, sortedSlots, at, Count - at);
    }

    /// <summary>First index whose pattern is not smaller.</summary>
    private int LowerBound(double pattern)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (sortedPatterns[middle] < pattern) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
