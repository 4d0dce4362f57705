using System.Globalization;
using PowerTrader.Core.Taxes;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Taxes;

/// <summary>The user's own choice of lots: a file with the columns <c>disposal,lot,quantity</c>, named by the ids that <c>export tax</c> writes.</summary>
internal static class AssignmentFile
{
    private const string Header = "disposal,lot,quantity";

    /// <exception cref="UsageException">The file cannot be read, or a line is unsound: file, line, rule, remedy.</exception>
    public static IReadOnlyList<LotAssignment> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--assignments '{path}' cannot be read ({fault.Message.TrimEnd('.')}); name a file with the columns {Header}");
        }
        if (lines.Length == 0 || lines[0].Trim() != Header) throw new UsageException($"--assignments '{path}' line 1: must be the header {Header}; 'powertrader export tax' has both ids in its columns");
        var faults = new List<string>();
        var assignments = new List<LotAssignment>();
        for (var i = 1; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i])) continue;
            var parts = lines[i].Split(',', StringSplitOptions.TrimEntries);
            if (parts.Length == 3 && parts[0].Length > 0 && parts[1].Length > 0 && decimal.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var quantity) && quantity > 0)
                assignments.Add(new LotAssignment(i + 1, parts[0], parts[1], quantity));
            else faults.Add($"--assignments '{path}' line {i + 1}: must be a disposal's id, a lot's id and a quantity above 0; for example t-123,t-45,0.25");
        }
        return faults.Count == 0 ? assignments : throw new UsageException(faults);
    }
}
