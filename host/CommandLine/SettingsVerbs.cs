using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>config versions</c> and <c>apply-to-open</c>: what deals began with, and letting them follow what stands now.</summary>
internal static class SettingsVerbs
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static Command Versions(Option<string?> data, Option<bool> json)
    {
        var versions = new Command("versions", "Settings versions of the market that ran last, newest first: when each began and what it changed.\n\nExample: powertrader config versions") { data, json };
        versions.SetAction((parsed, token) => VersionsAsync(parsed.GetValue(data), parsed.GetValue(json), token));
        return versions;
    }

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var coin = new Option<string?>("--coin") { Description = "Only the deal of this coin" };
        var yes = new Option<bool>("--yes") { Description = "Do it; without this it is only shown" };
        var json = CommonOptions.Json();
        var apply = new Command("apply-to-open", "Show what the current settings would make of open deals, which keep those they began with; with --yes let them follow.\n\nExample: powertrader apply-to-open --coin BTC --yes")
            { data, coin, yes, json };
        apply.SetAction((parsed, token) => ApplyAsync(parsed.GetValue(data), parsed.GetValue(coin), parsed.GetValue(yes), parsed.GetValue(json), token));
        root.Subcommands.Add(apply);
    }

    private static async Task<int> VersionsAsync(string? data, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var book = await system.BookAsync(cancellationToken);
        var versions = await system.Work.Versions.ListAsync(book.Key, cancellationToken);
        var document = new JsonArray();
        for (var i = versions.Count - 1; i >= 0; i--)
        {
            var version = versions[i];
            var changes = i == 0 ? [] : SettingsVersion.Differences(versions[i - 1].Text, version.Text);
            var deals = book.Symbols.Where(state => state.PinnedVersion == version.Number).Select(state => state.Symbol.Value).ToList();
            var current = version.Number == book.Head.SettingsVersion;
            if (json) document.Add(Json(version, current, changes, deals));
            else Print(version, current, changes, deals);
        }
        if (json) Console.WriteLine(document.ToJsonString(Indented));
        return ExitCodes.Done;
    }

    private static JsonObject Json(SettingsVersion version, bool current, IReadOnlyList<string> changes, List<string> deals) => new()
    {
        ["version"] = version.Number,
        ["time"] = version.Time.ToString("O", CultureInfo.InvariantCulture),
        ["current"] = current,
        ["changes"] = new JsonArray([.. changes.Select(change => (JsonNode)change)]),
        ["deals"] = new JsonArray([.. deals.Select(deal => (JsonNode)deal)]),
    };

    private static void Print(SettingsVersion version, bool current, IReadOnlyList<string> changes, List<string> deals)
    {
        var marks = (current ? ", current" : "") + (deals.Count > 0 ? $", followed by the open deal of {string.Join(", ", deals)}" : "");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"version {version.Number}  {version.Time:yyyy-MM-dd HH:mm:ss} UTC{marks}"));
        foreach (var change in changes) Console.WriteLine("  " + change);
        if (changes.Count == 0) Console.WriteLine("  the first");
    }

    private static async Task<int> ApplyAsync(string? data, string? coin, bool yes, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var book = await system.BookAsync(cancellationToken);
        var only = coin is null ? (Core.Markets.Symbol?)null : book.Head.Find(coin)
            ?? throw new UsageException($"--coin '{coin}' is not traded here; 'powertrader positions' lists the coins");
        var flow = new OpenDealFlow(system.Sessions, system.Views, system.Kernel, system.Clock);
        var changes = yes ? await flow.ApplyAsync(book.Key, only, cancellationToken) : await flow.PreviewAsync(book.Key, only, cancellationToken);
        var differs = await FileDiffersAsync(system, book, data, cancellationToken);
        if (json)
        {
            var result = new ApplyResult(book.Head.SettingsVersion, yes, [.. changes.Select(Line)], differs);
            Console.WriteLine(JsonSerializer.Serialize(result, VerbJson.Default.ApplyResult));
            return ExitCodes.Done;
        }
        foreach (var change in changes) Print(change, yes);
        if (changes.Count == 0) Console.WriteLine($"Nothing to apply: {(only is { } one ? $"{one} has no open deal" : "no open deal")} that follows older settings than version {book.Head.SettingsVersion}.");
        else if (!yes) Console.WriteLine("Nothing is changed yet; add --yes to let these deals follow.");
        if (differs)
            Console.WriteLine($"The settings file differs from version {book.Head.SettingsVersion}; the next 'powertrader run' makes it current.");
        return ExitCodes.Done;
    }

    private static ApplyLine Line(DealChange change) => new(
        change.Symbol.Value, change.Deal, change.FromVersion, change.ToVersion, Line(change.Before), Line(change.After), change.Disarms);

    private static OutlookLine Line(DealOutlook outlook) => new(Round(outlook.Step), decimal.Round(outlook.Line, 10), outlook.Budget.Amount);

    private static decimal? Round(decimal? value) => value is { } number ? decimal.Round(number, 10) : null;

    private static void Print(DealChange change, bool done)
    {
        Console.WriteLine($"{change.Symbol}, deal {change.Deal}: settings version {change.FromVersion} → {change.ToVersion}{(done ? ", done" : "")}");
        Row("next step below", change.Before.Step, change.After.Step);
        Row("exit line", change.Before.Line, change.After.Line);
        Row("budget", change.Before.Budget.Amount, change.After.Budget.Amount);
        if (change.Disarms) Console.WriteLine($"  its exit is armed and has never reached the new line: it {(done ? "starts" : "would start")} over");
    }

    private static void Row(string what, decimal? before, decimal? after) => Console.WriteLine($"  {what,-16} {Shown(before),16} → {Shown(after)}");

    private static string Shown(decimal? value) => value is null ? "none left" : Figures.Price(value);

    /// <summary>Told, so that nobody applies a version and believes it to be the file.</summary>
    private static async Task<bool> FileDiffersAsync(TradingSystem system, PortfolioBook book, string? data, CancellationToken cancellationToken)
    {
        var current = await system.Work.Versions.GetCurrentAsync(book.Key, cancellationToken);
        var file = SettingsFile.Load(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder), null, null, [], coins: system.Settings.Coins);
        return File.Exists(file.Path) && file.Faults.Count == 0 && (file.Settings with { Coins = system.Settings.Coins }).Canonical() != current?.Text;
    }
}
