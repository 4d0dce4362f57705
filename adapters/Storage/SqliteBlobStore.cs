using System.Globalization;
using System.Runtime.CompilerServices;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Storage;

/// <summary>Blobs in the store's file. Containers are made by the first write.</summary>
public sealed class SqliteBlobStore(SqliteStore store) : IBlobStore
{
    private const string Select = "SELECT version, content FROM blobs WHERE container = $1 AND name = $2";
    private const string SelectVersion = "SELECT version FROM blobs WHERE container = $1 AND name = $2";
    private const string SelectNames = "SELECT name FROM blobs WHERE container = $1 AND name >= $2 ORDER BY name LIMIT 1000";
    private const string SelectMore = "SELECT name FROM blobs WHERE container = $1 AND name > $2 ORDER BY name LIMIT 1000";
    private const string Delete = "DELETE FROM blobs WHERE container = $1 AND name = $2";
    private const string Upsert =
        "INSERT INTO blobs VALUES($1, $2, $3, $4) ON CONFLICT(container, name) DO UPDATE SET version = excluded.version, content = excluded.content";

    public Task<Blob?> GetAsync(string container, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BlobRules.CheckNames(container, name);
        return Task.FromResult(store.Read(s =>
        {
            using var reader = s.Statement(Select).Query(container, name);
            return reader.Read() ? new Blob(reader.GetFieldValue<byte[]>(1), ETag(reader.GetInt64(0))) : null;
        }));
    }

    public Task<BlobWriteResult> PutAsync(
        string container, string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BlobRules.CheckNames(container, name);
        var bytes = content.ToArray();
        return Task.FromResult(store.Write(s =>
        {
            if (Refuse(s, container, name, condition) is { } refusal)
            {
                s.Abort();
                return refusal;
            }
            var version = s.NextVersion();
            s.Statement(Upsert).Execute(container, name, version, bytes);
            return new BlobWriteResult.Written(ETag(version));
        }));
    }

    public Task<bool> DeleteAsync(string container, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        BlobRules.CheckNames(container, name);
        return Task.FromResult(store.Write(s => s.Statement(Delete).Execute(container, name) > 0));
    }

    public async IAsyncEnumerable<string> ListAsync(string container, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        BlobRules.CheckContainer(container);
        ArgumentNullException.ThrowIfNull(prefix);
        var page = ReadNames(SelectNames, container, prefix);
        while (page.Count > 0)
        {
            foreach (var name in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!name.StartsWith(prefix, StringComparison.Ordinal)) yield break;
                yield return name;
            }
            page = await Task.FromResult(ReadNames(SelectMore, container, page[^1]));
        }
    }

    private List<string> ReadNames(string sql, string container, string from) => store.Read(s =>
    {
        using var reader = s.Statement(sql).Query(container, from);
        var names = new List<string>();
        while (reader.Read()) names.Add(reader.GetString(0));
        return names;
    });

    private static BlobWriteResult? Refuse(SqliteStore s, string container, string name, BlobCondition condition)
    {
        if (condition is BlobCondition.None) return null;
        var current = (long?)s.Statement(SelectVersion).Scalar(container, name);
        if (condition is BlobCondition.IfMatch match)
            return current is { } version && ETag(version) == match.ETag ? null : new BlobWriteResult.Conflict();
        return current is null ? null : new BlobWriteResult.AlreadyExists();
    }

    private static string ETag(long version) => version.ToString("x", CultureInfo.InvariantCulture);
}
