using System.Text.Json;
using PowerTrader.Core.Reports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Reports;

/// <summary>Writes what was asked for of a report.</summary>
/// <param name="Page">The HTML file; null for none.</param>
/// <param name="Csv">Folder of the CSV files; null for none.</param>
/// <param name="Surface">Trials to show; null for none.</param>
internal sealed record ReportFiles(string? Page, string? Csv, TrialSurface? Surface)
{
    public static ReportFiles None { get; } = new(null, null, null);

    public bool IsWanted => Page is not null || Csv is not null;

    /// <exception cref="WorldException">A file cannot be written.</exception>
    public void Write(ReportSource source)
    {
        var data = ReportBuilder.Of(source with { Surface = Surface });
        try
        {
            if (Page is not null)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Page)!);
                File.WriteAllText(Page, ReportPage.Of(data));
            }
            if (Csv is not null) ReportExport.Of(source, data.Performance).WriteCsv(Csv);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"The report cannot be written ({fault.Message.TrimEnd('.')}); choose another place.", fault);
        }
        // Not among what a program reads from standard output.
        if (Page is not null) Console.Error.WriteLine($"Report written to {Page} ({new FileInfo(Page).Length / 1024} KB); open it in a browser.");
        if (Csv is not null) Console.Error.WriteLine($"fills.csv, deals.csv and equity.csv written to {Csv}.");
    }

    /// <summary>Checks places and trials before any work is done; each fault becomes a line.</summary>
    public static ReportFiles Read(OptionFaults faults, (string Name, string? Text) page, string? csv, string? trials)
    {
        var file = page.Text is null ? null : faults.PathOf(page.Name, page.Text, "report.html");
        if (file is not null && Directory.Exists(file)) faults.Add(page.Name, page.Text!, "is a folder", $"name a file, for example {page.Name} report.html");
        var folder = csv is null ? null : faults.PathOf("--csv", csv, "report");
        if (folder is not null && File.Exists(folder)) faults.Add("--csv", csv!, "is a file", "name a folder, for example --csv report");
        if (trials is not null && file is null) faults.Add("--trials", trials, "shows trials in a report", $"add {page.Name} report.html");
        return new ReportFiles(file, folder, trials is null ? null : SurfaceOf(faults, trials));
    }

    private static TrialSurface? SurfaceOf(OptionFaults faults, string path)
    {
        try
        {
            if (JsonSerializer.Deserialize(File.ReadAllText(path), ReportJson.Default.TrialSet) is { Measure: not null, Trials: not null } set && set.Trials.All(trial => trial?.Parameters is not null)) return TrialSurface.Of(set);
            faults.Add("--trials", path, "must hold an object with 'measure' and 'trials', each trial with 'parameters' and 'value'", "docs/reference/reports.md shows one");
        }
        catch (JsonException fault)
        {
            faults.Add("--trials", path, $"is not the JSON that is expected ({fault.Message.TrimEnd('.')})", "docs/reference/reports.md shows one");
        }
        catch (ArgumentException fault)
        {
            faults.AddLine($"--trials '{path}': {fault.Message}");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add("--trials", path, $"cannot be read ({fault.Message.TrimEnd('.')})", "check the path");
        }
        return null;
    }
}
