using PowerTrader.Adapters.Scheduling;
using PowerTrader.Api;
using PowerTrader.Api.Operations;

namespace PowerTrader.Host.Running;

/// <summary>The same, put between two items of a running trader.</summary>
internal sealed class RunningBooks(EmbeddedRuntime runtime, BookOperations operations) : IBookOperations
{
    public Task<ReconciliationView> ReconcileAsync(CancellationToken cancellationToken) => runtime.InvokeAsync(operations.ReconcileAsync, cancellationToken);

    public Task<Answer<ReconciliationView>> MoveAsync(decimal amount, string? coin, string? key, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.MoveAsync(amount, coin, key, token), cancellationToken);

    public Task<Answer<AdoptionView>> PreviewAdoptionAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.PreviewAdoptionAsync(coin, quantity, cost, token), cancellationToken);

    public Task<Answer<AdoptionView>> AdoptAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.AdoptAsync(coin, quantity, cost, token), cancellationToken);

    public Task<Answer<ConfirmationView>> ConfirmAsync(string coin, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.ConfirmAsync(coin, token), cancellationToken);

    public Task<IReadOnlyList<AlertView>> GetAlertsAsync(int limit, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.GetAlertsAsync(limit, token), cancellationToken);
}
