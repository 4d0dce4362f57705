using PowerTrader.Adapters.Storage;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>The place of the one trader on a market's store: the file lock that its process's end frees, the open store, and the turn on it.</summary>
internal sealed class HostPlace : IDisposable
{
    private readonly FileStream? fileLock;

    private HostPlace(FileStream? fileLock, SqliteStore store, HostLease turn)
    {
        this.fileLock = fileLock;
        Turn = turn;
        Store = store;
    }

    public SqliteStore Store { get; }

    /// <summary>Ended before the store is closed, by whoever closes it.</summary>
    public HostLease Turn { get; }

    /// <summary>Whether the earlier trader did not end but was held up for longer than its term; its port may still be taken.</summary>
    public bool FromALivingOne => fileLock is null;

    /// <summary>Takes the place where it is free. Where another trader has it: refuses, or waits for its end.</summary>
    /// <param name="wait">Told once, where it has to wait; null refuses.</param>
    /// <exception cref="WorldException">Another trader runs, or the store cannot be opened.</exception>
    public static async Task<HostPlace> TakeAsync(
        DataFolder folder, StoreName market, HostLeaseOptions options, Action<string>? wait, CancellationToken cancellationToken)
    {
        for (var told = false; ; told = true)
        {
            if (TryTake(folder, market, options) is { } place) return place;
            var holder = HostLease.Peek(folder.StorePath(market))?.Process;
            if (wait is null)
            {
                throw new WorldException(
                    $"Another trader{(holder > 0 ? $" (process {holder})" : "")} is running on '{market}' in '{folder.Root}'; "
                    + "stop it, choose another folder with --data DIR, or wait for its end with 'run --standby'.");
            }
            if (!told)
            {
                wait($"Standing by: {(holder > 0 ? $"process {holder}" : "another trader")} trades on '{market}' here. "
                    + $"This one takes over when it ends, or has not been heard of for {options.Term.TotalSeconds:0} seconds.");
            }
            await Task.Delay(options.Poll, options.Wall, cancellationToken);
        }
    }

    public void Dispose()
    {
        Turn.Dispose();
        Store.Dispose();
        fileLock?.Dispose();
    }

    private static HostPlace? TryTake(DataFolder folder, StoreName market, HostLeaseOptions options)
    {
        var fileLock = folder.TryLock(market);
        var path = folder.StorePath(market);
        // A store that another may be working on is not opened: opening may bring it to a newer version.
        if (fileLock is null && !IsOverdue(HostLease.Peek(path), options)) return null;
        SqliteStore? store = null;
        HostPlace? place = null;
        try
        {
            store = Open(path, market);
            if (HostLease.TryTake(store, options with { HoldsLock = fileLock is not null }, holderIsGone: fileLock is not null) is { } turn)
                place = new HostPlace(fileLock, store, turn);
            return place;
        }
        finally
        {
            if (place is null)
            {
                store?.Dispose();
                fileLock?.Dispose();
            }
        }
    }

    private static bool IsOverdue(HostLeaseState? held, HostLeaseOptions options) => held is { Number: > 0 } && held.Until < options.Wall.GetUtcNow();

    private static SqliteStore Open(string path, StoreName market)
    {
        try
        {
            return SqliteStore.Open(path, new SqliteStoreOptions { Synchronous = market.Market.IsRealTime ? SqliteSynchronous.Full : SqliteSynchronous.Normal });
        }
        catch (Exception fault) when (fault is StoreVersionException or Core.Ports.CorruptException)
        {
            throw new WorldException(fault.Message, fault);
        }
    }
}
