using System.CommandLine;
using System.Text.Json;
using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Actions;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>stop</c>: the emergency stop, with or without a running trader.</summary>
internal static class StopVerb
{
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
        using var system = await ControlVerbs.AttachAsync(data, cancellationToken);
        var folder = DataFolder.OpenExisting(Path.GetFullPath(data ?? RunOptions.DefaultDataFolder));
        var running = folder.IsOwned(system.Choice.Store);
        // A sale has to be sent by somebody: the trader that runs, or nobody.
        var report = await system.Work.Stop.RunAsync(
            TradingSystem.DefaultPortfolio, sell, "emergency stop on the command line", cancellationToken, running ? new ActionPost(system, TimeProvider.System).AskAsync : Nobody);
        var view = TraderOperations.View(report);
        if (json) Console.WriteLine(JsonSerializer.Serialize(view, ApiJson.Default.StopView));
        else Tell(view);
        return view.Clean || (!sell && view.Steps.All(step => step.Outcome is "held" or "cancelled" or "filled")) ? ExitCodes.Done : ExitCodes.WorldFailed;
    }

    /// <summary>Orders are sent by a running trader alone: one left here would be stale before it is seen.</summary>
    private static Task<ActionAnswer> Nobody(ActionRequest request, CancellationToken cancellationToken) => Task.FromResult(ActionAnswer.Refused(
        request.Key, ActionRefusal.Forbidden("trader", "stopped", "NotRunning", "no trader runs here, so nobody sends the sale", "start it with 'powertrader run' (it only sells now) and ask again, or sell at the venue's own page")));

    private static void Tell(StopView view)
    {
        Console.WriteLine(view.State == "halted" ? "Halted: nothing more is sent." : "Reducing: nothing is bought, only sales are sent.");
        foreach (var step in view.Steps) Console.WriteLine($"{step.Outcome,-10} {step.Text}");
        if (view.Steps.Count == 0) Console.WriteLine("No order was open, and nothing is held.");
        Console.WriteLine("'powertrader resume' lets it trade again.");
    }
}
