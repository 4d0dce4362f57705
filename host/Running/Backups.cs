using PowerTrader.Adapters.Storage;
using PowerTrader.Core;
using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Copies of a store with the folder's settings and imported history in them, never its secrets, and how many of the daily ones are kept.</summary>
internal static class Backups
{
    private const string FolderName = "backups";
    private const string Daily = "-daily-";

    /// <summary>Files of the data folder that are copied with the store.</summary>
    public static readonly string[] Kept = [SettingsFile.Name, Import.ImportedHistory.FileName];

    public static string FolderOf(string dataFolder) => Path.Combine(dataFolder, FolderName);

    /// <summary>Copies the whole store, also while a trader runs on it.</summary>
    /// <exception cref="IOException">There is a file of that name.</exception>
    public static async Task WriteAsync(SqliteStore store, string dataFolder, string path, CancellationToken cancellationToken)
    {
        foreach (var name in Kept) await KeepFileAsync(new SqliteBlobStore(store), Path.Combine(dataFolder, name), name, cancellationToken);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        store.BackUpTo(path);
    }

    /// <summary>The day's backup, unless it is there already; then the oldest daily ones beyond <paramref name="keep"/> go. Others are never touched.</summary>
    /// <param name="day">Names the file: a repeat on another wall clock finds it.</param>
    /// <param name="keep">0 makes none and deletes none.</param>
    /// <returns>The file; null where none is wanted.</returns>
    public static async Task<string?> WriteDailyAsync(SqliteStore store, string dataFolder, DateOnly day, int keep, CancellationToken cancellationToken)
    {
        if (keep == 0) return null;
        var prefix = Path.GetFileNameWithoutExtension(store.Path) + Daily;
        var path = Path.Combine(FolderOf(dataFolder), $"{prefix}{day:yyyyMMdd}.db");
        try
        {
            if (!File.Exists(path)) await WriteAsync(store, dataFolder, path, cancellationToken);
        }
        catch (StoreFaultException fault) when (!fault.Message.StartsWith(store.Path, StringComparison.Ordinal))
        {
            // The backup's disk is not the store's: trading goes on without today's copy.
            throw new TransientException(fault.Message, fault);
        }
        foreach (var old in Directory.GetFiles(FolderOf(dataFolder), prefix + "*.db").OrderDescending(StringComparer.Ordinal).Skip(keep)) File.Delete(old);
        return path;
    }

    private static async Task KeepFileAsync(SqliteBlobStore blobs, string file, string name, CancellationToken cancellationToken)
    {
        var kept = await blobs.GetAsync(Names.SettingsContainer, name, cancellationToken);
        if (!File.Exists(file))
        {
            if (kept is not null) await blobs.DeleteAsync(Names.SettingsContainer, name, cancellationToken);
            return;
        }
        var content = await File.ReadAllBytesAsync(file, cancellationToken);
        if (kept is not null && kept.Content.AsSpan().SequenceEqual(content)) return;
        await blobs.PutAsync(Names.SettingsContainer, name, content, new BlobCondition.None(), cancellationToken);
    }
}
