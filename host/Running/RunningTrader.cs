using PowerTrader.Adapters.Scheduling;
using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Actions;

namespace PowerTrader.Host.Running;

/// <summary>The API's questions, put between two items of the runtime: nothing is read while it changes.</summary>
internal sealed class RunningTrader(EmbeddedRuntime runtime, TraderOperations operations, TradeDesk desk) : ITraderOperations, ITradeOperations
{
    public Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        runtime.InvokeAsync(operations.GetStatusAsync, cancellationToken);

    public Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.SetHaltAsync(state, symbol, reason, token), cancellationToken);

    public Task<StopView> StopAsync(bool sell, string reason, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => operations.StopAsync(sell, reason, token), cancellationToken);

    public Task<ActionAnswer> PreviewAsync(ActionForm form, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.PreviewAsync(form, token), cancellationToken);

    public Task<ActionAnswer> PerformAsync(ActionForm form, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.PerformAsync(form, token), cancellationToken);

    public Task<OrderPage> GetOrdersAsync(OrderFilter filter, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.GetOrdersAsync(filter, token), cancellationToken);

    public Task<OrderView?> GetOrderAsync(string id, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.GetOrderAsync(id, token), cancellationToken);

    public Task<ActionAnswer?> CancelAsync(string id, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.CancelAsync(id, token), cancellationToken);

    public Task<DealView?> GetDealAsync(string coin, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.GetDealAsync(coin, token), cancellationToken);

    public Task<string?> ExplainAsync(string coin, CancellationToken cancellationToken) =>
        runtime.InvokeAsync(token => desk.ExplainAsync(coin, token), cancellationToken);
}
