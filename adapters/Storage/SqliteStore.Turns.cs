using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PowerTrader.Adapters.Storage;

/// <summary>Whose turn it is to write (<see cref="HostLease"/>).</summary>
public sealed partial class SqliteStore
{
    private long? turn;
    private bool deposed;

    /// <summary>The last turn that this store saw: its own, or the one at its opening.</summary>
    internal long LastTurn { get; private set; }

    /// <summary>Null for a guest.</summary>
    internal long? Turn
    {
        get
        {
            lock (gate) return turn;
        }
    }

    internal bool IsDeposed
    {
        get
        {
            lock (gate) return deposed;
        }
    }

    internal void BeginTurn(long number)
    {
        lock (gate)
        {
            turn = LastTurn = number;
            deposed = false;
        }
    }

    internal void EndTurn()
    {
        lock (gate) turn = null;
    }

    internal void Depose()
    {
        lock (gate) deposed = turn is not null;
    }

    /// <summary>Sees a take-over that the next commit would only meet.</summary>
    /// <exception cref="DeposedException">There was one.</exception>
    internal void CheckTurn() => Read(static s =>
    {
        s.RequireTurn();
        return true;
    });

    /// <summary>A transaction about the turn itself: it needs none, saves no clock, is not counted, and no probe sees it.</summary>
    internal T WriteTurn<T>(Func<SqliteStore, T> body)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(dead, this);
            try
            {
                Statement("BEGIN IMMEDIATE").Execute();
                try
                {
                    var result = body(this);
                    Statement("COMMIT").Execute();
                    return result;
                }
                finally
                {
                    if (raw.sqlite3_get_autocommit(connection.Handle) == 0) Statement("ROLLBACK").Execute();
                }
            }
            catch (SqliteException fault)
            {
                throw SqliteFaults.Translate(Path, fault);
            }
        }
    }

    /// <summary>The instant of the file, where another host moved on; what this one had not saved is forgotten.</summary>
    internal long ReloadClock()
    {
        lock (gate)
        {
            pendingClock = null;
            return (long)Statement("SELECT value FROM counters WHERE name = 'clock'").Scalar()!;
        }
    }

    /// <summary>Inside a transaction: nobody can take the turn before it ends.</summary>
    private void RequireTurn()
    {
        if (turn is not { } mine) return;
        if (!deposed) deposed = (long?)Statement(HostSql.Get).Scalar(HostSql.Number) != mine;
        if (deposed) throw new DeposedException(Path);
    }
}
