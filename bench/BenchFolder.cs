using PowerTrader.Adapters.Storage;

namespace PowerTrader.Bench;

/// <summary>A folder for files of one bench, deleted afterwards.</summary>
internal sealed class BenchFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("powertrader-bench-").FullName;

    public SqliteStore OpenStore(SqliteSynchronous synchronous = SqliteSynchronous.Normal) =>
        SqliteStore.Open(PathOf($"store-{Guid.NewGuid():N}.db"), new SqliteStoreOptions { Synchronous = synchronous, VerifyOnOpen = false });

    public string PathOf(string name) => Path.Combine(Root, name);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
