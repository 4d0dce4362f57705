using System.CommandLine;
using System.Text.Json;
using PowerTrader.Adapters.Storage;
using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>stop</c>: the emergency stop, with or without a running trader.</summary>
internal static class StopVerb
{
    private const string Reason = "emergency stop on the command line";

    public static void AddTo(RootCommand root)
    {
        var data = CommonOptions.Data();
        var json = CommonOptions.Json();
        var sell = new Option<bool>("--sell") { Description = "Also sell what is held, at the market" };
        var verb = new Command(
            "stop", "Emergency stop: nothing more is sent, open orders are cancelled and, with --sell, positions are sold. Says what it did, and what is left for you.\n\nExample: powertrader stop --sell")
            { sell, data, json };
        verb.SetAction((parsed, token) => RunAsync(parsed.GetValue(data), parsed.GetValue(sell), parsed.GetValue(json), token));
        root.Subcommands.Add(verb);
    }

    private static async Task<int> RunAsync(string? data, bool sell, bool json, CancellationToken cancellationToken)
    {
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        // A sale has to be sent by somebody: the trader that runs, or this process in its place.
        var view = TraderOperations.View(sell && !folder.IsOwned(folder.LastStore) ? await AloneAsync(data, folder, json, cancellationToken) : await BesideAsync(data, sell, cancellationToken));
        if (json) Console.WriteLine(JsonSerializer.Serialize(view, ApiJson.Default.StopView));
        else Tell(view);
        return view.Clean || (!sell && view.Steps.All(step => step.Outcome is "held" or "cancelled" or "filled")) ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    private static async Task<StopReport> BesideAsync(string? data, bool sell, CancellationToken cancellationToken)
    {
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        return await system.Work.Stop.RunAsync(TradingSystem.DefaultPortfolio, sell, Reason, cancellationToken, new ActionPost(system, TimeProvider.System).AskAsync);
    }

    /// <exception cref="WorldException">A trader has begun to run meanwhile.</exception>
    private static async Task<StopReport> AloneAsync(string? data, DataFolder folder, bool json, CancellationToken cancellationToken)
    {
        using var place = await HostPlace.TakeAsync(folder, folder.LastStore, new HostLeaseOptions(), null, cancellationToken);
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken, place: place);
        using var turn = place.Turn;
        system.Notice = Console.Error.WriteLine;
        if (!json) Console.WriteLine("No trader runs here: this sends the sales itself, and follows them for up to two minutes.");
        return await StopAlone.RunAsync(system, Reason, cancellationToken);
    }

    private static void Tell(StopView view)
    {
        Console.WriteLine(view.State == "halted" ? "Halted: nothing more is sent." : "Reducing: nothing is bought, only sales are sent.");
        foreach (var step in view.Steps) Console.WriteLine($"{step.Outcome,-10} {step.Text}");
        if (view.Steps.Count == 0) Console.WriteLine("No order was open, and nothing is held.");
        Console.WriteLine("'powertrader resume' lets it trade again.");
    }
}
