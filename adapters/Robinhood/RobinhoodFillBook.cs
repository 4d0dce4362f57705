using System.Collections.Concurrent;
using System.Globalization;
using PowerTrader.Core;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>Executions that were told before, with their place and their share of the order's fee. Rows are written once and never changed, so that a fill once told stays as it was.</summary>
/// <remarks>The venue gives executions no ids and a fee per order only. Two processes that meet agree on the rows of the first.</remarks>
internal sealed class RobinhoodFillBook(ITableStore tables, string partition)
{
    private const int MaxCached = 1000;
    private const int MaxAttempts = 5;
    private const int RowsPerWrite = 100;

    private readonly ConcurrentDictionary<string, IReadOnlyList<KeptFill>> cache = new(StringComparer.Ordinal);

    /// <summary>Everything to be told of the order, by place; new executions get theirs first.</summary>
    /// <exception cref="TransientException">The rows could not be read or written.</exception>
    public async Task<IReadOnlyList<KeptFill>> KeepAsync(RobinhoodOrder order, DateTimeOffset venueNow, CancellationToken cancellationToken)
    {
        if (order.Filled == 0 && order.Executions is not { Length: > 0 }) return [];
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var kept = await ReadAsync(order.Id!, cancellationToken);
            var added = RobinhoodFills.New(order, kept, venueNow).Take(RowsPerWrite).ToList();
            if (added.Count == 0) return kept;
            var written = await WriteAsync(order.Id!, added, cancellationToken);
            if (written) cache[order.Id!] = kept = [.. kept, .. added];
            else cache.TryRemove(order.Id!, out _);
            if (written && added.Count < RowsPerWrite) return kept;
        }
        throw new TransientException($"the fills of Robinhood order {order.Id} were changed by somebody else again and again");
    }

    private async Task<IReadOnlyList<KeptFill>> ReadAsync(string orderId, CancellationToken cancellationToken)
    {
        if (cache.TryGetValue(orderId, out var known)) return known;
        var fills = new List<KeptFill>();
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Names.VenueFills, partition, Prefix(orderId)), cancellationToken)) fills.Add(Parse(row));
        if (cache.Count >= MaxCached) cache.Clear();
        return cache[orderId] = fills;
    }

    /// <returns>False where it may not have been written: read again.</returns>
    private async Task<bool> WriteAsync(string orderId, IReadOnlyList<KeptFill> fills, CancellationToken cancellationToken)
    {
        try
        {
            return await tables.WriteAsync(Names.VenueFills, partition, [.. fills.Select(fill => new TableOperation.Insert(Row(orderId, fill)))], cancellationToken) is TableWriteResult.Written;
        }
        catch (AmbiguousException)
        {
            return false;
        }
    }

    private TableRow Row(string orderId, KeptFill fill) => new(partition, string.Create(CultureInfo.InvariantCulture, $"{Prefix(orderId)}{fill.Place:D6}"), new Dictionary<string, object?>
    {
        ["v"] = 1,
        ["quantity"] = fill.Quantity.ToString(CultureInfo.InvariantCulture),
        ["price"] = fill.Price.ToString(CultureInfo.InvariantCulture),
        ["fee"] = fill.Fee.ToString(CultureInfo.InvariantCulture),
        ["time"] = fill.Time,
    });

    private static KeptFill Parse(TableRow row)
    {
        if (row.Properties.GetValueOrDefault("v") is not 1 || row.Properties.GetValueOrDefault("time") is not DateTimeOffset time)
            throw new CorruptException($"row {row.Partition}/{row.Row} is no fill of version 1");
        return new KeptFill(int.Parse(row.Row[^6..], CultureInfo.InvariantCulture), Number("quantity"), Number("price"), Number("fee"), time);

        decimal Number(string property) => decimal.TryParse(row.Text(property), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CorruptException($"row {row.Partition}/{row.Row}: '{property}' is no amount");
    }

    private static string Prefix(string orderId) => $"robinhood|{orderId}|";
}
