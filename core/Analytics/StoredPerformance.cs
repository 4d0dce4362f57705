using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Analytics;

/// <summary>Makes an analysis' input of a stored portfolio: its daily summaries, fills, closed deals, orders and ledger.</summary>
/// <remarks>
/// The equity is known at the close of each UTC day, and now; a flow between two closes is weighed by its time (modified Dietz). Coins that came or went
/// count at their cost, as the ledger has them.
/// </remarks>
public static class StoredPerformance
{
    /// <param name="bidOf">Of now, for the last mark; a coin without one counts at cost.</param>
    /// <param name="exitFeeRate">As the daily summaries count it.</param>
    /// <returns>Null where there is no such portfolio.</returns>
    public static async Task<PerformanceInput?> ReadAsync(
        ITableStore tables, PortfolioKey key, Func<Symbol, Price?> bidOf, decimal exitFeeRate, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var store = new PortfolioStore(tables);
        if (await store.LoadAsync(key, cancellationToken) is not var (book, _)) return null;
        var orders = new Dictionary<ClientOrderId, Order>();
        await foreach (var order in store.ReadAsync<Order>(key, "order", cancellationToken)) orders[order.Id] = order;
        var fills = new List<Fill>();
        await foreach (var fill in store.ReadAsync<Fill>(key, "fill", cancellationToken)) fills.Add(fill);
        var closed = new List<ClosedTrade>();
        await foreach (var deal in store.ReadAsync<ClosedDeal>(key, "deal", cancellationToken)) closed.Add(ClosedTrade.Of(deal));
        var flows = new List<ExternalFlow>();
        await foreach (var entry in store.ReadAsync<LedgerEntry>(key, "ledger", cancellationToken))
        {
            if (FlowOf(entry) is { } flow) flows.Add(flow);
        }
        var days = new List<DaySummary>();
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Names.Days, key.ToString(), ""), cancellationToken)) days.Add(Wire.Read<DaySummary>(row.Json));
        return new PerformanceInput(key.ToString(), book.Head.Currency, MarksOf(book, days, bidOf, exitFeeRate, now))
        {
            Flows = flows,
            Fills = [.. fills.OrderBy(fill => fill.Sequence).Select(fill => TradeFill.Of(fill, orders.GetValueOrDefault(fill.OrderId)?.SignalPrice))],
            Closed = [.. closed.OrderBy(trade => trade.ClosedAt)],
            Open = [.. book.Symbols.Select(state => OpenOf(state, bidOf, exitFeeRate)).OfType<OpenTrade>()],
            RefusedSteps = book.Head.RefusedSteps,
        };
    }

    /// <summary>What a ledger entry moved across the portfolio's border; null for a trade, and for what only changes its name.</summary>
    public static ExternalFlow? FlowOf(LedgerEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var moved = -entry.Postings.Where(posting => IsOutside(posting.Account)).Sum(posting => posting.Amount.Amount);
        return moved == 0 ? null : new ExternalFlow(entry.Time, moved);
    }

    private static bool IsOutside(string account) =>
        account == LedgerAccounts.Capital || account.StartsWith("outside:", StringComparison.Ordinal) || account.StartsWith("unmanaged:", StringComparison.Ordinal);

    private static List<EquityMark> MarksOf(
        PortfolioBook book, IReadOnlyList<DaySummary> days, Func<Symbol, Price?> bidOf, decimal exitFeeRate, DateTimeOffset now)
    {
        var start = book.Head.StartCash.Amount;
        var marks = new List<EquityMark> { new(book.Head.CreatedAt, start, start, 0, 0) };
        foreach (var day in days.OrderBy(day => day.Day))
            Add(new DateTimeOffset(day.Day.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), day);
        Add(now, DaySummary.Of(book, DateOnly.FromDateTime(now.UtcDateTime), bidOf, exitFeeRate));
        return marks;

        void Add(DateTimeOffset time, DaySummary summary)
        {
            if (time <= marks[^1].Time) return;
            marks.Add(new EquityMark(time, summary.Equity.Amount, summary.Cash.Amount, summary.Equity.Amount - summary.Cash.Amount, summary.Locked.Amount));
        }
    }

    private static OpenTrade? OpenOf(SymbolBook state, Func<Symbol, Price?> bidOf, decimal exitFeeRate)
    {
        if (state.Deal is not { HasPosition: true } deal) return null;
        var value = bidOf(state.Symbol) is { } bid ? (bid * deal.Quantity).Amount * (1 - exitFeeRate) : deal.Cost.Amount;
        return new OpenTrade(state.Symbol, deal.Number, deal.Strategy, deal.OpenedAt, deal.Cost.Amount, value, deal.Realised.Amount);
    }
}
