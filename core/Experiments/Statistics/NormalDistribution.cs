namespace PowerTrader.Core.Experiments.Statistics;

/// <summary>The standard normal distribution, to about 14 digits.</summary>
/// <remarks>Abramowitz and Stegun, Handbook of Mathematical Functions, 1964: series 26.2.11 in the middle, continued fraction 26.2.14 in the tails, 26.2.23 as a first guess.</remarks>
public static class NormalDistribution
{
    private const double Middle = 3.5;
    private const int FractionDepth = 120;

    /// <summary>Probability of a value up to <paramref name="z"/>.</summary>
    public static double Cumulative(double z)
    {
        if (double.IsNaN(z)) return double.NaN;
        var size = Math.Abs(z);
        if (size > 38) return z < 0 ? 0 : 1;
        if (size <= Middle) return 0.5 + Series(z);
        var tail = Density(size) / Fraction(size);
        return z < 0 ? tail : 1 - tail;
    }

    /// <summary>The value that is not exceeded with the given probability.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability does not lie between 0 and 1.</exception>
    public static double Quantile(double probability)
    {
        if (probability is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability must lie between 0 and 1.");
        if (probability > 0.5) return -Quantile(1 - probability);
        var t = Math.Sqrt(-2 * Math.Log(probability));
        var z = -(t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
        // Halley's step triples the right digits: from three to all of them in three.
        for (var i = 0; i < 3; i++)
        {
            var step = (Cumulative(z) - probability) / Density(z);
            z -= step / (1 + z * step / 2);
        }
        return z;
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Density × (z + z³/3 + z⁵/15 + …).</summary>
    private static double Series(double z)
    {
        double term = z, sum = z;
        for (var n = 3; Math.Abs(term) > Math.Abs(sum) * 1e-17; n += 2)
        {
            term *= z * z / n;
            sum += term;
        }
        return Density(z) * sum;
    }

    /// <summary>z + 1/(z + 2/(z + 3/(…))).</summary>
    private static double Fraction(double z)
    {
        var value = z;
        for (var n = FractionDepth; n > 0; n--) value = z + n / value;
        return value;
    }
}
