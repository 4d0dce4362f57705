using System.Text.Json.Serialization;

namespace PowerTrader.Bench;

/// <summary>One measured figure beside its baseline of the same run.</summary>
/// <param name="Value">Median of the repetitions.</param>
/// <param name="Lowest">Of the repetitions, like <paramref name="Highest"/>.</param>
/// <param name="Against">What the baseline is; null where the figure stands alone.</param>
/// <param name="Ratio">Value ÷ baseline.</param>
internal sealed record Figure(
    string Bench, string Name, string Unit, double Value, double Lowest, double Highest, int Repetitions, string? Against = null, double? Baseline = null,
    double? Ratio = null)
{
    public static Figure Of(string bench, string name, string unit, Sample value, string? against = null, Sample? baseline = null) => new(
        bench, name, unit, Round(value.Median), Round(value.Lowest), Round(value.Highest), value.Count, against, baseline is null ? null : Round(baseline.Median),
        baseline is null ? null : Round(value.Median / baseline.Median));

    /// <summary>Four digits: more would claim a precision that a stopwatch does not have.</summary>
    private static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value)) return value;
        var scale = Math.Pow(10, 3 - Math.Floor(Math.Log10(Math.Abs(value))));
        return Math.Round(value * scale) / scale;
    }
}

/// <summary>Facts of the machine that figures depend on; nothing that names it.</summary>
internal sealed record MachineFacts(string Os, string Architecture, int Processors, string? Processor, string Runtime, string Build);

internal sealed record BenchReport(string Date, MachineFacts Machine, IReadOnlyList<Figure> Figures);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BenchReport))]
internal sealed partial class BenchJson : JsonSerializerContext;
