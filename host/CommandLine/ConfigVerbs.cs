using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Core.Settings;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>config show | check | schema | versions</c> tell what stands and why.</summary>
internal static class ConfigVerbs
{
    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var file = new Option<string?>("--config") { Description = "Settings file (default: powertrader.json in the data folder)" };
        var profile = new Option<string?>("--profile") { Description = "Risk profile: standard, careful, bold or predecessor" };
        var set = new Option<string[]>("--set") { Description = "One setting as KEY=VALUE, or COIN:KEY=VALUE for one coin; may be repeated" };
        var json = CommonOptions.Json();
        SettingsFile Read(ParseResult parsed) => SettingsFile.Load(
            Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder), parsed.GetValue(file), parsed.GetValue(profile), parsed.GetValue(set) ?? []);
        var config = new Command("config", "Settings: what stands, where it comes from, and whether it is sound.\n\nExample: powertrader config show");
        var show = new Command("show", "Every setting with its value and origin.\n\nExample: powertrader config show") { data, file, profile, set, json };
        show.SetAction(parsed => Show(Read(parsed), parsed.GetValue(json)));
        var check = new Command("check", "Every fault of the settings, each on a line; exit code 2 where there is one.\n\nExample: powertrader config check") { data, file, profile, set, json };
        check.SetAction(parsed => Check(Read(parsed), parsed.GetValue(json)));
        var schema = new Command("schema", "The JSON schema of the settings file, for an editor.\n\nExample: powertrader config schema > powertrader.schema.json");
        schema.SetAction(_ =>
        {
            Console.Write(SettingsSchema.Text());
            return ExitCodes.Done;
        });
        config.Subcommands.Add(show);
        config.Subcommands.Add(check);
        config.Subcommands.Add(schema);
        config.Subcommands.Add(SettingsVerbs.Versions(data, json));
        root.Subcommands.Add(config);
        root.Subcommands.Add(InitVerb.Create(data, file, json));
    }

    private static int Show(SettingsFile file, bool json)
    {
        if (json)
        {
            var document = new JsonObject();
            foreach (var value in file.Values)
                document[value.Name] = new JsonObject { ["value"] = value.Text, ["origin"] = value.Origin, ["default"] = value.Definition.Default };
            Console.WriteLine(document.ToJsonString(Indented));
        }
        else
        {
            foreach (var value in file.Values)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Name,-38} {value.Text,-26} {value.Origin}"));
            MoneyTable.Write(Console.Out, file.Settings);
        }
        foreach (var fault in file.Faults) Console.Error.WriteLine(fault);
        return file.Faults.Count > 0 ? ExitCodes.WrongUsage : ExitCodes.Done;
    }

    private static int Check(SettingsFile file, bool json)
    {
        List<string> faults = [.. file.Faults, .. MoneyTable.Shortfalls(file.Settings)];
        if (file.Settings.Market.StartsWith(SettingRules.Replay, StringComparison.Ordinal) && !File.Exists(file.Settings.Market[SettingRules.Replay.Length..]))
            faults.Add($"{file.Values.Single(value => value.Definition.Key == "market")} names a file that does not exist; check the path of the CSV file");
        if (json) Console.WriteLine(System.Text.Json.JsonSerializer.Serialize(new CheckResult(file.Path, File.Exists(file.Path), faults.Count == 0, faults), VerbJson.Default.CheckResult));
        if (faults.Count > 0) throw new UsageException(faults);
        if (!json) Console.WriteLine(File.Exists(file.Path) ? $"{file.Path} is sound." : $"There is no {file.Path}; the defaults are sound. 'powertrader init' writes one.");
        return ExitCodes.Done;
    }
}
