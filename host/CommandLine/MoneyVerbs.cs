using System.CommandLine;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>deposit</c>, <c>withdraw</c>, <c>adopt</c>, <c>confirm</c>, <c>reconcile</c> and <c>alerts</c>: money and coins that come and go outside trades.</summary>
internal static class MoneyVerbs
{
    private const decimal Smallest = 0.00000001m;
    private const decimal Largest = 1_000_000_000m;

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var amount = new Argument<string>("AMOUNT") { Description = "Above 0" };
        var of = new Option<string?>("--coin") { Description = "Coins instead of cash, for example BTC" };
        var coin = new Argument<string>("COIN") { Description = "For example BTC" };
        var quantity = new Argument<string>("QTY") { Description = "How many of the unmanaged coins" };
        var cost = new Argument<string>("COST") { Description = "What they cost in all, fees included, in the portfolio's currency" };
        var yes = new Option<bool>("--yes") { Description = "Do it; without it only the preview is shown" };
        var limit = new Option<string?>("--limit") { Description = "At most so many, newest first (default: 20)" };
        Add(root, new Command("deposit", "Pay paper money (or, with --coin, coins) into the paper venue.\n\nExample: powertrader deposit 500") { amount, of, data, json },
            (parsed, token) => MoveAsync(parsed.GetValue(data), parsed.GetValue(amount)!, 1, parsed.GetValue(of), parsed.GetValue(json), token));
        Add(root, new Command("withdraw", "Take paper money (or, with --coin, coins) out of the paper venue.\n\nExample: powertrader withdraw 500") { amount, of, data, json },
            (parsed, token) => MoveAsync(parsed.GetValue(data), parsed.GetValue(amount)!, -1, parsed.GetValue(of), parsed.GetValue(json), token));
        Add(root, new Command("adopt", "Make a deal of coins that no deal explains: first a preview, with --yes the deal.\n\nExample: powertrader adopt BTC 0.05 4500 --yes") { coin, quantity, cost, yes, data, json },
            (parsed, token) => AdoptAsync(
                parsed.GetValue(data), parsed.GetValue(coin)!, parsed.GetValue(quantity)!, parsed.GetValue(cost)!, parsed.GetValue(yes), parsed.GetValue(json), token));
        Add(root, new Command("confirm", "Say that you know why coins of a deal left the venue: they count as taken out.\n\nExample: powertrader confirm BTC") { coin, data, json },
            (parsed, token) => ConfirmAsync(parsed.GetValue(data), parsed.GetValue(coin)!, parsed.GetValue(json), token));
        Add(root, new Command("reconcile", "Compare the books with the venue now: fills, orders, cash, coins. Asks a running trader, else does it itself.\n\nExample: powertrader reconcile") { data, json },
            (parsed, token) => ReconcileAsync(parsed.GetValue(data), parsed.GetValue(json), token));
        Add(root, new Command("alerts", "What a person should know, newest first.\n\nExample: powertrader alerts --limit 5") { limit, data, json },
            (parsed, token) => AlertsAsync(parsed.GetValue(data), parsed.GetValue(limit), parsed.GetValue(json), token));
    }

    private static void Add(RootCommand root, Command verb, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        verb.SetAction(action);
        root.Subcommands.Add(verb);
    }

    private static async Task<int> MoveAsync(string? data, string amountText, int sign, string? coin, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var amount = faults.Number("AMOUNT", amountText, 100, Smallest, Largest);
        faults.ThrowIfAny();
        using (var system = await ControlVerbs.AttachAsync(data, cancellationToken))
        {
            if (await new BookOperations(system.Work).MoveOnlyAsync(sign * amount, coin, null, cancellationToken) is { } refusal) throw new UsageException("AMOUNT: " + refusal);
        }
        if (!json) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{amount} {coin?.ToUpperInvariant() ?? "of cash"} {(sign > 0 ? "paid in" : "taken out")} at the paper venue."));
        try
        {
            return await ReconcileAsync(data, json, cancellationToken);
        }
        catch (Exception fault) when (fault is WorldException or UsageException)
        {
            // Moved it is; only the booking waits.
            await Console.Error.WriteLineAsync($"It is not booked yet: {fault.Message}");
            return ExitCodes.Done;
        }
    }

    private static async Task<int> AdoptAsync(string? data, string coin, string quantityText, string costText, bool yes, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var quantity = faults.Number("QTY", quantityText, 1, Smallest, Largest);
        var cost = faults.Number("COST", costText, 100, Smallest, Largest);
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var operations = new BookOperations(system.Work);
        var answer = yes
            ? await operations.AdoptAsync(coin, quantity, cost, cancellationToken)
            : await operations.PreviewAdoptionAsync(coin, quantity, cost, cancellationToken);
        var plan = answer.Value ?? throw new UsageException(answer.Refusal!);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(plan, Api.BookJson.Default.AdoptionView));
            return ExitCodes.Done;
        }
        Say($"deal {plan.Deal} of {plan.Quantity} {plan.Symbol}, cost {plan.Cost:0.00}, average {plan.Average:0.########}");
        Say($"profit line {plan.ProfitLine:0.########}, bid {(plan.Bid is { } bid ? $"{bid:0.########}" : "unknown")}");
        Say($"budget {plan.Budget:0.00}, left for its ladder {plan.BudgetLeft:0.00}");
        Say($"exposure: this coin {plan.CoinExposure:0.00} of at most {plan.CoinLimit:0.00}, all coins {plan.AllExposure:0.00} of at most {plan.AllLimit:0.00}");
        foreach (var warning in plan.Warnings) Console.WriteLine("attention: " + warning);
        Console.WriteLine(yes ? "Adopted: from now on it is traded like any other deal." : "Nothing was changed; the same command with --yes makes this deal.");
        return ExitCodes.Done;
    }

    private static async Task<int> ConfirmAsync(string? data, string coin, bool json, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var answer = await new BookOperations(system.Work).ConfirmAsync(coin, cancellationToken);
        var done = answer.Value ?? throw new UsageException(answer.Refusal!);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(done, Api.BookJson.Default.ConfirmationView));
            return ExitCodes.Done;
        }
        Say($"Confirmed: {done.Quantity} {done.Symbol} that cost {done.Cost:0.00} were taken out.{(done.Halt == "active" ? "" : $" The coin is {done.Halt}; 'powertrader resume --coin {done.Symbol}' lets it trade again.")}");
        return ExitCodes.Done;
    }

    private static async Task<int> ReconcileAsync(string? data, bool json, CancellationToken cancellationToken)
    {
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        using var owner = folder.TryLock(folder.LastStore);
        var view = owner is null ? await AskAsync(folder, cancellationToken) : await HereAsync(data, folder.LastStore, cancellationToken);
        if (json) Console.WriteLine(JsonSerializer.Serialize(view, Api.BookJson.Default.ReconciliationView));
        else Show(view);
        return view.Passed ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    private static async Task<ReconciliationView> HereAsync(string? data, StoreName name, CancellationToken cancellationToken)
    {
        var market = name.Market;
        if (market.Value.StartsWith("replay-", StringComparison.Ordinal))
            throw new UsageException($"--data holds the replayed market '{market}', whose prices stand in its file; 'powertrader run --market replay:FILE.csv' reconciles at its start");
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        return await new BookOperations(system.Work, atStart: true).ReconcileAsync(cancellationToken);
    }

    private static async Task<ReconciliationView> AskAsync(DataFolder folder, CancellationToken cancellationToken)
    {
        const string remedy = "it reconciles by itself every five minutes of trading time";
        if (folder.ApiPort is not { } port) throw new WorldException($"A trader is running on '{folder.LastStore}' without HTTP; {remedy}.");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromSeconds(20) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", folder.ApiToken());
        try
        {
            using var answer = await http.PostAsync(new Uri("/reconcile", UriKind.Relative), null, cancellationToken);
            if (answer.IsSuccessStatusCode) return (await answer.Content.ReadFromJsonAsync(Api.BookJson.Default.ReconciliationView, cancellationToken))!;
            throw new WorldException($"The trader running on '{folder.LastStore}' answered {(int)answer.StatusCode} on port {port}; {remedy}.");
        }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new WorldException($"A trader is running on '{folder.LastStore}' and does not answer on port {port}; {remedy}.", fault);
        }
    }

    private static void Show(ReconciliationView view)
    {
        Say($"Reconciled at {view.Time:yyyy-MM-dd HH:mm:ss} UTC: {view.Fills} fills since {view.FillsSince:yyyy-MM-dd HH:mm}, {view.OpenOrders} open orders, {view.Coins} coins, cash {view.VenueCash:0.00} at the venue and {view.BookCash:0.00} in the books");
        if (view.Waiting is { } waiting) Console.WriteLine($"balances wait: {waiting}");
        foreach (var check in view.Checks) Console.WriteLine($"{(check.Passed ? "ok     " : "differs")} {check.Name,-9} {check.Text}");
        foreach (var finding in view.Findings) Console.WriteLine("found   " + finding);
        if (view.Findings.Count == 0) Console.WriteLine("Nothing differs.");
    }

    private static async Task<int> AlertsAsync(string? data, string? limitText, bool json, CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        var limit = (int)faults.Whole("--limit", limitText, 20, 1, 1000);
        faults.ThrowIfAny();
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var alerts = await new BookOperations(system.Work).GetAlertsAsync(limit, cancellationToken);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(alerts, Api.BookJson.Default.IReadOnlyListAlertView));
            return ExitCodes.Done;
        }
        foreach (var alert in alerts) Say($"{alert.Time:yyyy-MM-dd HH:mm:ss}  {alert.Severity,-11} {alert.Subject,-10} {alert.Text}");
        if (alerts.Count == 0) Console.WriteLine("No alerts.");
        return ExitCodes.Done;
    }

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
