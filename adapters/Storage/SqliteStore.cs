using Microsoft.Data.Sqlite;
using PowerTrader.Core.Ports;
using SQLitePCL;

namespace PowerTrader.Adapters.Storage;

/// <summary>The one file of a single-machine installation: tables, blobs, queues, workflow journals and the trading clock.</summary>
/// <remarks>
/// One connection behind a lock; calls finish before they return. Another process may write to the file meanwhile (SQLite's own locks
/// keep both whole); only the one whose turn it is runs the <c>EmbeddedRuntime</c> (<see cref="HostLease"/>).
/// </remarks>
public sealed partial class SqliteStore : IDisposable
{
    private const long VersionBlock = 1_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, Statement> statements = new(StringComparer.Ordinal);
    private readonly SqliteConnection connection;
    private readonly Action<CommitStage>? probe;
    private long commits;
    private long rollbacks;
    private long nextVersion;
    private long lastVersion;
    private long? pendingClock;
    private bool abort;
    private bool dead;

    private SqliteStore(string path, SqliteConnection connection, Action<CommitStage>? probe)
    {
        Path = path;
        this.connection = connection;
        this.probe = probe;
    }

    public string Path { get; }

    public StoreCounters Counters => new(Volatile.Read(ref commits), Volatile.Read(ref rollbacks));

    /// <summary>Opens or creates the file.</summary>
    /// <exception cref="StoreVersionException">Written by a newer program.</exception>
    /// <exception cref="CorruptException">No database, another program's, or damaged; the message names the file.</exception>
    public static SqliteStore Open(string path, SqliteStoreOptions? options = null) => Open(path, options ?? new(), SqliteSchema.Migrations);

    internal static SqliteStore Open(string path, SqliteStoreOptions options, IReadOnlyList<string> migrations)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var text = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString();
        var connection = new SqliteConnection(text);
        SqliteStore? store = null;
        try
        {
            connection.Open();
            if (raw.sqlite3_db_readonly(connection.Handle, "main") == 1) throw SqliteFaults.ReadOnly(path);
            SqliteSchema.Run(connection, $"PRAGMA busy_timeout = {(long)options.BusyTimeout.TotalMilliseconds}");
            SqliteSchema.Prepare(connection, path, migrations);
            if (options.VerifyOnOpen && SqliteSchema.Scalar(connection, "PRAGMA quick_check(1)") is string check && check != "ok")
                throw SqliteFaults.Damaged(path, check);
            UseWriteAheadLog(connection, options.BusyTimeout);
            SqliteSchema.Run(connection, "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000");
            SqliteSchema.Run(connection, options.Synchronous == SqliteSynchronous.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            store = new SqliteStore(path, connection, options.CommitProbe);
            store.LastTurn = HostLease.Read(store).Number;
            return store;
        }
        catch (SqliteException fault)
        {
            throw SqliteFaults.Translate(path, fault);
        }
        finally
        {
            if (store is null) connection.Dispose();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            dead = true;
            foreach (var statement in statements.Values) statement.Dispose();
            statements.Clear();
            connection.Dispose();
        }
    }

    /// <summary>Copies the whole, consistent state into a new file while the store is in use, by other processes too.</summary>
    /// <exception cref="IOException">There is a file of that name.</exception>
    public void BackUpTo(string path) => Read(store =>
    {
        SqliteBackup.Copy(store.connection, path);
        return true;
    });

    /// <summary>Puts a copy of a backup in the place of a store that nobody has open. The earlier store is kept beside it, damaged ones too.</summary>
    /// <returns>Where the earlier store is; null where there was none.</returns>
    /// <exception cref="CorruptException">The backup is damaged or no store: nothing was changed.</exception>
    /// <exception cref="StoreVersionException">The backup is a newer program's: nothing was changed.</exception>
    /// <exception cref="TransientException">Another process has the store open, or the disk is full: nothing was changed.</exception>
    public static string? Restore(string backup, string path) => SqliteBackup.Restore(backup, path, SqliteSchema.Migrations.Count);

    internal PartitionChanges Changes { get; } = new();

    /// <summary>Changes whenever another process has committed to the file.</summary>
    internal long ForeignVersion() => Read(static store => (long)store.Statement("PRAGMA data_version").Scalar()!);

    internal T Read<T>(Func<SqliteStore, T> body)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(dead, this);
            try
            {
                return body(this);
            }
            catch (SqliteException fault)
            {
                throw SqliteFaults.Translate(Path, fault);
            }
        }
    }

    /// <summary>One transaction: committed when the body returns without having called <see cref="Abort"/>, else rolled back.</summary>
    internal T Write<T>(Func<SqliteStore, T> body)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(dead, this);
            try
            {
                return Commit(body);
            }
            catch (SqliteException fault)
            {
                throw SqliteFaults.Translate(Path, fault);
            }
        }
    }

    /// <summary>Nothing of the running transaction will be kept.</summary>
    internal void Abort() => abort = true;

    internal Statement Statement(string sql)
    {
        if (statements.TryGetValue(sql, out var statement)) return statement;
        return statements[sql] = new Statement(connection, sql);
    }

    /// <summary>A number that no row, blob or lock of this file ever had. Blocks are reserved, so that this costs a write only once in a while.</summary>
    internal long NextVersion()
    {
        if (nextVersion == lastVersion)
        {
            lastVersion = (long)Statement("UPDATE counters SET value = value + $1 WHERE name = 'version' RETURNING value").Scalar(VersionBlock)!;
            nextVersion = lastVersion - VersionBlock;
        }
        return nextVersion++;
    }

    /// <summary>Saved with the next commit, whatever that is: until something is written, nothing depends on the instant.</summary>
    internal void SetClock(long ticks)
    {
        lock (gate) pendingClock = ticks;
    }

    /// <summary>Kept in the file; the first switch needs the file alone and does not wait by itself.</summary>
    private static void UseWriteAheadLog(SqliteConnection connection, TimeSpan patience)
    {
        var giveUp = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while ((string)SqliteSchema.Scalar(connection, "PRAGMA journal_mode")! != "wal")
        {
            try
            {
                SqliteSchema.Run(connection, "PRAGMA journal_mode = WAL");
            }
            catch (SqliteException fault) when (fault.SqliteErrorCode == raw.SQLITE_BUSY && Environment.TickCount64 < giveUp)
            {
                Thread.Sleep(10);
            }
        }
    }

    private T Commit<T>(Func<SqliteStore, T> body)
    {
        var firstVersion = nextVersion;
        var blockEnd = lastVersion;
        var committed = false;
        abort = false;
        Statement("BEGIN IMMEDIATE").Execute();
        try
        {
            RequireTurn();
            var result = body(this);
            if (abort) return result;
            if (pendingClock is { } ticks)
                Statement("INSERT INTO counters VALUES('clock', $1) ON CONFLICT(name) DO UPDATE SET value = excluded.value").Execute(ticks);
            Probe(CommitStage.Before);
            Statement("COMMIT").Execute();
            committed = true;
            pendingClock = null;
            commits++;
            Probe(CommitStage.After);
            return result;
        }
        finally
        {
            if (!committed)
            {
                if (blockEnd != lastVersion) (nextVersion, lastVersion) = (firstVersion, blockEnd);
                rollbacks++;
                // A failed COMMIT may have ended the transaction itself.
                if (raw.sqlite3_get_autocommit(connection.Handle) == 0) Statement("ROLLBACK").Execute();
            }
        }
    }

    private void Probe(CommitStage stage)
    {
        if (probe is null) return;
        dead = true;
        probe(stage);
        dead = false;
    }
}
