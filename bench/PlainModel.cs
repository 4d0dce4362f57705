using PowerTrader.Core.Markets;

namespace PowerTrader.Bench;

/// <summary>The rules of the <c>sound</c> model the straightforward way: arrays, and a look at every memory for the nearest.</summary>
internal sealed class PlainModel
{
    private const int Capacity = 8192;
    private const int Neighbours = 64;
    private const int Warmup = 50;
    private const double GainStep = 0.02;
    private const double DeadBand = 0.1;

    private readonly double[] patterns = new double[Capacity];
    private readonly double[] highs = new double[Capacity];
    private readonly double[] lows = new double[Capacity];
    private readonly double[] highGains = new double[Capacity];
    private readonly double[] lowGains = new double[Capacity];
    private readonly int[] nearest = new int[Neighbours];
    private readonly double[] distances = new double[Neighbours];
    private int count;
    private int next;
    private int found;
    private double fast;
    private double slow;
    private double pattern;
    private double close;
    private bool started;

    private double Volatility => (fast + slow) / 2;

    public void Learn(in Candle candle)
    {
        if (started) Settle((double)candle.High, (double)candle.Low);
        Observe(candle);
    }

    public void Observe(in Candle candle)
    {
        close = (double)candle.Close;
        var range = Math.Max(((double)candle.High - (double)candle.Low) / close, 1e-6);
        fast = fast == 0 ? range : fast + 0.25 * (range - fast);
        slow = slow == 0 ? range : slow + 0.03 * (range - slow);
        pattern = (close - (double)candle.Open) / (double)candle.Open / Volatility;
        started = true;
    }

    public (double High, double Low) Next()
    {
        Scan();
        double high = 0, low = 0, sum = 0;
        var reach = Math.Max(1e-9, distances[found - 1]);
        for (var i = 0; i < found; i++)
        {
            var d = distances[i] / (reach * 1.0001);
            var weight = (1 - d * d * d) * (1 - d * d * d) * (1 - d * d * d);
            high += weight * highs[nearest[i]] * highGains[nearest[i]];
            low += weight * lows[nearest[i]] * lowGains[nearest[i]];
            sum += weight;
        }
        return (close * (1 + high / sum * Volatility), close * (1 + low / sum * Volatility));
    }

    private void Settle(double nextHigh, double nextLow)
    {
        var high = (nextHigh / close - 1) / Volatility;
        var low = (nextLow / close - 1) / Volatility;
        if (count >= Warmup)
        {
            Scan();
            for (var i = 0; i < found; i++)
            {
                highGains[nearest[i]] = Toward(highGains[nearest[i]], highs[nearest[i]], high);
                lowGains[nearest[i]] = Toward(lowGains[nearest[i]], lows[nearest[i]], low);
            }
        }
        (patterns[next], highs[next], lows[next], highGains[next], lowGains[next]) = (pattern, high, low, 1, 1);
        next = (next + 1) % Capacity;
        count = Math.Min(count + 1, Capacity);
    }

    /// <summary>Keeps the nearest sorted while it looks at all.</summary>
    private void Scan()
    {
        found = 0;
        for (var slot = 0; slot < count; slot++)
        {
            var distance = Math.Abs(patterns[slot] - pattern);
            if (found == Neighbours && distance >= distances[found - 1]) continue;
            var at = found < Neighbours ? found++ : found - 1;
            while (at > 0 && distances[at - 1] > distance)
            {
                distances[at] = distances[at - 1];
                nearest[at] = nearest[at - 1];
                at--;
            }
            distances[at] = distance;
            nearest[at] = slot;
        }
    }

    private static double Toward(double gain, double remembered, double outcome)
    {
        var predicted = remembered * gain;
        if (Math.Abs(outcome - predicted) <= DeadBand * Math.Abs(predicted) || remembered == 0) return gain;
        return Math.Clamp(gain + Math.Sign(outcome - predicted) * Math.Sign(remembered) * GainStep, 0, 2);
    }
}
