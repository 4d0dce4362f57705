using PowerTrader.Api;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The API's questions, each on work of its own that was loaded for it.</summary>
public sealed class CloudOperations(CloudTrader trader) : ITraderOperations, ITradeOperations, IBookOperations
{
    /// <summary>Before there is a portfolio, it says why there is none.</summary>
    public async Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var refusals = await trader.RefusalsAsync(cancellationToken);
        if (await trader.HeadAsync(cancellationToken) is null) return trader.Unopened with { Refusals = refusals };
        return await (await OperationsAsync(cancellationToken)).GetStatusAsync(cancellationToken) with { Refusals = refusals };
    }

    public async Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken) =>
        await new TraderOperations(await trader.OpenEmptyAsync(cancellationToken)).SetHaltAsync(state, symbol, reason, cancellationToken);

    /// <summary>The stop and the cancels need tables and the venue alone; only a sale needs prices, and comes after them.</summary>
    public async Task<StopView> StopAsync(bool sell, string reason, CancellationToken cancellationToken)
    {
        var stopped = await new TraderOperations(await trader.OpenEmptyAsync(cancellationToken)).StopAsync(sell: false, reason, cancellationToken);
        if (!sell) return stopped;
        try
        {
            var sold = await (await OperationsAsync(cancellationToken)).StopAsync(sell: true, reason, cancellationToken);
            return sold with { Steps = [.. stopped.Steps.Where(step => step.Outcome != "held"), .. sold.Steps] };
        }
        catch (Exception fault) when (fault is CorruptException or TransientException)
        {
            return stopped with { Clean = false, Steps = [.. stopped.Steps, new StopStepView("sale", "held", $"nothing is sold: {fault.Message}; ask again, or sell at the venue's own page")] };
        }
    }

    public async Task<ActionAnswer> PreviewAsync(ActionForm form, CancellationToken cancellationToken) => await (await DeskAsync(cancellationToken)).PreviewAsync(form, cancellationToken);

    /// <summary>What would buy is refused at once where the order path would refuse it.</summary>
    public async Task<ActionAnswer> PerformAsync(ActionForm form, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(form);
        if (form.Action is "buy" or "add-funds" && await trader.HeadAsync(cancellationToken) is { Mode: PortfolioMode.Live } && await trader.RefusalsAsync(cancellationToken) is [var first, ..])
            return ActionAnswer.Refused(form.Key ?? "", new ActionRefusal(RefusalKind.Forbidden, "action", form.Action, "live-gate", first, "GET /status lists every reason"));
        return await (await DeskAsync(cancellationToken)).PerformAsync(form, cancellationToken);
    }

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
