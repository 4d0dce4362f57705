using PowerTrader.Core.Actions;

namespace PowerTrader.Api;

/// <summary>Orders, deals and what people do to them by hand.</summary>
public interface ITradeOperations
{
    /// <summary>What would happen; changes nothing.</summary>
    Task<ActionAnswer> PreviewAsync(ActionForm form, CancellationToken cancellationToken);

    /// <summary>Carries it out once per key.</summary>
    Task<ActionAnswer> PerformAsync(ActionForm form, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<OrderPage> GetOrdersAsync(OrderFilter filter, CancellationToken cancellationToken);

    /// <summary>Null where there is none, or the text is no id.</summary>
    Task<OrderView?> GetOrderAsync(string id, CancellationToken cancellationToken);

    /// <summary>Null where there is no such order. Cancelling a final one changes nothing.</summary>
    Task<ActionAnswer?> CancelAsync(string id, CancellationToken cancellationToken);

    /// <summary>Null where the coin is not traded here, or has no deal.</summary>
    Task<DealView?> GetDealAsync(string coin, CancellationToken cancellationToken);

    /// <summary>JSON: the gate evaluated now and the last stored decisions; null where the coin is not traded here.</summary>
    Task<string?> ExplainAsync(string coin, CancellationToken cancellationToken);
}

/// <param name="State"><c>open</c>, a state's name, or null for every order.</param>
/// <param name="Page">From 1.</param>
public sealed record OrderFilter(string? Coin, string? State, int Limit, int Page);

public sealed record OrderPage(IReadOnlyList<OrderView> Orders, int Total, int Page, int Pages);

/// <param name="Next">The nearest next action in words.</param>
public sealed record DealView(
    string Symbol, string Strategy, DateTimeOffset OpenedAt, string Next, DealFigures Figures, decimal Spent, decimal Realised, decimal BaseOrder,
    bool TrailingArmed, decimal TrailingPeak, IReadOnlyList<LotView> Lots, IReadOnlyList<OrderView> OpenOrders);

public sealed record LotView(DateTimeOffset BoughtAt, decimal Quantity, decimal Value, decimal Fee);
