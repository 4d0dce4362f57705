using PowerTrader.Core.Audit;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Portfolio;

/// <summary>What changed since the last commit. The store turns it into one batch; a backtest reads the fills and clears it.</summary>
public sealed class PortfolioChanges
{
    public HashSet<Symbol> Symbols { get; } = [];

    public Dictionary<ClientOrderId, Order> Orders { get; } = [];

    public Dictionary<long, Lot> Lots { get; } = [];

    /// <summary>Lots that no store has seen yet.</summary>
    public HashSet<long> NewLots { get; } = [];

    public List<Fill> Fills { get; } = [];

    public List<ClosedDeal> ClosedDeals { get; } = [];

    public List<LedgerEntry> Ledger { get; } = [];

    public List<AuditEntry> Audit { get; } = [];

    public List<OutboxItem> Outbox { get; } = [];

    /// <summary>Idempotency keys used up by this commit.</summary>
    public List<KeyRecord> Keys { get; } = [];

    /// <summary>Rows that a commit of it writes, besides the head's.</summary>
    public int Rows => Symbols.Count + Orders.Count + Lots.Count + Fills.Count + ClosedDeals.Count + Ledger.Count + Audit.Count + Outbox.Count + Keys.Count;

    public bool IsEmpty => Rows == 0;

    public void Clear()
    {
        Symbols.Clear();
        Orders.Clear();
        Lots.Clear();
        NewLots.Clear();
        Fills.Clear();
        ClosedDeals.Clear();
        Ledger.Clear();
        Audit.Clear();
        Outbox.Clear();
        Keys.Clear();
    }
}
