namespace PowerTrader.Adapters.Storage;

/// <summary>When a commit reaches the disk. Both survive a killed process; only <see cref="Full"/> survives a power cut without losing the last commits.</summary>
public enum SqliteSynchronous
{
    Normal,
    Full,
}

/// <summary>Where a commit stands when the probe is called.</summary>
public enum CommitStage
{
    /// <summary>Everything is written, nothing is committed: a fault here rolls back.</summary>
    Before,

    /// <summary>Committed: a fault here is a lost reply.</summary>
    After,
}

public sealed record SqliteStoreOptions
{
    public SqliteSynchronous Synchronous { get; init; } = SqliteSynchronous.Normal;

    /// <summary>How long a write waits for another process's one before it is transient.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads every page at the opening (about a second per GB) and refuses a damaged file.</summary>
    public bool VerifyOnOpen { get; init; } = true;

    /// <summary>For fault tests: called around every commit; when it throws, the store is dead until the file is opened again.</summary>
    public Action<CommitStage>? CommitProbe { get; init; }
}

/// <summary>Counts since the opening.</summary>
/// <param name="Commits">Transactions that were committed.</param>
public sealed record StoreCounters(long Commits, long Rollbacks);
