namespace PowerTrader.Adapters.Simulation;

/// <summary>How a day goes: most happens when Europe and America are both awake, least before Europe is.</summary>
internal static class SimulatedRhythm
{
    /// <summary>Busiest hour, UTC.</summary>
    public const int Peak = 15;

    private const double Amplitude = 0.2;

    private static readonly double[] Factors = Make();

    /// <summary>Of an hour's volatility: its mean square over the day is 1, so that a pair's volatility stays what it names.</summary>
    public static double Of(int hour) => Factors[hour % 24];

    private static double[] Make()
    {
        var raw = Enumerable.Range(0, 24).Select(hour => Math.Exp(Amplitude * Math.Cos(2 * Math.PI * (hour - Peak) / 24))).ToList();
        var scale = Math.Sqrt(raw.Average(factor => factor * factor));
        return [.. raw.Select(factor => factor / scale)];
    }
}
