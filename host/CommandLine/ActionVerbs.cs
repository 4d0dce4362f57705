using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Api;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>buy</c>, <c>sell</c> and <c>deal</c>: first what would happen, then, with <c>--yes</c>, the thing itself; with or without a running trader.</summary>
internal static class ActionVerbs
{
    private static readonly Dictionary<string, string> ArgumentOf = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sell"] = "SIZE",
        ["add-funds"] = "AMOUNT",
        ["raise-budget"] = "AMOUNT",
        ["target"] = "START",
    };

    public static void AddTo(RootCommand root)
    {
        var options = new ActionOptionSet();
        var coin = new Argument<string>("COIN") { Description = "For example BTC" };
        var amount = new Argument<string>("AMOUNT") { Description = "Money to spend, fee included" };
        var size = new Argument<string>("SIZE") { Description = "Quantity, or a share of the deal such as 50%" };
        var action = new Argument<string>("ACTION") { Description = "sell, close, add-funds, raise-budget, pause-dca, resume-dca, target or release" };
        var values = new Argument<string[]>("VALUE") { Description = "sell: quantity or 50%; add-funds, raise-budget: money; target: start and gap in percent, or default", Arity = ArgumentArity.ZeroOrMore };
        var buy = options.AddTo(new Command("buy", "Buy a coin now; without a deal it begins one, and the rules go on from there. Shows first, orders with --yes.\n\nExample: powertrader buy BTC 100 --yes") { coin, amount });
        buy.SetAction((parsed, token) => RunAsync(
            options.Read(parsed, new ActionForm("buy", parsed.GetValue(coin)) { Amount = parsed.GetValue(amount) }), token));
        var sell = options.AddTo(new Command("sell", "Sell a part of a deal now. Shows first, orders with --yes.\n\nExample: powertrader sell BTC 50% --yes") { coin, size });
        sell.SetAction((parsed, token) => RunAsync(options.Read(parsed, Sized(new ActionForm("sell", parsed.GetValue(coin)), parsed.GetValue(size)!)), token));
        var deal = options.AddTo(new Command(
            "deal", "Act on a coin's deal. Shows first, acts with --yes.\n\nExample: powertrader deal BTC pause-dca --yes\nExample: powertrader deal BTC sell 50%\nExample: powertrader deal BTC target 8 1\nExample: powertrader deal BTC target default")
        { coin, action, values });
        deal.SetAction((parsed, token) => RunAsync(
            options.Read(parsed, Form(parsed.GetValue(coin)!, parsed.GetValue(action)!, parsed.GetValue(values) ?? [])), token));
        root.Subcommands.Add(buy);
        root.Subcommands.Add(sell);
        root.Subcommands.Add(deal);
    }

    private static ActionForm Form(string coin, string action, string[] values)
    {
        var form = new ActionForm(action, coin);
        var most = !ArgumentOf.TryGetValue(action, out var argument) ? 0 : argument == "START" ? 2 : 1;
        if (values.Length > most)
            throw new UsageException($"VALUE '{values[most]}' is one too many for {action}; see 'powertrader deal --help'");
        if (argument is null) return form;
        if (values.Length == 0) throw new UsageException($"{argument} is missing: {action} needs it; for example 'powertrader deal {coin} {action} {Example(action)}'");
        return argument switch
        {
            "AMOUNT" => form with { Amount = values[0] },
            "START" => form with { StartPercent = values[0], GapPercent = values.ElementAtOrDefault(1) },
            _ => Sized(form, values[0]),
        };
    }

    private static string Example(string action) => action == "target" ? "8 1" : action == "sell" ? "50%" : "100";

    private static ActionForm Sized(ActionForm form, string size) =>
        size.EndsWith('%') ? form with { Percent = size[..^1] } : form with { Quantity = size };

    private static async Task<int> RunAsync(ActionOptions options, CancellationToken cancellationToken)
    {
        var folder = DataFolder.OpenExisting(Path.GetFullPath(options.Data ?? RunOptions.DefaultDataFolder));
        using var system = await ControlVerbs.AttachAsync(options.Data, cancellationToken);
        var head = (await system.BookAsync(cancellationToken)).Head;
        var faults = new List<ActionRefusal>();
        var form = options.Form with { Key = options.Form.Key ?? DerivedKey(head) };
        if (form.Read(head, faults) is not { } request) throw new UsageException([.. faults.Select(fault => fault.Line)]);
        var running = folder.IsOwned(system.Choice.Store);
        // A recorded market lives in the process that replays it; from outside only its last quotes are known.
        var replay = system.Choice.Id.Value.StartsWith("replay-", StringComparison.Ordinal);
        system.Work.Actions.StoredQuotesOnly = replay;
        if (options.Yes && replay && !running)
            throw new UsageException($"'{system.Choice.Id}' is a replay and does not run; start it with 'powertrader run --market replay:FILE.csv' and ask again meanwhile");
        var answer = !options.Yes ? await system.Work.Actions.PreviewAsync(TradingSystem.DefaultPortfolio, request, cancellationToken)
            : running ? await new ActionPost(system, TimeProvider.System).AskAsync(request, cancellationToken)
            : await system.Work.Actions.PerformAsync(TradingSystem.DefaultPortfolio, request, cancellationToken);
        if (options.Json)
        {
            Console.WriteLine(answer.Outcome == ActionOutcome.Refused
                ? JsonSerializer.Serialize(ApiProblem.Of(answer), ApiJson.Default.ApiProblem)
                : JsonSerializer.Serialize(ApiAnswer.Of(answer), ApiJson.Default.ApiAnswer));
        }
        else
        {
            foreach (var line in ActionText.Lines(answer, head.Currency, running, system.Choice.Id.IsRealTime)) Console.WriteLine(line);
        }
        if (answer.Outcome != ActionOutcome.Refused) return ExitCodes.Done;
        foreach (var refusal in answer.Refusals) await Console.Error.WriteLineAsync(refusal.Line);
        return ExitCodes.WrongUsage;
    }

    /// <summary>Moves on with every commit: asking twice before the first has happened is one wish, asking again afterwards is a new one.</summary>
    private static string DerivedKey(PortfolioHead head) => string.Create(CultureInfo.InvariantCulture, $"cli-{head.AuditSequence}");
}
