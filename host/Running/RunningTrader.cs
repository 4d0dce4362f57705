using PowerTrader.Adapters.Scheduling;
using PowerTrader.Api;

namespace PowerTrader.Host.Running;

/// <summary>The API's questions, put between two items of the runtime: nothing is read while it changes.</summary>
internal sealed class RunningTrader(EmbeddedRuntime runtime, TraderOperations operations) : ITraderOperations
{
    public Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        runtime.InvokeAsync(operations.GetStatusAsync, cancellationToken);

    public Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.SetHaltAsync(state, symbol, reason, token), cancellationToken);
}
