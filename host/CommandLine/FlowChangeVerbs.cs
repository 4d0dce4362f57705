using System.CommandLine;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>flows suspend</c>, <c>flows resume</c> and <c>flows terminate</c>, with or without a running trader.</summary>
internal static class FlowChangeVerbs
{
    private const string AskedHere = "asked on the command line";

    public static void AddTo(Command flows, Option<string?> data)
    {
        Add(flows, data, "suspend", "Hold a running flow: it takes no step until it is resumed; events and due timers wait.", "is suspended", "is not running",
            (engine, id, reason, token) => engine.SuspendAsync(id, reason, token));
        Add(flows, data, "resume", "Let a suspended flow go on, with what came meanwhile.", "goes on", "is not suspended",
            (engine, id, _, token) => engine.ResumeAsync(id, token));
        Add(flows, data, "terminate", "End an open flow without another step. An order that it followed is looked after by the next Reconcile.", "is terminated", "is not open",
            (engine, id, reason, token) => engine.TerminateAsync(id, reason, token));
    }

    private static void Add(
        Command flows, Option<string?> data, string name, string description, string done, string refused,
        Func<IWorkflowEngine, string, string, CancellationToken, Task<bool>> change)
    {
        var id = new Argument<string>("ID") { Description = "An instance, as 'powertrader flows' lists it" };
        var reason = new Option<string?>("--reason") { Description = $"Kept in the flow's history (default: {AskedHere})" };
        var json = CommonOptions.Json();
        var verb = new Command(name, $"{description}\n\nExample: powertrader flows {name} 'Train.v1|sim-1|1735702200'") { id, data, json };
        if (name != "resume") verb.Options.Add(reason);
        verb.SetAction((parsed, token) => RunAsync(
            parsed.GetValue(data), parsed.GetValue(id)!, (name == "resume" ? null : parsed.GetValue(reason)) ?? AskedHere, parsed.GetValue(json), done, refused, change, token));
        flows.Subcommands.Add(verb);
    }

    private static async Task<int> RunAsync(
        string? data, string id, string reason, bool json, string done, string refused, Func<IWorkflowEngine, string, string, CancellationToken, Task<bool>> change,
        CancellationToken cancellationToken)
    {
        var faults = new OptionFaults();
        FlowVerbs.CheckId(faults, id);
        faults.ThrowIfAny();
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var market = folder.LastStore;
        using var store = SqliteStore.Open(folder.StorePath(market));
        ITradingClock clock = market.Market.IsRealTime ? new SystemTradingClock(TimeProvider.System) : SimulatedClock.Open(store, DateTimeOffset.UnixEpoch);
        // Without bodies: the trader that has them, running or started later, sees the change in the store.
        var engine = new SqliteWorkflowEngine(store, new WorkCatalogue(), clock);
        if (await engine.GetAsync(id, cancellationToken) is not { } instance) throw FlowVerbs.Unknown(id);
        if (!await change(engine, id, reason, cancellationToken))
            throw new UsageException($"ID '{id}' {refused}: it is {FlowSummary.StatusName(instance.Status)}; 'powertrader flows' lists every flow's status");
        if (json) Console.WriteLine(JsonSerializer.Serialize(new FlowChange(id, done), VerbJson.Default.FlowChange));
        else Console.WriteLine($"{id} {done}.");
        return ExitCodes.Done;
    }
}
