using System.Globalization;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>What the values of one parameter may be.</summary>
/// <param name="IsWhole">Whole numbers: a range steps by 1.</param>
/// <param name="IsList">A value holds commas itself, so values are separated by semicolons alone.</param>
/// <param name="Fault">What is wrong with a value, as a line; null where it may be used.</param>
/// <param name="Normal">One text for equal values.</param>
public sealed record AxisRule(bool IsWhole, bool IsList, Func<string, string?> Fault, Func<string, string> Normal);

/// <summary>A parameter and the values that a search may give it, in their order: neighbours in the list are neighbours in the search.</summary>
/// <param name="Key">As <c>--set</c> takes it, such as <c>strategy.startLevel</c>, after a coin and a colon where it is for this coin alone.</param>
public sealed record ParameterAxis(string Key, IReadOnlyList<string> Values)
{
    public const int MostValues = 10_000;

    /// <summary>Reads <c>KEY=2..5</c>, <c>KEY=0.5..2:0.25</c> or <c>KEY=1,2,5</c>.</summary>
    /// <param name="find">The rule of a key; null, and a line of what is wrong with the key, where there is none.</param>
    /// <param name="faults">Takes one line for each fault.</param>
    /// <returns>Null where there is a fault.</returns>
    public static ParameterAxis? Parse(string text, Func<string, (AxisRule? Rule, string? Fault)> find, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(find);
        ArgumentNullException.ThrowIfNull(faults);
        var sides = text.Split('=', 2, StringSplitOptions.TrimEntries);
        if (sides.Length < 2 || sides[0].Length == 0 || sides[1].Length == 0)
        {
            faults.Add($"--param '{text}' must be KEY=VALUES; for example --param strategy.startLevel=2..5 or --param strategy.trailingGapPercent=0.5,1,2");
            return null;
        }
        var (rule, unknown) = find(sides[0]);
        if (rule is null)
        {
            faults.Add(unknown ?? $"--param '{sides[0]}' is not known");
            return null;
        }
        var values = ValuesOf(sides[0], sides[1], rule, faults);
        if (values is null) return null;
        // One line for each parameter: a range that leaves its bounds would else tell every value beyond them.
        if (values.Select(rule.Fault).FirstOrDefault(fault => fault is not null) is { } fault)
        {
            faults.Add(fault);
            return null;
        }
        return new ParameterAxis(sides[0], [.. values.Select(rule.Normal).Distinct()]);
    }

    private static string[]? ValuesOf(string key, string text, AxisRule rule, ICollection<string> faults)
    {
        if (!text.Contains("..", StringComparison.Ordinal))
            return text.Split(rule.IsList || text.Contains(';', StringComparison.Ordinal) ? ';' : ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var ends = text.Split("..", 2);
        var last = ends[1].Split(':', 2);
        if (Number(ends[0]) is not { } low || Number(last[0]) is not { } high || (last.Length > 1 ? Number(last[1]) : 1) is not { } step)
        {
            faults.Add($"--param '{key}={text}' must be a range FROM..TO or FROM..TO:STEP; for example {key}=2..5 or {key}=0.5..2:0.25");
            return null;
        }
        var fault = high <= low ? $"must go from a smaller to a larger number; for example {key}={Text(Math.Min(low, high))}..{Text(Math.Max(low, high) + (low == high ? 1 : 0))}"
            : step <= 0 ? $"must step by more than 0; for example {key}={Text(low)}..{Text(high)}:{(rule.IsWhole ? "1" : "0.5")}"
            : high - low < step ? $"is narrower than its step of {Text(step)}; for example {key}={Text(low)}..{Text(high)}:{Text((high - low) / 4)}"
            : (high - low) / step >= MostValues ? $"holds more than {MostValues} values; use a larger step"
            : null;
        if (fault is null) return [.. Enumerable.Range(0, (int)((high - low) / step) + 1).Select(i => Text(low + i * step))];
        faults.Add($"--param '{key}={text}' {fault}");
        return null;
    }

    private static decimal? Number(string text) =>
        decimal.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Text(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
