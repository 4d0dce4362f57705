using Azure;
using Azure.Data.Tables;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Storage;

/// <summary>Rows ↔ entities of the client.</summary>
internal static class EntityCodec
{
    public static TableRow ToRow(TableEntity entity)
    {
        var properties = new Dictionary<string, object?>(entity.Count);
        foreach (var (name, value) in entity)
        {
            if (name is "odata.etag" or "PartitionKey" or "RowKey" or "Timestamp" || value is null) continue;
            properties[name] = value is BinaryData binary ? binary.ToArray() : value;
        }
        return new TableRow(entity.PartitionKey, entity.RowKey, properties, entity.ETag.ToString());
    }

    public static TableTransactionAction ToAction(string partition, TableOperation operation) => operation switch
    {
        TableOperation.Insert insert => new(TableTransactionActionType.Add, ToEntity(insert.Row)),
        TableOperation.Upsert upsert => new(TableTransactionActionType.UpsertReplace, ToEntity(upsert.Row)),
        TableOperation.Replace replace => new(TableTransactionActionType.UpdateReplace, ToEntity(replace.Row), new ETag(replace.IfMatch)),
        TableOperation.Delete delete => new(TableTransactionActionType.Delete, new TableEntity(partition, delete.Key), new ETag(delete.IfMatch)),
        _ => throw new ArgumentException($"{operation.GetType().Name} is no operation of a table", nameof(operation)),
    };

    private static TableEntity ToEntity(TableRow row)
    {
        var entity = new TableEntity(row.Partition, row.Row);
        foreach (var (name, value) in row.Properties)
        {
            if (value is not null) entity[name] = value;
        }
        return entity;
    }
}
