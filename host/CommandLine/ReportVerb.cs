using System.CommandLine;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Reports;
using PowerTrader.Host.Reports;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>report</c>: the portfolio of a data folder as one HTML file, CSV or JSON.</summary>
internal static class ReportVerb
{
    private const string Text =
        "The whole account as one HTML file that needs no network: curves, candles with trades, months, attribution and figures.\n\n" +
        "Example: powertrader report --out report.html\nExample: powertrader report --csv report --json";

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var output = new Option<string?>("--out") { Description = "The HTML file to write" };
        var csv = new Option<string?>("--csv") { Description = "Folder for fills.csv, deals.csv and equity.csv" };
        var trials = new Option<string?>("--trials") { Description = "JSON file of a study's trials, shown as a surface" };
        var json = CommonOptions.Json();
        var report = new Command("report", Text) { data, output, csv, trials, json };
        report.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(data), parsed.GetValue(output), parsed.GetValue(csv), parsed.GetValue(trials), parsed.GetValue(json), token));
        root.Subcommands.Add(report);
    }

    private static async Task<int> RunAsync(string? data, string? output, string? csv, string? trials, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        if ((output ?? csv) is null && !json) faults.Require("--out", output, "a report needs a place", "for example --out report.html; --csv DIR or --json do without");
        var files = ReportFiles.Read(faults, ("--out", output), csv, trials);
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken, strict: true);
        var source = await StoredSource.ReadAsync(system.Work, system.Clock.Now, cancellationToken);
        if (files.IsWanted) files.Write(source);
        if (json) Console.WriteLine(ReportExport.Of(source, Performance.Of(source.Input)).ToJson());
        return ExitCodes.Done;
    }
}
