using PowerTrader.Adapters.Storage;

namespace PowerTrader.Adapters.Tests;

/// <summary>A store in a folder of its own, which goes away with the test.</summary>
public sealed class TemporaryStore : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-");

    public TemporaryStore(SqliteStoreOptions? options = null) => Store = SqliteStore.Open(FilePath, options);

    public SqliteStore Store { get; private set; }

    public string FilePath => Path.Combine(folder.FullName, "powertrader.db");

    /// <summary>Closes the file and opens it again, as a new process would.</summary>
    public SqliteStore Reopen(SqliteStoreOptions? options = null)
    {
        Store.Dispose();
        return Store = SqliteStore.Open(FilePath, options);
    }

    public void Dispose()
    {
        Store.Dispose();
        folder.Delete(recursive: true);
    }
}
