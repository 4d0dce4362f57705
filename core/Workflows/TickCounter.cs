using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>How many trade ticks this store has seen, over all runs. Counting one twice has the effect of once.</summary>
public sealed class TickCounter(ITableStore tables, MarketId market)
{
    internal const string Table = "Usage";
    private const string Row = "trade-ticks";

    public long Count { get; private set; }

    private DateTimeOffset last = DateTimeOffset.MinValue;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (await tables.GetAsync(Table, market.Value, Row, cancellationToken) is not { } row) return;
        Count = (long)row.Properties["count"]!;
        last = (DateTimeOffset)row.Properties["last"]!;
    }

    public async Task CountAsync(DateTimeOffset scheduledFor, CancellationToken cancellationToken)
    {
        if (scheduledFor <= last) return;
        var properties = new Dictionary<string, object?> { ["count"] = Count + 1, ["last"] = scheduledFor };
        await tables.UpsertAsync(Table, new TableRow(market.Value, Row, properties), cancellationToken);
        Count++;
        last = scheduledFor;
    }
}
