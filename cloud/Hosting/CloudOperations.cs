using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Actions;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The API's questions, each on work of its own that was loaded for it.</summary>
public sealed class CloudOperations(CloudTrader trader) : ITraderOperations, ITradeOperations, IBookOperations
{
    public async Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken) => await (await OperationsAsync(cancellationToken)).GetStatusAsync(cancellationToken);

    public async Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken) =>
        await new TraderOperations(await trader.OpenEmptyAsync(cancellationToken)).SetHaltAsync(state, symbol, reason, cancellationToken);

    public async Task<StopView> StopAsync(bool sell, string reason, CancellationToken cancellationToken) => await (await OperationsAsync(cancellationToken)).StopAsync(sell, reason, cancellationToken);

    public async Task<ActionAnswer> PreviewAsync(ActionForm form, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).PreviewAsync(form, cancellationToken);

    public async Task<ActionAnswer> PerformAsync(ActionForm form, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).PerformAsync(form, cancellationToken);

    public async Task<OrderPage> GetOrdersAsync(OrderFilter filter, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).GetOrdersAsync(filter, cancellationToken);

    public async Task<OrderView?> GetOrderAsync(string id, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).GetOrderAsync(id, cancellationToken);

    public async Task<ActionAnswer?> CancelAsync(string id, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).CancelAsync(id, cancellationToken);

    public async Task<DealView?> GetDealAsync(string coin, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).GetDealAsync(coin, cancellationToken);

    public async Task<string?> ExplainAsync(string coin, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).ExplainAsync(coin, cancellationToken);

    public async Task<ReconciliationView> ReconcileAsync(CancellationToken cancellationToken) => await (await BooksAsync(cancellationToken)).ReconcileAsync(cancellationToken);

    public async Task<Answer<ReconciliationView>> MoveAsync(decimal amount, string? coin, string? key, CancellationToken cancellationToken) =>
        await (await BooksAsync(cancellationToken)).MoveAsync(amount, coin, key, cancellationToken);

    public async Task<Answer<AdoptionView>> PreviewAdoptionAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken) =>
        await (await BooksAsync(cancellationToken)).PreviewAdoptionAsync(coin, quantity, cost, cancellationToken);

    public async Task<Answer<AdoptionView>> AdoptAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken) =>
        await (await BooksAsync(cancellationToken)).AdoptAsync(coin, quantity, cost, cancellationToken);

    public async Task<Answer<ConfirmationView>> ConfirmAsync(string coin, CancellationToken cancellationToken) => await (await BooksAsync(cancellationToken)).ConfirmAsync(coin, cancellationToken);

    public async Task<IReadOnlyList<AlertView>> GetAlertsAsync(int limit, CancellationToken cancellationToken) => await (await BooksAsync(cancellationToken)).GetAlertsAsync(limit, cancellationToken);

    private async Task<TraderOperations> OperationsAsync(CancellationToken cancellationToken) => new(await trader.OpenAsync(cancellationToken));

    private async Task<TradeDesk> DeskAsync(CancellationToken cancellationToken) => new(await trader.OpenAsync(cancellationToken));

    private async Task<BookOperations> BooksAsync(CancellationToken cancellationToken) => new(await trader.OpenAsync(cancellationToken));
}
