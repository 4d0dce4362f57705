using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>explain</c>, <c>halt</c>, <c>reduce</c> and <c>resume</c>: they open the store, with or without a running trader.</summary>
internal static class ControlVerbs
{
    private const int StoredDecisions = 5;

    public static void AddTo(RootCommand root)
    {
        var data = new Option<string?>("--data") { Description = "Folder of the trader (default: the user's application data)" };
        var json = new Option<bool>("--json") { Description = "Print JSON alone on standard output" };
        var coin = new Argument<string>("COIN") { Description = "For example BTC" };
        var only = new Option<string?>("--coin") { Description = "Only this coin" };
        var explain = new Command("explain", "Why a coin is traded, or not: every condition with value, threshold and verdict.\n\nExample: powertrader explain BTC") { coin, data, json };
        explain.SetAction((parsed, token) => ExplainAsync(parsed.GetValue(data), parsed.GetValue(coin)!, parsed.GetValue(json), token));
        var halt = new Command("halt", "Send nothing more, until resume.\n\nExample: powertrader halt --coin DOGE") { data, only };
        halt.SetAction((parsed, token) => HaltAsync(parsed.GetValue(data), "halted", parsed.GetValue(only), token));
        var resume = new Command("resume", "Trade again after a halt.\n\nExample: powertrader resume") { data, only };
        resume.SetAction((parsed, token) => HaltAsync(parsed.GetValue(data), "active", parsed.GetValue(only), token));
        var reduce = new Command("reduce", "Only exits from now on, until resume.\n\nExample: powertrader reduce") { data, only };
        reduce.SetAction((parsed, token) => HaltAsync(parsed.GetValue(data), "reducing", parsed.GetValue(only), token));
        root.Subcommands.Add(reduce);
        root.Subcommands.Add(explain);
        root.Subcommands.Add(halt);
        root.Subcommands.Add(resume);
    }

    private static async Task<int> ExplainAsync(string? data, string coin, bool json, CancellationToken cancellationToken)
    {
        using var system = await AttachAsync(data, cancellationToken);
        var book = await system.BookAsync(cancellationToken);
        if (TraderOperations.Find(book, coin) is not { } symbol)
            throw new UsageException($"COIN '{coin}' is not traded here; use one of {string.Join(", ", book.Head.Symbols)}");
        var explanation = await Explanation.OfAsync(system, symbol, StoredDecisions, cancellationToken);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(explanation, HostJson.Default.Explanation));
            return ExitCodes.Done;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{explanation.Symbol} at {explanation.Time:yyyy-MM-dd HH:mm:ss} UTC, {explanation.Halt}"));
        Console.WriteLine($"Nearest next action: {explanation.Next}");
        Console.WriteLine($"Now: {explanation.Outcome}");
        foreach (var verdict in explanation.Verdicts) Console.WriteLine($"  {verdict}");
        foreach (var decision in explanation.Decisions)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{decision.Time:yyyy-MM-dd HH:mm:ss}: {decision.Outcome}"));
            foreach (var verdict in decision.Verdicts) Console.WriteLine($"  {verdict}");
        }
        return ExitCodes.Done;
    }

    private static async Task<int> HaltAsync(string? data, string state, string? coin, CancellationToken cancellationToken)
    {
        using var system = await AttachAsync(data, cancellationToken);
        if (await new TraderOperations(system).SetHaltAsync(state, coin, "asked on the command line", cancellationToken) is { } refusal)
            throw new UsageException(refusal);
        Console.WriteLine($"{coin ?? "The portfolio"} is {state} now.{(state != "active" ? " 'powertrader resume' lets it trade again." : "")}");
        return ExitCodes.Done;
    }

    public static async Task<TradingSystem> AttachAsync(string? data, CancellationToken cancellationToken)
    {
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var market = folder.LastMarket;
        var loaded = SettingsFile.Load(folder.Root, null, null, []);
        if (loaded.Faults.Count > 0) throw new UsageException(loaded.Faults);
        var settings = loaded.Settings;
        var choice = MarketChoice.OfStore(market);
        var system = new TradingSystem(choice, SqliteStore.Open(folder.StorePath(market)), RunOptions.DefaultCoins, settings, 1, null);
        if (await system.Sessions.Store.LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken) is not { } stored)
        {
            system.Dispose();
            throw new UsageException($"--data '{folder.Root}' holds no portfolio yet; start one with 'powertrader run'");
        }
        system.Dispose();
        system = new TradingSystem(choice, SqliteStore.Open(folder.StorePath(market)), stored.Book.Head.Symbols, settings, 1, null);
        await system.LoadAsync(cancellationToken);
        return system;
    }
}
