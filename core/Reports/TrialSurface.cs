namespace PowerTrader.Core.Reports;

/// <summary>One trial of a study.</summary>
/// <param name="Parameters">By name.</param>
/// <param name="Value">Of the measure that the study is about; null where the trial has none.</param>
public sealed record Trial(IReadOnlyDictionary<string, decimal> Parameters, decimal? Value);

/// <summary>The trials of a study: what a report takes, whatever made them.</summary>
/// <param name="Measure">What the values are, in words.</param>
/// <param name="X">Parameter across; null takes the first that varies.</param>
/// <param name="Y">Parameter upwards; null takes the next that varies.</param>
public sealed record TrialSet(string Measure, IReadOnlyList<Trial> Trials, string? X = null, string? Y = null);

/// <summary>
/// A measure over two parameters, or one. Where more of them varied, a cell is the median of its trials: the best of them would flatter.
/// </summary>
/// <param name="Y">Null where only one parameter varies.</param>
/// <param name="Cells">Rows by <paramref name="YValues"/> (one row without), columns by <paramref name="XValues"/>; null where no trial was.</param>
/// <param name="Trials">Behind all cells.</param>
public sealed record TrialSurface(
    string Measure, string X, IReadOnlyList<decimal> XValues, string? Y, IReadOnlyList<decimal> YValues, IReadOnlyList<IReadOnlyList<decimal?>> Cells, int Trials)
{
    /// <exception cref="ArgumentException">There is no trial with a value, or no parameter of the name; the message says which.</exception>
    public static TrialSurface Of(TrialSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        var trials = set.Trials.Where(trial => trial.Value is not null).ToList();
        if (trials.Count == 0) throw new ArgumentException("trials: none has a value; a study gives each of its trials one");
        var names = trials.SelectMany(trial => trial.Parameters.Keys).Distinct().Order(StringComparer.Ordinal).ToList();
        var varying = names.Where(name => Values(trials, name).Count > 1).ToList();
        var x = Named(set.X, names, "x") ?? varying.FirstOrDefault() ?? names.FirstOrDefault() ?? throw new ArgumentException("trials: none names a parameter");
        var y = Named(set.Y, names, "y") ?? varying.Find(name => name != x);
        var (columns, rows) = (Values(trials, x), y is null ? [] : Values(trials, y));
        var cells = (y is null ? [(decimal?)null] : rows.Select(value => (decimal?)value)).Select(IReadOnlyList<decimal?> (row) => [.. columns.Select(column => Median(
            trials.Where(trial => trial.Parameters.TryGetValue(x, out var across) && across == column && (y is null || (trial.Parameters.TryGetValue(y, out var up) && up == row)))))]).ToList();
        return new TrialSurface(set.Measure, x, columns, y, rows, cells, trials.Count);
    }

    private static string? Named(string? name, List<string> names, string field) => name is null || names.Contains(name)
        ? name
        : throw new ArgumentException($"{field}: '{name}' is no parameter of the trials; use one of {string.Join(", ", names)}");

    private static List<decimal> Values(List<Trial> trials, string name) =>
        [.. trials.Where(trial => trial.Parameters.ContainsKey(name)).Select(trial => trial.Parameters[name]).Distinct().Order()];

    private static decimal? Median(IEnumerable<Trial> trials)
    {
        var values = trials.Select(trial => trial.Value!.Value).Order().ToList();
        if (values.Count == 0) return null;
        return (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
    }
}
