using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PowerTrader.Core;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Paper;

/// <summary>Rows of the paper venue: one account and its orders in one partition, changed together under the account's ETag.</summary>
internal sealed class PaperLedger(ITableStore tables, string partition, decimal startCash)
{
    private const string AccountRow = "account";

    public async Task<(PaperAccount Account, string? ETag)> AccountAsync(CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.PaperVenue, partition, AccountRow, cancellationToken);
        return row is null ? (new PaperAccount(startCash, new Dictionary<string, decimal>(), 0) { IndexedFromTicks = 0 }, null) : (Read(row, PaperJson.Default.PaperAccount), row.ETag);
    }

    public async Task<PaperOrder?> OrderAsync(string clientOrderId, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.PaperVenue, partition, "order|" + clientOrderId, cancellationToken);
        return row is null ? null : Read(row, PaperJson.Default.PaperOrder);
    }

    public async Task<IReadOnlyList<PaperOrder>> OpenOrdersAsync(CancellationToken cancellationToken)
    {
        var open = new List<PaperOrder>();
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Names.PaperVenue, partition, "open|"), cancellationToken))
            open.Add(await OrderAsync(row.Text("id"), cancellationToken) ?? throw new CorruptException($"paper venue {partition}: open order {row.Row} has no row"));
        return open;
    }

    public async Task<IReadOnlyList<PaperOrder>> AllOrdersAsync(CancellationToken cancellationToken)
    {
        var orders = new List<PaperOrder>();
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Names.PaperVenue, partition, "order|"), cancellationToken))
            orders.Add(Read(row, PaperJson.Default.PaperOrder));
        return orders;
    }

    /// <summary>Orders with a fill at or after the instant, from the rows of fills by time; every order where these do not reach so far back.</summary>
    public async Task<IReadOnlyList<PaperOrder>> OrdersFilledSinceAsync(DateTimeOffset since, CancellationToken cancellationToken)
    {
        var (account, _) = await AccountAsync(cancellationToken);
        if (account.IndexedFromTicks is not { } from || since.UtcTicks < from) return await AllOrdersAsync(cancellationToken);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var query = new TableQuery(Names.PaperVenue, partition, FillRow(since.UtcTicks, ""), "fill}");
        await foreach (var row in tables.ReadAllAsync(query, cancellationToken)) ids.Add(row.Text("id"));
        var orders = new List<PaperOrder>();
        foreach (var id in ids) orders.Add(await OrderAsync(id, cancellationToken) ?? throw new CorruptException($"paper venue {partition}: filled order {id} has no row"));
        return orders;
    }

    /// <summary>Moves cash or coins in or out, once per key. False where somebody else changed the account: read it again.</summary>
    public async Task<bool> SaveMoveAsync(PaperAccount account, string? etag, string key, string text, CancellationToken cancellationToken)
    {
        var accountRow = Row(AccountRow, account, PaperJson.Default.PaperAccount);
        var move = new TableRow(partition, MoveRow(key), new Dictionary<string, object?> { ["moved"] = text });
        var operations = new List<TableOperation> { etag is null ? new TableOperation.Insert(accountRow) : new TableOperation.Replace(accountRow, etag), new TableOperation.Insert(move) };
        return await tables.WriteAsync(Names.PaperVenue, partition, operations, cancellationToken) is TableWriteResult.Written;
    }

    /// <summary>What was moved under the key; null where nothing was.</summary>
    public async Task<string?> MoveAsync(string key, CancellationToken cancellationToken) =>
        (await tables.GetAsync(Names.PaperVenue, partition, MoveRow(key), cancellationToken))?.Text("moved");

    /// <summary>Account, order and the list of open orders in one batch. False where the account was changed, perhaps by this very call: read it again.</summary>
    /// <param name="isNew">It was never saved: it has no place in the list of open orders yet.</param>
    /// <param name="fill">The execution that this saves; null where there is none.</param>
    public async Task<bool> SaveAsync(PaperAccount account, string? etag, PaperOrder order, bool isNew, PaperFill? fill, CancellationToken cancellationToken)
    {
        if (fill is not null) account = account with { IndexedFromTicks = account.IndexedFromTicks ?? fill.Ticks + 1 };
        var accountRow = Row(AccountRow, account, PaperJson.Default.PaperAccount);
        var openKey = "open|" + order.VenueOrderId;
        var operations = new List<TableOperation>
        {
            etag is null ? new TableOperation.Insert(accountRow) : new TableOperation.Replace(accountRow, etag),
            new TableOperation.Upsert(Row("order|" + order.ClientOrderId, order, PaperJson.Default.PaperOrder)),
        };
        var isOpen = order.Status == "Open";
        if (isNew && isOpen) operations.Add(new TableOperation.Insert(new TableRow(partition, openKey, new Dictionary<string, object?> { ["id"] = order.ClientOrderId })));
        if (fill is not null) operations.Add(new TableOperation.Insert(new TableRow(partition, FillRow(fill.Ticks, fill.TradeId), new Dictionary<string, object?> { ["id"] = order.ClientOrderId })));
        if (!isNew && !isOpen) operations.Add(new TableOperation.Delete(openKey));
        try
        {
            return await tables.WriteAsync(Names.PaperVenue, partition, operations, cancellationToken) is TableWriteResult.Written;
        }
        catch (AmbiguousException)
        {
            return false;
        }
    }

    public static string VenueOrderId(long sequence) => string.Create(CultureInfo.InvariantCulture, $"P{sequence:D10}");

    private static string FillRow(long ticks, string tradeId) => string.Create(CultureInfo.InvariantCulture, $"fill|{ticks:D19}|{tradeId}");

    private static string MoveRow(string key) => "move|" + key;

    private TableRow Row<T>(string key, T value, JsonTypeInfo<T> type) =>
        TableRow.OfJson(partition, key, """{"v":1,"d":""" + JsonSerializer.Serialize(value, type) + "}");

    private T Read<T>(TableRow row, JsonTypeInfo<T> type)
    {
        try
        {
            using var document = JsonDocument.Parse(row.Json);
            var version = document.RootElement.GetProperty("v").GetInt32();
            if (version != 1) throw new CorruptException($"paper venue {partition}, row {row.Row}: version {version} is not known");
            return document.RootElement.GetProperty("d").Deserialize(type)!;
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new CorruptException($"paper venue {partition}, row {row.Row}: {fault.Message}", fault);
        }
    }
}
