namespace PowerTrader.Core.Indicators;

/// <summary>Mean and sum of squared deviations of the newest values, kept up step by step.</summary>
/// <remarks>
/// Sliding form of Welford's update (Technometrics 4, 1962). Once per turn of the ring both are computed anew from the values themselves, which costs
/// one step per value and keeps rounding from piling up over millions of candles.
/// </remarks>
internal sealed class RollingWindow(int size)
{
    private readonly double[] ring = new double[size];
    private int next;

    public int Count { get; private set; }

    public bool IsFull => Count == ring.Length;

    public double Mean { get; private set; }

    /// <summary>Sum of squared deviations from the mean, never below 0.</summary>
    public double Squares { get; private set; }

    public void Push(double value)
    {
        var before = Mean;
        if (!IsFull)
        {
            Count++;
            Mean += (value - before) / Count;
            Squares += (value - before) * (value - Mean);
        }
        else
        {
            var oldest = ring[next];
            Mean += (value - oldest) / ring.Length;
            Squares = Math.Max(0, Squares + (value - oldest) * (value - Mean + oldest - before));
        }
        ring[next] = value;
        next = next + 1 == ring.Length ? 0 : next + 1;
        if (next == 0) Renew();
    }

    private void Renew()
    {
        double sum = 0, squares = 0;
        foreach (var value in ring) sum += value;
        Mean = sum / ring.Length;
        foreach (var value in ring) squares += (value - Mean) * (value - Mean);
        Squares = squares;
    }
}
