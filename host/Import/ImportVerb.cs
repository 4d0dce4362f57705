using System.CommandLine;
using System.Text;
using System.Text.Json;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Import;

/// <summary><c>import</c>: the predecessor's settings, open positions and history. A preview first; with <c>--apply</c> all of it that can be taken.</summary>
internal static class ImportVerb
{
    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var from = new Option<string?>("--from") { Description = "The predecessor's folder, with gui_settings.json and hub_data" };
        var apply = new Option<bool>("--apply") { Description = "Do it; without it only the preview is shown" };
        var import = new Command("import", "Take over the predecessor's settings, open positions and history: first a preview with what cannot be taken and why.\n\nExample: powertrader import --from ~/PowerTrader_AI") { from, apply, data, json };
        import.SetAction((parsed, token) => RunAsync(parsed.GetValue(from), parsed.GetValue(apply), parsed.GetValue(data), parsed.GetValue(json), token));
        root.Subcommands.Add(import);
    }

    private static async Task<int> RunAsync(string? from, bool apply, string? data, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        faults.Require("--from", from, "the predecessor's folder", "for example --from ~/PowerTrader_AI");
        faults.ThrowIfAny();
        var files = PredecessorFiles.Read(Path.GetFullPath(from!));
        var folder = Path.GetFullPath(data ?? RunOptions.DefaultDataFolder);
        var mapping = files.Settings is null ? new SettingsMapping([], []) : SettingsMapping.Of(files);
        var settings = SettingsText(folder, mapping);
        var history = HistoryText(folder, files.History);
        using var system = DataFolder.LastStoreOf(folder)?.Market is null ? null : await ControlVerbs.AttachAsync(data, cancellationToken);
        var positions = await PositionPlan.OfAsync(system?.Work, files.History, cancellationToken);
        if (apply)
        {
            // Written whole before anything is changed, named last: a full disk changes nothing.
            using var staged = new StagedFiles(DataFolder.OpenOrCreate(folder).Root);
            if (settings is { } chosen)
            {
                staged.Add(chosen.Path, chosen.Text);
                staged.Add(Path.Combine(folder, SettingsDocument.SchemaName), SettingsSchema.Text());
            }
            if (history is { } kept) staged.Add(kept.Path, kept.Text);
            if (system is not null) positions = await PositionPlan.AdoptAsync(system.Work, files.History, positions, cancellationToken);
            staged.Name();
        }
        var report = new ImportReport(
            files.Folder, apply, mapping.Taken, mapping.Left, settings?.Path, files.History.Trades.Count, files.History.RealisedTotal, history?.Path, positions, files.PendingOrders, files.KeyFiles.Count > 0);
        if (json) Console.WriteLine(JsonSerializer.Serialize(report, ImportJson.Default.ImportReport));
        else report.Write(Console.Out);
        return ExitCodes.Done;
    }

    /// <summary>Settings that stand are never replaced: others are laid beside them.</summary>
    private static (string Path, string Text)? SettingsText(string folder, SettingsMapping mapping)
    {
        if (mapping.Taken.Count == 0) return null;
        var text = SettingsDocument.Text(mapping.Values(), mapping.Keys);
        var own = Path.Combine(folder, SettingsFile.Name);
        if (!File.Exists(own)) return (own, text);
        return string.Equals(File.ReadAllText(own), text, StringComparison.Ordinal) ? null : (own + ".imported", text);
    }

    /// <exception cref="UsageException">Another history is kept here, which would be lost.</exception>
    private static (string Path, string Text)? HistoryText(string folder, ImportedHistory history)
    {
        if (history.Trades.Count == 0 && history.RealisedTotal is null) return null;
        var path = Path.Combine(folder, ImportedHistory.FileName);
        if (ImportedHistory.Load(folder) is not { } earlier) return (path, history.Text());
        if (!history.Contains(earlier)) throw new UsageException($"--from holds another history than {path}, which would be lost; use another --data folder, or move that file away");
        return string.Equals(history.Text(), earlier.Text(), StringComparison.Ordinal) ? null : (path, history.Text());
    }

    private sealed class StagedFiles(string folder) : IDisposable
    {
        private readonly List<(string Staged, string Path)> files = [];

        public void Add(string path, string text)
        {
            var staged = Path.Combine(folder, $".importing-{files.Count}");
            files.Add((staged, path));
            using var stream = new FileStream(staged, FileMode.Create);
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        public void Name()
        {
            foreach (var (staged, path) in files) File.Move(staged, path, overwrite: true);
        }

        public void Dispose()
        {
            foreach (var (staged, _) in files) File.Delete(staged);
        }
    }
}
