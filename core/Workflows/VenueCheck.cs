using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Asks the venue for fills, open orders and balances, books late fills, and compares all of it with the books in one commit.</summary>
public sealed class VenueCheck(PortfolioSessions sessions, IBrokers brokers, VenueComparison comparison)
{
    /// <summary>Fills are looked at again for this long: a venue may list one late.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <param name="atStart">Off the schedule: a start must leave no trace that an undisturbed run would not.</param>
    public async Task<Reconciliation> RunAsync(PortfolioKey key, DateTimeOffset scheduledFor, bool atStart, CancellationToken cancellationToken)
    {
        var head = (await sessions.GetAsync(key, cancellationToken)).Head;
        var broker = brokers.For(head);
        var since = (head.FillsWatermark ?? head.CreatedAt) - Overlap;
        var findings = new Findings(head.FillsWatermark ?? head.CreatedAt);
        var fills = await broker.GetFillsSinceAsync(since, cancellationToken);
        var late = 0;
        foreach (var fill in fills)
        {
            if (await CompareFillAsync(key, fill, findings, scheduledFor, cancellationToken)) late++;
        }
        var open = await broker.GetOpenOrdersAsync(cancellationToken);
        foreach (var order in open) await CompareOpenAsync(key, order, broker, findings, cancellationToken);
        // Booked after this, a fill would make the balances look wrong.
        var sequence = (await sessions.GetAsync(key, cancellationToken)).Head.LedgerSequence;
        var balances = await broker.GetBalancesAsync(cancellationToken);
        var instruments = await broker.GetInstrumentsAsync(cancellationToken);
        var facts = new VenueFacts(
            since, fills.Count, late, open, [.. findings.Foreign.Values], findings.Differences, balances, instruments, sequence, broker.Traits.ConclusiveAfter, findings.NetSold)
        { IsScheduled = !atStart };
        return await sessions.ChangeAsync(
            key, $"{Names.Reconcile}|{scheduledFor.UtcTicks}#compare", book => comparison.Apply(book, facts, scheduledFor), cancellationToken);
    }

    /// <returns>True where it came late and is booked now.</returns>
    private async Task<bool> CompareFillAsync(PortfolioKey key, VenueFill fill, Findings findings, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await sessions.Store.GetFillAsync(key, fill.TradeId, cancellationToken) is { } booked)
        {
            findings.Compare(fill, booked);
            return false;
        }
        var order = fill.ClientOrderId is { } id ? await sessions.Store.GetOrderAsync(key, id, cancellationToken) : null;
        if (order is null)
        {
            findings.AddForeign(fill);
            return false;
        }
        // An open order's fills are booked by whoever tracks it, in the order of the tracking.
        if (!order.State.IsFinal()) return false;
        var refusal = await sessions.ChangeAsync(key, $"{Names.Reconcile}|{fill.TradeId}#late", book => book.BookLateFill(fill, order, now), cancellationToken);
        if (refusal is not null) findings.Differences.Add(new("late|" + fill.TradeId, "quantity", fill.Symbol, HaltState.Reducing, "late-fill-refused", refusal));
        return refusal is null;
    }

    /// <summary>An order that is over in the books must not go on at the venue.</summary>
    private async Task CompareOpenAsync(PortfolioKey key, VenueOrder order, IBroker broker, Findings findings, CancellationToken cancellationToken)
    {
        var known = order.ClientOrderId is { } id ? await sessions.Store.GetOrderAsync(key, id, cancellationToken) : null;
        if (known is null)
        {
            findings.AddForeign(order);
            return;
        }
        if (!known.State.IsFinal()) return;
        await broker.CancelAsync(known.Ref, cancellationToken);
        findings.Differences.Add(new(
            "open|" + order.VenueOrderId, "ids", known.Symbol, HaltState.Reducing, "order-still-open",
            $"order {known.Id} is {known.State.ToString().ToLowerInvariant()} in the books and open at the venue; it was cancelled there"));
    }

    /// <param name="since">Foreign trades before it have explained what they could.</param>
    private sealed class Findings(DateTimeOffset since)
    {
        public SortedDictionary<string, ForeignOrder> Foreign { get; } = new(StringComparer.Ordinal);

        public List<Difference> Differences { get; } = [];

        public Dictionary<Symbol, decimal> NetSold { get; } = [];

        public void AddForeign(VenueOrder order) => Foreign[order.VenueOrderId] =
            new ForeignOrder(order.VenueOrderId, order.Symbol, order.Side, order.Quantity, order.Limit, order.ClientOrderId is { IsDerived: true });

        public void AddForeign(VenueFill fill)
        {
            Foreign.TryAdd(fill.VenueOrderId, new ForeignOrder(fill.VenueOrderId, fill.Symbol, fill.Side, fill.Quantity, fill.Price, fill.ClientOrderId is { IsDerived: true }));
            if (fill.Time <= since) return;
            NetSold[fill.Symbol] = NetSold.GetValueOrDefault(fill.Symbol) + (fill.Side == OrderSide.Sell ? fill.Quantity.Value : -fill.Quantity.Value);
        }

        public void Compare(VenueFill fill, Fill booked)
        {
            if (fill.Quantity != booked.Quantity || fill.Side != booked.Side || fill.Symbol != booked.Symbol)
                Add("quantity", fill, $"the venue says {fill.Side} {fill.Quantity} {fill.Symbol}, the books {booked.Side} {booked.Quantity} {booked.Symbol}");
            if (fill.Price != booked.Price) Add("cost", fill, $"the venue says a price of {fill.Price}, the books {booked.Price}");
            if (fill.Fee != booked.Fee) Add("fees", fill, $"the venue says a fee of {fill.Fee}, the books {booked.Fee}");
            if (fill.ClientOrderId is { } id && id != booked.OrderId) Add("ids", fill, $"the venue says order {id}, the books {booked.OrderId}");
        }

        private void Add(string check, VenueFill fill, string text) =>
            Differences.Add(new($"{check}|{fill.TradeId}", check, fill.Symbol, HaltState.Reducing, "fill-differs", $"trade {fill.TradeId}: {text}"));
    }
}
