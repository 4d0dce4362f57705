using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>The emergency stop with sales where no trader runs: this process has taken its place on the store, sends the sales by the same flows, follows each to its end, and lets go.</summary>
internal static class StopAlone
{
    /// <summary>An order is cancelled a minute after its acceptance; what is open even then is left to the next start.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <param name="system">Without ticks: nothing begins by itself.</param>
    public static async Task<StopReport> RunAsync(TradingSystem system, string reason, CancellationToken cancellationToken)
    {
        var key = TradingSystem.DefaultPortfolio;
        // Before anything that can fail: whoever starts next buys nothing.
        await system.Operations.SetHaltAsync("reducing", null, reason, cancellationToken);
        try
        {
            await Preparation.LookAsync(system, cancellationToken);
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            system.Notice?.Invoke($"the venue could not be asked first: {fault.Message}");
        }
        var report = await system.Work.Stop.RunAsync(key, sell: true, reason, cancellationToken);
        var open = (await system.BookAsync(cancellationToken)).OpenOrders.Count;
        system.Sessions.Committed = (book, _, _) => open = book.OpenOrders.Count;
        var end = system.Clock.Now + Patience;
        if (open > 0) await system.Runtime.RunAsync(() => open == 0 || system.Clock.Now >= end, cancellationToken);
        return await system.Work.Stop.FollowUpAsync(key, report, cancellationToken);
    }
}
