using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Prediction;

/// <summary>
/// Pattern memory done soundly: one chronological pass, a live store, every candle remembered, distances and outcomes in units of recent
/// volatility, the nearest memories averaged by distance, and a gain per memory that moves toward the outcome.
/// </summary>
/// <remarks>
/// Pattern of a candle: its body ÷ open ÷ volatility. Memory: the next candle's high and low relative to the close ÷ volatility. Volatility: the mean of a
/// fast and a slow exponential average of (high − low) ÷ close. Gains stay in 0..2 and take fixed steps outside a dead band, so that the
/// prediction tends to the median outcome, which is what a mean absolute error rewards.
/// </remarks>
public sealed class SoundModel : ITimeframeModel
{
    public const string ModelName = "sound";

    internal const int Capacity = 8192;
    internal const int Warmup = 50;

    private const int Neighbours = 64;
    private const double GainStep = 0.02;
    private const double DeadBand = 0.1;
    private const double FastAlpha = 0.25;
    private const double SlowAlpha = 0.03;

    private readonly PatternMemory memory = new(Capacity);
    private readonly int[] nearest = new int[Neighbours];
    private readonly double[] shares = new double[Neighbours];
    private int matches;

    public SoundModel(Timeframe timeframe) => Timeframe = timeframe;

    public string Name => ModelName;

    public Timeframe Timeframe { get; }

    public DateTimeOffset? LastLearned { get; private set; }

    public decimal LastClose { get; private set; }

    internal double Fast { get; private set; }

    internal double Slow { get; private set; }

    internal double Pattern { get; private set; }

    internal PatternMemory Memory => memory;

    private double Volatility => (Fast + Slow) / 2;

    public void Learn(in Candle closed)
    {
        if (LastLearned is { } last && closed.OpenTime <= last)
            throw new ArgumentException($"candle {closed.OpenTime:u} was learned already: the newest is {last:u}", nameof(closed));
        // Only a candle that follows the last one is an outcome of its pattern.
        if (LastLearned is { } previous && closed.OpenTime == previous + Timeframe.Length()) Settle(closed);
        Observe(closed);
    }

    /// <summary>Moves the current pattern on without learning: a model that is frozen still sees the newest candle.</summary>
    public void Observe(in Candle closed)
    {
        var (open, high, low, close) = ((double)closed.Open, (double)closed.High, (double)closed.Low, (double)closed.Close);
        var range = Math.Max((high - low) / close, 1e-6);
        Fast = Fast == 0 ? range : Fast + FastAlpha * (range - Fast);
        Slow = Slow == 0 ? range : Slow + SlowAlpha * (range - Slow);
        Pattern = (close - open) / open / Volatility;
        LastLearned = closed.OpenTime;
        LastClose = closed.Close;
        matches = -1;
    }

    public Forecast Next()
    {
        var open = (LastLearned ?? DateTimeOffset.UnixEpoch) + Timeframe.Length();
        if (memory.Count < Warmup)
            return new Forecast(Timeframe, open, LastClose, null, null, Name, 0, $"{memory.Count} candles remembered, {Warmup} needed");
        var (high, low) = Predict();
        var close = (double)LastClose;
        var highPrice = (decimal)(close * (1 + high * Volatility));
        var lowPrice = (decimal)(close * (1 + low * Volatility));
        return new Forecast(Timeframe, open, LastClose, Math.Max(highPrice, lowPrice), Math.Max(Math.Min(highPrice, lowPrice), 0), Name, matches, null);
    }

    public byte[] Save(string id) => SoundModelCodec.Write(this, id);

    internal void Restore(DateTimeOffset? lastLearned, decimal lastClose, double fast, double slow, double pattern)
    {
        LastLearned = lastLearned;
        LastClose = lastClose;
        Fast = fast;
        Slow = slow;
        Pattern = pattern;
        matches = -1;
    }

    private void Settle(in Candle next)
    {
        var close = (double)LastClose;
        var high = ((double)next.High / close - 1) / Volatility;
        var low = ((double)next.Low / close - 1) / Volatility;
        if (memory.Count >= Warmup)
        {
            Match();
            for (var i = 0; i < matches; i++) memory.Adjust(nearest[i], high, low, GainStep, DeadBand);
        }
        memory.Append(Pattern, high, low);
    }

    private (double High, double Low) Predict()
    {
        Match();
        double high = 0, low = 0, sum = 0;
        for (var i = 0; i < matches; i++)
        {
            var (memoryHigh, memoryLow) = memory.Weighted(nearest[i]);
            high += shares[i] * memoryHigh;
            low += shares[i] * memoryLow;
            sum += shares[i];
        }
        return (high / sum, low / sum);
    }

    /// <summary>The nearest memories with tricube weights (Cleveland, 1979): the farthest counts almost nothing.</summary>
    private void Match()
    {
        if (matches >= 0) return;
        matches = memory.Nearest(Pattern, nearest, shares);
        var reach = 1e-9;
        for (var i = 0; i < matches; i++) reach = Math.Max(reach, shares[i]);
        for (var i = 0; i < matches; i++)
        {
            var d = shares[i] / (reach * 1.0001);
            var t = 1 - d * d * d;
            shares[i] = t * t * t;
        }
    }
}
