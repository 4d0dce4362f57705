using System.Text.Json;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Api.Operations;

/// <summary>Orders and deals as the API asks for them, on one portfolio.</summary>
public sealed class TradeDesk(TraderWork work) : ITradeOperations
{
    private const int StoredDecisions = 5;

    public Task<ActionAnswer> PreviewAsync(ActionForm form, CancellationToken cancellationToken) =>
        AskAsync(form, request => work.Actions.PreviewAsync(work.Portfolio, request, cancellationToken), cancellationToken);

    public Task<ActionAnswer> PerformAsync(ActionForm form, CancellationToken cancellationToken) =>
        AskAsync(form, request => work.Actions.PerformAsync(work.Portfolio, request, cancellationToken), cancellationToken);

    public async Task<OrderPage> GetOrdersAsync(OrderFilter filter, CancellationToken cancellationToken)
    {
        Symbol? symbol = null;
        if (filter.Coin is { } coin)
        {
            symbol = (await work.BookAsync(cancellationToken)).Head.Find(coin);
            if (symbol is null) return new OrderPage([], 0, filter.Page, 1);
        }
        var list = await OrderList.ReadAsync(work, symbol, filter.State, filter.Limit, filter.Page, cancellationToken);
        return new OrderPage([.. list.Orders.Select(OrderView.Of)], list.Total, filter.Page, list.Pages);
    }

    public async Task<OrderView?> GetOrderAsync(string id, CancellationToken cancellationToken) =>
        IdOf(id) is { } known && await work.Sessions.Store.GetOrderAsync(work.Portfolio, known, cancellationToken) is { } order ? OrderView.Of(order) : null;

    public async Task<ActionAnswer?> CancelAsync(string id, CancellationToken cancellationToken) =>
        IdOf(id) is { } known ? await work.Actions.CancelAsync(work.Portfolio, known, cancellationToken) : null;

    public async Task<Api.DealView?> GetDealAsync(string coin, CancellationToken cancellationToken)
    {
        var book = await work.BookAsync(cancellationToken);
        if (book.Head.Find(coin) is not { } symbol || book.SymbolOf(symbol) is not { Deal: { } deal } state) return null;
        var now = work.Clock.Now;
        var next = Assessment.Of(work, book, await work.Halts.OfTenantAsync(book.Key.Tenant, cancellationToken), symbol).Next;
        return new Api.DealView(
            symbol.Value, deal.Strategy, deal.OpenedAt, next.ToString(), new ActionDesk(work.Kernel).FiguresOf(book, state, now)!, deal.Spent.Amount,
            deal.Realised.Amount, deal.BaseOrder.Amount, deal.Trailing.Active, deal.Trailing.Peak,
            [.. book.LotsOf(symbol).Select(lot => new LotView(lot.BoughtAt, lot.Quantity.Value, lot.Value.Amount, lot.Fee.Amount))],
            [.. book.OpenOrdersOf(symbol).Select(OrderView.Of)]);
    }

    public async Task<string?> ExplainAsync(string coin, CancellationToken cancellationToken)
    {
        var book = await work.BookAsync(cancellationToken);
        if (book.Head.Find(coin) is not { } symbol) return null;
        return JsonSerializer.Serialize((await Explanation.OfAsync(work, symbol, StoredDecisions, cancellationToken)).ToView(), ExplanationJson.Default.CoinExplanation);
    }

    private async Task<ActionAnswer> AskAsync(ActionForm form, Func<ActionRequest, Task<ActionAnswer>> ask, CancellationToken cancellationToken)
    {
        var faults = new List<ActionRefusal>();
        var request = form.Read((await work.BookAsync(cancellationToken)).Head, faults);
        return request is null ? ActionAnswer.Refused(form.Key ?? "", faults) : await ask(request);
    }

    private static ClientOrderId? IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? new ClientOrderId(id) : null;
}
