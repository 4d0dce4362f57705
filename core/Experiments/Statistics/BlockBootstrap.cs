namespace PowerTrader.Core.Experiments.Statistics;

public enum BlockKind
{
    /// <summary>Blocks of random length (geometric): D. Politis and J. Romano, The Stationary Bootstrap, JASA 89, 1994.</summary>
    Stationary,

    /// <summary>Blocks of one length: D. Politis and J. Romano, A circular block-resampling procedure for stationary data, 1992.</summary>
    Circular,
}

/// <summary>Draws series like the one that was seen, block by block, so that what hangs together in time stays together; the series is a ring.</summary>
public sealed record BlockBootstrap
{
    public BlockKind Kind { get; init; } = BlockKind.Stationary;

    /// <summary>(Mean) length of a block in periods; null takes the cube root of the series' length.</summary>
    public double? BlockLength { get; init; }

    /// <summary>Drawn series. 2,000 give the bounds of a 95 % interval to about two digits.</summary>
    public int Resamples { get; init; } = 2000;

    public double Confidence { get; init; } = 0.95;

    public long Seed { get; init; } = 1;

    /// <summary>Percentile interval of a statistic of one series.</summary>
    /// <param name="statistic">Of any series of that length, for example its mean or Sharpe ratio.</param>
    /// <exception cref="ArgumentException">An option or the series cannot be used; the message names it.</exception>
    public ConfidenceInterval Interval(IReadOnlyList<double> series, Func<double[], double> statistic)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(statistic);
        double[] values = [.. series], drawn = new double[values.Length];
        var results = new double[Resamples];
        Each(values.Length, (run, places) =>
        {
            for (var i = 0; i < places.Length; i++) drawn[i] = values[places[i]];
            results[run] = statistic(drawn);
        });
        return Between(statistic(values), results);
    }

    /// <summary>The interval that the middle of the results fills.</summary>
    internal ConfidenceInterval Between(double estimate, double[] results)
    {
        double[] sorted = [.. results.Order()];
        return new ConfidenceInterval(
            estimate, Distribution.Quantile(sorted, (1 - Confidence) / 2), Distribution.Quantile(sorted, (1 + Confidence) / 2), Confidence);
    }

    /// <summary>Calls for every resample with the places of the series that it is made of. The array is used again.</summary>
    internal void Each(int length, Action<int, int[]> resample)
    {
        Check(length);
        var block = BlockLength ?? Math.Max(1, Math.Round(Math.Cbrt(length)));
        var places = new int[length];
        for (var run = 0; run < Resamples; run++)
        {
            var draws = new DrawStream(Seed, "bootstrap", run);
            if (Kind == BlockKind.Stationary) Stationary(draws, places, 1 / block);
            else Circular(draws, places, (int)block);
            resample(run, places);
        }
    }

    private static void Stationary(DrawStream draws, int[] places, double restart)
    {
        for (var i = 0; i < places.Length; i++)
            places[i] = i == 0 || draws.Next() < restart ? draws.Next(places.Length) : (places[i - 1] + 1) % places.Length;
    }

    private static void Circular(DrawStream draws, int[] places, int block)
    {
        for (var i = 0; i < places.Length; i++)
            places[i] = i % block == 0 ? draws.Next(places.Length) : (places[i - 1] + 1) % places.Length;
    }

    private void Check(int length)
    {
        if (length < 2) throw new ArgumentException($"a series of {length} values cannot be resampled: give at least 2", nameof(length));
        if (Resamples < 100) throw new ArgumentException($"{nameof(Resamples)} {Resamples} are too few for an interval: use 100 or more");
        if (BlockLength is { } block && !(block >= 1 && block <= length)) throw new ArgumentException($"{nameof(BlockLength)} {block} is out of range: use 1 to the series' length, {length}");
        if (!(Confidence > 0 && Confidence < 1)) throw new ArgumentException($"{nameof(Confidence)} {Confidence} is out of range: use a share between 0 and 1, for example 0.95");
    }
}
