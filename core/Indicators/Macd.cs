using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Indicators;

/// <summary>
/// Moving average convergence and divergence, in the quote coin: output 0 is the fast EMA less the slow one (from candle <c>slow</c>), 1 its own EMA,
/// the signal, and 2 their difference, the histogram (both from candle <c>slow</c> + <c>signal</c> − 1).
/// </summary>
/// <remarks>Source: G. Appel, Technical Analysis: Power Tools for Active Investors, 2005; the histogram: T. Aspray, 1986.</remarks>
public sealed class Macd : IIndicator
{
    private readonly Ema fast;
    private readonly Ema slow;
    private readonly Ema signal;
    private double? line;
    private double? smoothed;

    /// <exception cref="ArgumentException">A period is below 1, or the fast one is not below the slow one.</exception>
    public Macd(int fast, int slow, int signal)
    {
        this.fast = new Ema(fast);
        this.slow = new Ema(slow);
        this.signal = new Ema(signal);
        if (fast >= slow) throw new ArgumentException($"fast {fast} must be below slow {slow}: choose a smaller fast or a larger slow period", nameof(fast));
        Warmup = slow + signal - 1;
    }

    public int Warmup { get; }

    public double? this[int output] => output switch
    {
        0 => line,
        1 => smoothed,
        2 => line - smoothed,
        _ => throw new ArgumentOutOfRangeException(nameof(output), output, "MACD has three outputs."),
    };

    public double? Push(in Candle candle)
    {
        var quick = fast.Push(candle);
        line = slow.Push(candle) is { } lazy ? quick - lazy : null;
        if (line is { } difference) smoothed = signal.Push(difference);
        return line;
    }
}
