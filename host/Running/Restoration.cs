using PowerTrader.Adapters.Storage;
using PowerTrader.Core;
using PowerTrader.Core.Portfolio;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>What a restore did.</summary>
/// <param name="Kept">Where the earlier store is; null where there was none.</param>
/// <param name="Settings">Settings file that was written from the backup; null where the folder's own is the same, or the backup has none.</param>
/// <param name="SettingsWereThere">The folder has settings of its own, which stand; the backup's are beside them.</param>
internal sealed record Restored(StoreName Market, string? Kept, string? Settings, bool SettingsWereThere);

/// <summary>Puts a backup in the place of a store, sound or damaged: staged and made safe first, so that a fault changes nothing.</summary>
internal static class Restoration
{
    private const string StagedName = ".restoring.db";

    /// <exception cref="UsageException">The file holds no portfolio.</exception>
    public static async Task<Restored> RunAsync(DataFolder folder, string file, CancellationToken cancellationToken)
    {
        var staged = Path.Combine(folder.Root, StagedName);
        try
        {
            DeleteStaged(folder);
            SqliteStore.Restore(file, staged);
            var (market, settings) = await PrepareAsync(staged, file, cancellationToken);
            using var owner = folder.Lock(market);
            var kept = SqliteStore.Restore(staged, folder.StorePath(market));
            folder.LastStore = market;
            var own = Path.Combine(folder.Root, SettingsFile.Name);
            var wereThere = File.Exists(own);
            return new Restored(market, kept, WriteSettings(own, settings), wereThere);
        }
        finally
        {
            DeleteStaged(folder);
        }
    }

    /// <summary>A new epoch, so that no order of the time after the backup is met again, and a halt that only a person ends.</summary>
    private static async Task<(StoreName Market, byte[]? Settings)> PrepareAsync(string staged, string file, CancellationToken cancellationToken)
    {
        using var store = SqliteStore.Open(staged);
        var portfolios = new PortfolioStore(new SqliteTableStore(store));
        if (await portfolios.LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken) is not { } stored)
            throw new UsageException($"FILE '{file}' holds no portfolio; use one that 'powertrader backup' wrote");
        var epoch = Guid.NewGuid().ToString("N")[..16];
        stored.Book.BeginEpoch(epoch, stored.Book.Head.LastReconciledAt ?? stored.Book.Head.CreatedAt);
        await portfolios.CommitAsync(stored.Book, stored.ETag, $"restore|{epoch}", cancellationToken);
        var settings = await new SqliteBlobStore(store).GetAsync(Names.SettingsContainer, SettingsFile.Name, cancellationToken);
        var head = stored.Book.Head;
        return (new StoreName(head.Market, head.Venue), settings?.Content);
    }

    /// <summary>Settings that stand are never replaced: others are laid beside them.</summary>
    private static string? WriteSettings(string own, byte[]? settings)
    {
        if (settings is null) return null;
        if (File.Exists(own) && File.ReadAllBytes(own).AsSpan().SequenceEqual(settings)) return null;
        var path = File.Exists(own) ? own + ".restored" : own;
        File.WriteAllBytes(path, settings);
        return path;
    }

    private static void DeleteStaged(DataFolder folder)
    {
        foreach (var rest in Directory.GetFiles(folder.Root, StagedName + "*")) File.Delete(rest);
    }
}
