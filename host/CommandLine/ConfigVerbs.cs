using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using PowerTrader.Core.Settings;
using PowerTrader.Host.Running;
using Spectre.Console;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>init</c> writes the settings file; <c>config show | check | schema</c> tell what stands and why.</summary>
internal static class ConfigVerbs
{
    private static readonly System.Text.Json.JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static void AddTo(RootCommand root)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the trader (default: the user's application data)" };
        var file = new Option<string?>("--config") { Description = "Settings file (default: powertrader.json in the data folder)" };
        var profile = new Option<string?>("--profile") { Description = "Risk profile: standard, careful, bold or predecessor" };
        var set = new Option<string[]>("--set") { Description = "One setting as KEY=VALUE; may be repeated" };
        var json = new Option<bool>("--json") { Description = "Print JSON alone on standard output" };
        SettingsFile Read(ParseResult parsed) => SettingsFile.Load(
            Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder), parsed.GetValue(file), parsed.GetValue(profile), parsed.GetValue(set) ?? []);
        var config = new Command("config", "Settings: what stands, where it comes from, and whether it is sound.");
        var show = new Command("show", "Every setting with its value and origin.\n\nExample: powertrader config show") { data, file, profile, set, json };
        show.SetAction(parsed => Show(Read(parsed), parsed.GetValue(json)));
        var check = new Command("check", "Every fault of the settings, each on a line; exit code 2 where there is one.\n\nExample: powertrader config check") { data, file, profile, set };
        check.SetAction(parsed => Check(Read(parsed)));
        var schema = new Command("schema", "The JSON schema of the settings file, for an editor.\n\nExample: powertrader config schema > powertrader.schema.json");
        schema.SetAction(_ =>
        {
            Console.Write(SettingsSchema.Text());
            return ExitCodes.Done;
        });
        config.Subcommands.Add(show);
        config.Subcommands.Add(check);
        config.Subcommands.Add(schema);
        root.Subcommands.Add(config);
        root.Subcommands.Add(Init(data, file));
    }

    private static Command Init(Option<string?> data, Option<string?> file)
    {
        var market = new Option<string?>("--market") { Description = "sim, kucoin or coinbase" };
        var coins = new Option<string?>("--coins") { Description = "Coins, for example BTC,ETH" };
        var cash = new Option<string?>("--cash") { Description = "Paper money, for example 10000" };
        var profile = new Option<string?>("--profile") { Description = "standard, careful, bold or predecessor" };
        var init = new Command("init", "Ask for coins, money and risk, show what they mean, and write the settings file. Options answer the questions.\n\nExample: powertrader init --coins BTC,ETH --cash 2000 --profile careful")
            { data, file, market, coins, cash, profile };
        init.SetAction(parsed =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder);
            var path = Path.GetFullPath(parsed.GetValue(file) ?? Path.Combine(folder, SettingsFile.Name));
            if (File.Exists(path)) throw new UsageException($"'{path}' exists already; edit it, check it with 'powertrader config check', or remove it first");
            var place = Answer("market", parsed.GetValue(market), null);
            return Write(path, place, Answer("coins", parsed.GetValue(coins), MarketDefaults.CoinsOf(place.Text)), Answer("cash", parsed.GetValue(cash), null), Answer("profile", parsed.GetValue(profile), null));
        });
        return init;
    }

    /// <summary>The option, or at a terminal the answer to a question, or the default.</summary>
    private static (string Key, string Text) Answer(string key, string? given, string? fallback)
    {
        var definition = SettingCatalogue.Find(key)!;
        fallback ??= definition.Default;
        if (given is not null) return (key, given);
        if (Console.IsInputRedirected || Console.IsOutputRedirected) return (key, fallback);
        AnsiConsole.WriteLine(definition.Description);
        if (key == "profile")
        {
            foreach (var name in Profiles.All.Keys) AnsiConsole.WriteLine($"  {name,-12} {Profiles.Describe(name)}");
        }
        return (key, AnsiConsole.Prompt(new TextPrompt<string>($"{key}?").DefaultValue(fallback).Validate(text =>
            SettingRules.Fault(new SettingValue(definition, text, "answer")) is { } fault ? ValidationResult.Error(Markup.Escape(fault)) : ValidationResult.Success())));
    }

    private static int Write(string path, params (string Key, string Text)[] answers)
    {
        var resolver = new SettingsResolver();
        foreach (var (key, text) in answers) resolver.Add(key, text, "init");
        var settings = TraderSettings.From(resolver.Resolve());
        if (resolver.Faults.Count > 0) throw new UsageException(resolver.Faults);
        var document = new JsonObject
        {
            ["market"] = settings.Market,
            ["coins"] = new JsonArray([.. settings.Coins.Select(coin => (JsonNode)coin.Value)]),
            ["cash"] = settings.Cash.Amount,
            ["profile"] = settings.Profile,
        };
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, document.ToJsonString(Indented) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"'{path}' cannot be written ({fault.Message.TrimEnd('.')}); choose another place with --config FILE or --data DIR.", fault);
        }
        MoneyTable.Write(Console.Out, settings);
        Console.WriteLine($"Written to {path}. Next: powertrader run");
        return ExitCodes.Done;
    }

    private static int Show(SettingsFile file, bool json)
    {
        if (json)
        {
            var document = new JsonObject();
            foreach (var value in file.Values)
                document[value.Definition.Key] = new JsonObject { ["value"] = value.Text, ["origin"] = value.Origin, ["default"] = value.Definition.Default };
            Console.WriteLine(document.ToJsonString(Indented));
        }
        else
        {
            foreach (var value in file.Values)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Definition.Key,-38} {value.Text,-26} {value.Origin}"));
            MoneyTable.Write(Console.Out, file.Settings);
        }
        foreach (var fault in file.Faults) Console.Error.WriteLine(fault);
        return file.Faults.Count > 0 ? ExitCodes.WrongUsage : ExitCodes.Done;
    }

    private static int Check(SettingsFile file)
    {
        if (file.Faults.Count > 0) throw new UsageException(file.Faults);
        Console.WriteLine(File.Exists(file.Path) ? $"{file.Path} is sound." : $"There is no {file.Path}; the defaults are sound. 'powertrader init' writes one.");
        return ExitCodes.Done;
    }
}
