using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Storage;

/// <summary><see cref="ITableStore"/> on Azure Table Storage. A table is made when it is first written to.</summary>
/// <param name="service">With its own credential and retry policy. Reads are repeated by it; a write that may have happened is reported as such.</param>
/// <param name="prefix">Before every table's name, so that environments may share an account; letters and digits.</param>
public sealed class AzureTableStore(TableServiceClient service, string prefix = "") : ITableStore
{
    private readonly ConcurrentDictionary<string, TableClient> clients = new(StringComparer.Ordinal);

    public async Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken)
    {
        TableRules.CheckTable(table);
        TableRules.CheckKey(partition);
        TableRules.CheckKey(row);
        try
        {
            var found = await ClientOf(table).GetEntityIfExistsAsync<TableEntity>(partition, row, cancellationToken: cancellationToken);
            return found.HasValue ? EntityCodec.ToRow(found.Value!) : null;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Transient();
        }
    }

    public async Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        TableRules.CheckTable(query.Table);
        TableRules.CheckKey(query.Partition);
        ArgumentOutOfRangeException.ThrowIfLessThan(query.PageSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.PageSize, 1000);
        if (query is { From: { } from, To: { } to } && string.CompareOrdinal(from, to) >= 0) return new TablePage([], null);
        try
        {
            var pages = ClientOf(query.Table).QueryAsync<TableEntity>(FilterOf(query), query.PageSize, cancellationToken: cancellationToken);
            await foreach (var page in pages.AsPages(continuation, query.PageSize).WithCancellation(cancellationToken))
            {
                // A page may come empty with a token: the service stops at partition servers' borders and after five seconds.
                if (page.Values.Count > 0 || page.ContinuationToken is null)
                    return new TablePage([.. page.Values.Select(EntityCodec.ToRow)], page.ContinuationToken);
            }
            return new TablePage([], null);
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return new TablePage([], null);
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Transient();
        }
    }

    public async Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
    {
        TableRules.CheckTable(table);
        if (TableRules.Check(partition, operations) is { } rule) return new TableWriteResult.TooLarge(rule);
        var client = ClientOf(table);
        var actions = operations.Select(operation => EntityCodec.ToAction(partition, operation)).ToList();
        try
        {
            return await SubmitAsync(client, actions, cancellationToken);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == TableErrorCode.TableNotFound.ToString())
        {
            await client.CreateIfNotExistsAsync(cancellationToken);
        }
        catch (RequestFailedException fault) when (Refusal(fault, operations) is { } refusal)
        {
            return refusal;
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Ambiguous();
        }
        try
        {
            return await SubmitAsync(client, actions, cancellationToken);
        }
        catch (RequestFailedException fault) when (Refusal(fault, operations) is { } refusal)
        {
            return refusal;
        }
        catch (Exception fault) when (fault.IsPassing(cancellationToken))
        {
            throw fault.Ambiguous();
        }
    }

    private static async Task<TableWriteResult> SubmitAsync(TableClient client, List<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        var answers = await client.SubmitTransactionAsync(actions, cancellationToken);
        return new TableWriteResult.Written([.. answers.Value.Select((answer, i) => actions[i].ActionType == TableTransactionActionType.Delete ? null : answer.Headers.ETag?.ToString())]);
    }

    /// <summary>Which operation of the batch the service refused, and why; null for anything that is no expected refusal.</summary>
    private static TableWriteResult? Refusal(RequestFailedException fault, IReadOnlyList<TableOperation> operations)
    {
        var index = fault is TableTransactionFailedException { FailedTransactionActionIndex: { } failed } && failed < operations.Count ? failed : 0;
        var key = operations[index].RowKey;
        return fault.Status switch
        {
            409 => new TableWriteResult.AlreadyExists(key),
            412 => new TableWriteResult.Conflict(key),
            404 when fault.ErrorCode != TableErrorCode.TableNotFound.ToString() => new TableWriteResult.NotFound(key),
            413 => new TableWriteResult.TooLarge($"the service refused its size ({fault.ErrorCode})"),
            _ => null,
        };
    }

    private static string FilterOf(TableQuery query)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {query.Partition}");
        if (query.From is { } from) filter += TableClient.CreateQueryFilter(FormattableStringFactory.Create(" and RowKey ge {0}", from));
        if (query.To is { } to) filter += TableClient.CreateQueryFilter(FormattableStringFactory.Create(" and RowKey lt {0}", to));
        return filter;
    }

    private TableClient ClientOf(string table) => clients.GetOrAdd(table, static (name, state) => state.service.GetTableClient(OneSpelling(state.prefix + name)), (service, prefix));

    /// <summary>The service ignores the case of names; an emulator does not, so there is one spelling for all.</summary>
    [SuppressMessage("Globalization", "CA1308", Justification = "A name is ASCII by its rule, and lower case is what people see in the portal.")]
    private static string OneSpelling(string name) => name.ToLowerInvariant();
}
