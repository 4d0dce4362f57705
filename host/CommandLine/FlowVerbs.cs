using System.CommandLine;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>flows</c>: what the workflows did, read from the store with or without a running trader.</summary>
internal static class FlowVerbs
{
    private const int DefaultLimit = 20;
    private const int MaxLimit = 1000;

    private static readonly string[] Statuses = [.. Enum.GetValues<WorkflowStatus>().Select(FlowSummary.StatusName)];

    public static void AddTo(RootCommand root)
    {
        var id = new Argument<string?>("ID") { Description = "An instance, to read its history", Arity = ArgumentArity.ZeroOrOne };
        var status = new Option<string?>("--status") { Description = "Only " + string.Join(", ", Statuses) };
        var name = new Option<string?>("--name") { Description = "Only this workflow, for example TradeCycle or TradeCycle.v1" };
        var limit = new Option<string?>("--limit") { Description = $"At most so many, newest first (default {DefaultLimit})" };
        var json = CommonOptions.Json();
        var data = CommonOptions.Data();
        var flows = new Command(
            "flows",
            "What the workflows did: the newest, or the history of one. Times are trading time.\n\n"
            + "Example: powertrader flows --status failed\nExample: powertrader flows 'TradeCycle.v1|local|main|20250101T001500Z'")
        { id, status, name, limit, json, data };
        flows.SetAction((parsed, token) =>
        {
            var faults = new OptionFaults();
            var wanted = faults.OneOf("--status", parsed.GetValue(status), "", Statuses);
            var count = faults.Whole("--limit", parsed.GetValue(limit), DefaultLimit, 1, MaxLimit);
            var instance = parsed.GetValue(id);
            if (instance is not null) CheckId(faults, instance);
            faults.ThrowIfAny();
            var only = wanted.Length == 0 ? (WorkflowStatus?)null : Enum.Parse<WorkflowStatus>(wanted, ignoreCase: true);
            var query = new WorkflowQuery(only, parsed.GetValue(name), PageSize: (int)count);
            return RunAsync(parsed.GetValue(data), instance, query, parsed.GetValue(json), token);
        });
        FlowChangeVerbs.AddTo(flows, data);
        root.Subcommands.Add(flows);
    }

    public static void CheckId(OptionFaults faults, string id)
    {
        if (!IdGrammar.IsId(id)) faults.Add("ID", id, @"must be 1 to 100 printable characters without / \ # ?", "copy one from 'powertrader flows'");
    }

    public static UsageException Unknown(string id) => new($"ID '{id}' is not known here; copy one from 'powertrader flows'");

    private static async Task<int> RunAsync(string? data, string? id, WorkflowQuery query, bool json, CancellationToken cancellationToken)
    {
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        using var store = SqliteStore.Open(folder.StorePath(folder.LastStore));
        var history = new SqliteWorkflowHistory(store);
        if (id is null) await ListAsync(history, query, json, cancellationToken);
        else await ShowAsync(history, id, json, cancellationToken);
        return ExitCodes.Done;
    }

    private static async Task ListAsync(SqliteWorkflowHistory history, WorkflowQuery query, bool json, CancellationToken cancellationToken)
    {
        var page = await history.ListAsync(query, null, cancellationToken);
        if (json)
        {
            var list = new FlowList([.. page.Instances.Select(FlowSummary.Of)], page.Next is not null);
            Console.WriteLine(JsonSerializer.Serialize(list, HostJson.Default.FlowList));
            return;
        }
        if (page.Instances.Count == 0) Console.WriteLine("No workflow matches.");
        else FlowText.Table(page.Instances).Write(Terminal.Output);
        if (page.Next is not null) Console.WriteLine($"There are older ones; --limit N shows up to {MaxLimit}.");
    }

    private static async Task ShowAsync(SqliteWorkflowHistory history, string id, bool json, CancellationToken cancellationToken)
    {
        if (await history.GetAsync(id, cancellationToken) is not { } instance)
            throw Unknown(id);
        var events = await history.EventsAsync(id, cancellationToken);
        if (json)
        {
            var detail = new FlowDetail(FlowSummary.Of(instance), [.. events.Select(FlowHappening.Of)]);
            Console.WriteLine(JsonSerializer.Serialize(detail, HostJson.Default.FlowDetail));
            return;
        }
        foreach (var line in FlowText.Story(instance, events)) Terminal.Text(Terminal.Output, line);
    }
}
