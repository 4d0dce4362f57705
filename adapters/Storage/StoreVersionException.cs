namespace PowerTrader.Adapters.Storage;

/// <summary>The file was written by a newer program: nothing is read or changed. The host ends with exit code 1.</summary>
public sealed class StoreVersionException : Exception
{
    public StoreVersionException(string path, long found, long known)
        : base($"{path} has the store version {found}; this program knows versions up to {known}. Start the newer program, or restore a backup.")
    {
        Path = path;
        Found = found;
        Known = known;
    }

    public string Path { get; }

    public long Found { get; }

    public long Known { get; }
}
