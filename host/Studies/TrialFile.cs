using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Reports;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Reports;

namespace PowerTrader.Host.Studies;

/// <summary>The trials of a search as the surface of a report takes them: every point that was tried, chosen or not.</summary>
internal static class TrialFile
{
    /// <remarks>Parameters that are no numbers (lists) have no place on an axis and are left out.</remarks>
    /// <exception cref="WorldException">The file cannot be written.</exception>
    public static void Write(string path, SearchOptions options, IReadOnlyList<Core.Experiments.Studies.Trial> trials)
    {
        var set = new TrialSet(
            options.Objective.Name + (trials.Any(trial => trial.Bracket is not null) ? " in sample, on the worst path" : " in sample"),
            [.. trials.Select(trial => new Trial(Numbers(options.Space.AssignmentsOf(trial.Point)), trial.Figures is { } figures && options.Objective.Of(figures) is { } value ? Value(value) : null))]);
        try
        {
            File.WriteAllText(path, JsonSerializer.Serialize(set, ReportJson.Default.TrialSet));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"--surface '{path}' cannot be written ({fault.Message.TrimEnd('.')}); choose another place", fault);
        }
    }

    private static Dictionary<string, decimal> Numbers(IReadOnlyList<string> assignments)
    {
        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var assignment in assignments)
        {
            var at = assignment.IndexOf('=', StringComparison.Ordinal);
            if (decimal.TryParse(assignment[(at + 1)..], NumberStyles.Number & ~NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number)) numbers[assignment[..at]] = number;
        }
        return numbers;
    }

    /// <summary>A ratio that no decimal holds is no value of a cell.</summary>
    private static decimal? Value(double value) => double.IsFinite(value) && Math.Abs(value) < 1e15 ? (decimal)value : null;
}
