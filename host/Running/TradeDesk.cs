using System.Text.Json;
using PowerTrader.Api;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Orders;

namespace PowerTrader.Host.Running;

/// <summary>Orders and deals as the API asks for them, on the one portfolio of this program.</summary>
internal sealed class TradeDesk(TradingSystem system) : ITradeOperations
{
    private const int StoredDecisions = 5;

    public Task<ActionAnswer> PreviewAsync(ActionForm form, CancellationToken cancellationToken) =>
        AskAsync(form, request => system.Actions.PreviewAsync(TradingSystem.DefaultPortfolio, request, cancellationToken), cancellationToken);

    public Task<ActionAnswer> PerformAsync(ActionForm form, CancellationToken cancellationToken) =>
        AskAsync(form, request => system.Actions.PerformAsync(TradingSystem.DefaultPortfolio, request, cancellationToken), cancellationToken);

    public async Task<OrderPage> GetOrdersAsync(OrderFilter filter, CancellationToken cancellationToken)
    {
        var symbol = filter.Coin is null ? null : ActionForm.Find((await system.BookAsync(cancellationToken)).Head, filter.Coin);
        var found = new List<Order>();
        await foreach (var order in system.Sessions.Store.ReadAsync<Order>(TradingSystem.DefaultPortfolio, "order", cancellationToken))
        {
            var matches = filter.State is null
                || (filter.State == "open" ? !order.State.IsFinal() : string.Equals(order.State.ToString(), filter.State, StringComparison.OrdinalIgnoreCase));
            if (matches && (filter.Coin is null || order.Symbol == symbol)) found.Add(order);
        }
        var page = found.OrderByDescending(order => order.CreatedAt).ThenBy(order => order.Id.ToString(), StringComparer.Ordinal)
            .Skip((filter.Page - 1) * filter.Limit).Take(filter.Limit).Select(OrderView.Of).ToList();
        return new OrderPage(page, found.Count, filter.Page, Math.Max(1, (found.Count + filter.Limit - 1) / filter.Limit));
    }

    public async Task<OrderView?> GetOrderAsync(string id, CancellationToken cancellationToken) =>
        IdOf(id) is { } known && await system.Sessions.Store.GetOrderAsync(TradingSystem.DefaultPortfolio, known, cancellationToken) is { } order ? OrderView.Of(order) : null;

    public async Task<ActionAnswer?> CancelAsync(string id, CancellationToken cancellationToken) =>
        IdOf(id) is { } known ? await system.Actions.CancelAsync(TradingSystem.DefaultPortfolio, known, cancellationToken) : null;

    public async Task<Api.DealView?> GetDealAsync(string coin, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        if (ActionForm.Find(book.Head, coin) is not { } symbol || book.SymbolOf(symbol) is not { Deal: { } deal } state) return null;
        var now = system.Clock.Now;
        var next = Assessment.Of(system, book, await system.Halts.OfTenantAsync(book.Key.Tenant, cancellationToken), symbol).Next;
        return new Api.DealView(
            symbol.Value, deal.Strategy, deal.OpenedAt, next.ToString(), new ActionDesk(system.Kernel).FiguresOf(book, state, now)!, deal.Spent.Amount,
            deal.Realised.Amount, deal.BaseOrder.Amount, deal.Trailing.Active, deal.Trailing.Peak,
            [.. book.LotsOf(symbol).Select(lot => new LotView(lot.BoughtAt, lot.Quantity.Value, lot.Value.Amount, lot.Fee.Amount))],
            [.. book.OpenOrdersOf(symbol).Select(OrderView.Of)]);
    }

    public async Task<string?> ExplainAsync(string coin, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        if (ActionForm.Find(book.Head, coin) is not { } symbol) return null;
        return JsonSerializer.Serialize((await Explanation.OfAsync(system, symbol, StoredDecisions, cancellationToken)).ToView(), HostJson.Default.CoinExplanation);
    }

    private async Task<ActionAnswer> AskAsync(ActionForm form, Func<ActionRequest, Task<ActionAnswer>> ask, CancellationToken cancellationToken)
    {
        var faults = new List<ActionRefusal>();
        var request = form.Read((await system.BookAsync(cancellationToken)).Head, faults);
        return request is null ? ActionAnswer.Refused(form.Key ?? "", faults) : await ask(request);
    }

    private static ClientOrderId? IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? new ClientOrderId(id) : null;
}
