using System.Text.Json;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Serialization;

/// <summary>Records whose shape has changed: the version that is written now, and how an older one is read.</summary>
internal static class WireVersions
{
    private const int StructuredVerdicts = 2;
    private const int KeptInputs = 3;

    public static int Current(Type type) => type == typeof(DecisionRecord) ? KeptInputs : Wire.Version;

    /// <summary>The record of an older version in today's shape; null where that version is not known.</summary>
    public static object? Upgrade(Type type, int version, ReadOnlySpan<char> json)
    {
        if (type != typeof(DecisionRecord)) return null;
        // Inputs were added: the rest is the same.
        if (version == StructuredVerdicts) return JsonSerializer.Deserialize(json, WireContext.Default.DecisionRecord);
        if (version != Wire.Version) return null;
        return JsonSerializer.Deserialize(json, WireContext.Default.DecisionRecordV1) is { } old
            ? new DecisionRecord(old.Time, old.Symbol, old.Outcome, []) { Sentences = old.Verdicts }
            : null;
    }
}

/// <summary>A decision whose verdicts were sentences.</summary>
internal sealed record DecisionRecordV1(DateTimeOffset Time, Symbol Symbol, string Outcome, IReadOnlyList<string> Verdicts);
