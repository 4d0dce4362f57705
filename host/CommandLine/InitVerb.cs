using System.CommandLine;
using System.Text.Json;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Host.Running;
using Spectre.Console;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>init</c>: asks for market, coins, money and risk, shows each profile in money, and writes the settings file.</summary>
internal static class InitVerb
{
    private static readonly string[] Keys = ["market", "coins", "cash", "profile"];

    public static Command Create(Option<string?> data, Option<string?> file, Option<bool> json)
    {
        var market = new Option<string?>("--market") { Description = "sim, kucoin or coinbase" };
        var coins = new Option<string?>("--coins") { Description = "Coins, for example BTC,ETH" };
        var cash = new Option<string?>("--cash") { Description = "Paper money, for example 10000" };
        var profile = new Option<string?>("--profile") { Description = "standard, careful, bold or predecessor" };
        var init = new Command("init", "Ask for coins, money and risk, show what they mean, and write the settings file. Options answer the questions.\n\nExample: powertrader init --coins BTC,ETH --cash 2000 --profile careful")
            { data, file, market, coins, cash, profile, json };
        init.SetAction(parsed =>
        {
            var folder = Path.GetFullPath(parsed.GetValue(data) ?? RunOptions.DefaultDataFolder);
            var path = Path.GetFullPath(parsed.GetValue(file) ?? Path.Combine(folder, SettingsFile.Name));
            if (File.Exists(path)) throw new UsageException($"'{path}' exists already; edit it, check it with 'powertrader config check', or remove it first");
            var asJson = parsed.GetValue(json);
            var asks = !Console.IsInputRedirected && !Console.IsOutputRedirected && !asJson;
            var given = Keys.Zip([parsed.GetValue(market), parsed.GetValue(coins), parsed.GetValue(cash), parsed.GetValue(profile)])
                .Where(pair => pair.Second is not null).ToDictionary(pair => pair.First, pair => pair.Second!);
            var values = Answers(Terminal.Output, given, asks);
            Write(path, values);
            Tell(path, parsed.GetValue(data), values, asJson);
            return ExitCodes.Done;
        });
        return init;
    }

    /// <summary>All settings with the answers in their place: the option, or at a terminal the answer to a question, or the default.</summary>
    /// <exception cref="UsageException">An option breaks the rule of its setting.</exception>
    internal static IReadOnlyList<SettingValue> Answers(IAnsiConsole console, IReadOnlyDictionary<string, string> given, bool asks)
    {
        var answers = new Dictionary<string, string>(given);
        Resolve(answers);
        foreach (var key in Keys.Where(key => asks && !given.ContainsKey(key)))
        {
            var definition = SettingCatalogue.Find(key)!;
            console.WriteLine(definition.Description);
            if (key == "profile") Profiles(console, answers);
            var fallback = key == "coins" ? MarketDefaults.CoinsOf(answers["market"]) : definition.Default;
            answers[key] = console.Prompt(new TextPrompt<string>($"{key}?").DefaultValue(fallback).Validate(text =>
                SettingRules.Fault(new SettingValue(definition, text, "answer")) is { } fault ? ValidationResult.Error(Markup.Escape(fault)) : ValidationResult.Success()));
        }
        return Resolve(answers);
    }

    private static IReadOnlyList<SettingValue> Resolve(IReadOnlyDictionary<string, string> answers)
    {
        var resolver = new SettingsResolver();
        foreach (var (key, text) in answers) resolver.Add(key, text, "init");
        var values = resolver.Resolve();
        return resolver.Faults.Count == 0 ? values : throw new UsageException(resolver.Faults);
    }

    /// <summary>Each profile in money, for the coins and the cash that were just chosen.</summary>
    private static void Profiles(IAnsiConsole console, Dictionary<string, string> answers)
    {
        var table = new TextTable(
            new Column("profile"), new Column("per coin", Right: true), new Column("first order", Right: true), new Column("loss at -30 %", Right: true),
            new Column("at -50 %", Right: true), new Column("at -80 %", Right: true), new Column("in words", Flexible: true, Drop: 1));
        foreach (var name in Core.Settings.Profiles.All.Keys)
        {
            var settings = TraderSettings.From(Resolve(new Dictionary<string, string>(answers) { ["profile"] = name }));
            var (budget, entry) = StressTest.PerCoin(settings.Cash, settings.Coins.Count, settings.Strategy, settings.Risk, settings.Costs);
            string Loss(decimal fall) => Figures.Money(StressTest.Fall(fall, settings.Cash, settings.Coins.Count, settings.Strategy, settings.Risk, settings.Costs).Loss.Amount);
            table.Add(name, Figures.Money(budget.Amount), Figures.Money(entry.Amount), Loss(30), Loss(50), Loss(80), Core.Settings.Profiles.Describe(name));
        }
        table.Write(console);
        console.WriteLine("The loss is what all coins together lose if each falls so far from its first order.");
    }

    private static void Write(string path, IReadOnlyList<SettingValue> values)
    {
        try
        {
            var folder = Path.GetDirectoryName(path)!;
            Directory.CreateDirectory(folder);
            File.WriteAllText(path, SettingsDocument.Text(values, Keys));
            File.WriteAllText(Path.Combine(folder, SettingsDocument.SchemaName), SettingsSchema.Text());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new WorldException($"'{path}' cannot be written ({fault.Message.TrimEnd('.')}); choose another place with --config FILE or --data DIR.", fault);
        }
    }

    private static void Tell(string path, string? data, IReadOnlyList<SettingValue> values, bool json)
    {
        var settings = TraderSettings.From(values);
        if (json)
        {
            var (budget, entry) = StressTest.PerCoin(settings.Cash, settings.Coins.Count, settings.Strategy, settings.Risk, settings.Costs);
            var result = new InitResult(path, settings.Market, [.. settings.Coins.Select(coin => coin.Value)], settings.Cash.Amount, settings.Profile, Math.Round(budget.Amount, 4), Math.Round(entry.Amount, 4), MoneyTable.Shortfalls(settings));
            Console.WriteLine(JsonSerializer.Serialize(result, VerbJson.Default.InitResult));
            return;
        }
        MoneyTable.Write(Console.Out, settings);
        foreach (var shortfall in MoneyTable.Shortfalls(settings)) Console.WriteLine(shortfall);
        Console.WriteLine($"Written to {path}; every setting is explained there. Next: powertrader run{(data is null ? "" : $" --data {data}")}");
    }
}
