using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Api.Operations;

/// <summary>Orders of the portfolio as people and the API ask for them: filtered, newest first, by pages.</summary>
/// <param name="Total">How many match.</param>
/// <param name="Pages">At least one.</param>
public sealed record OrderList(IReadOnlyList<Order> Orders, int Total, int Pages)
{
    /// <summary>Stands for every state in which an order is not at its end.</summary>
    public const string Open = "open";

    /// <param name="state">A state's name in any case, <see cref="Open"/>, or null for all.</param>
    /// <param name="page">From 1.</param>
    public static async Task<OrderList> ReadAsync(
        TraderWork work, Symbol? symbol, string? state, int limit, int page, CancellationToken cancellationToken)
    {
        var found = new List<Order>();
        await foreach (var order in work.Sessions.Store.ReadAsync<Order>(work.Portfolio, "order", cancellationToken))
        {
            if ((symbol is null || order.Symbol == symbol) && Matches(order, state)) found.Add(order);
        }
        var newest = found.OrderByDescending(order => order.CreatedAt).ThenBy(order => order.Id.ToString(), StringComparer.Ordinal);
        return new OrderList([.. newest.Skip((page - 1) * limit).Take(limit)], found.Count, Math.Max(1, (found.Count + limit - 1) / limit));
    }

    private static bool Matches(Order order, string? state) =>
        state is null || (state == Open ? !order.State.IsFinal() : string.Equals(order.State.ToString(), state, StringComparison.OrdinalIgnoreCase));
}
