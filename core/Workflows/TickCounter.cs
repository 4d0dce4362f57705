using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>How many trade ticks this store has seen, over all runs, and what each of them saw. Counting one twice has the effect of once.</summary>
/// <param name="tape">Null keeps no minutes.</param>
public sealed class TickCounter(ITableStore tables, MarketId market, LookTape? tape = null)
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

    /// <summary>Called once every portfolio was looked at: a tick that failed is not counted, and its minute was not looked at.</summary>
    /// <param name="now">When it looked.</param>
    /// <exception cref="InvalidOperationException">The store refuses the rows.</exception>
    public async Task CountAsync(DateTimeOffset scheduledFor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (scheduledFor <= last) return;
        var properties = new Dictionary<string, object?> { ["count"] = Count + 1, ["last"] = scheduledFor };
        var count = new TableOperation.Upsert(new TableRow(market.Value, Row, properties));
        TableOperation[] rows = tape is null ? [count] : [count, new TableOperation.Upsert(tape.RowOf(market.Value, scheduledFor, now))];
        if (await tables.WriteAsync(Table, market.Value, rows, cancellationToken) is var result and not TableWriteResult.Written)
            throw new InvalidOperationException($"row {market}/{Row} of {Table} was refused: {result}");
        Count++;
        last = scheduledFor;
    }
}
