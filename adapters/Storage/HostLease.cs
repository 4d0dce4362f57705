using Microsoft.Data.Sqlite;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Storage;

/// <summary>One host's turn to run the work of a store. While it lasts, every commit through that store proves it by the turn's number.</summary>
/// <remarks>
/// A holder that was held up for longer than its term and replaced finds out at its next commit, inside the same transaction
/// (<see cref="DeposedException"/>): both may believe to be the host, only one can write. Stores without a lease, those of the
/// command line's other verbs, write as guests.
/// </remarks>
public sealed class HostLease : IDisposable
{
    private readonly SqliteStore store;
    private readonly HostLeaseOptions options;
    private readonly ITimer renewals;

    private HostLease(SqliteStore store, HostLeaseOptions options, long number, bool isContinuation)
    {
        this.store = store;
        this.options = options;
        Number = number;
        IsContinuation = isContinuation;
        var every = options.Term / 3;
        renewals = options.Wall.CreateTimer(_ => Renew(), null, every, every);
    }

    public long Number { get; }

    /// <summary>Nobody had a turn since this store was opened or had its last one: what its users remember is still true.</summary>
    public bool IsContinuation { get; }

    /// <summary>Takes the turn, or returns null where another host has it.</summary>
    /// <param name="holderIsGone">The caller knows that the holder's process has ended.</param>
    /// <exception cref="TransientException">The store cannot be written to.</exception>
    public static HostLease? TryTake(SqliteStore store, HostLeaseOptions options, bool holderIsGone = false)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(options);
        var seen = store.LastTurn;
        var number = store.WriteTurn(s =>
        {
            var now = options.Wall.GetUtcNow();
            var current = Read(s);
            if (current.Until > now && !(holderIsGone && current.HoldsLock)) return 0;
            Set(s, HostSql.Number, current.Number + 1);
            Set(s, HostSql.Until, (now + options.Term).UtcTicks);
            Set(s, HostSql.Process, options.Process);
            Set(s, HostSql.Locks, options.HoldsLock ? 1 : 0);
            return current.Number + 1;
        });
        if (number == 0) return null;
        store.BeginTurn(number);
        return new HostLease(store, options, number, number == seen + 1);
    }

    /// <summary>Who has the turn, without opening the store for work: it may be a newer or older program's, or not be there.</summary>
    public static HostLeaseState? Peek(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            var text = new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString();
            using var connection = new SqliteConnection(text);
            connection.Open();
            using var one = new Statement(connection, HostSql.Get);
            return StateOf(name => (long?)one.Scalar(name) ?? 0);
        }
        catch (SqliteException)
        {
            // Being created or locked: the next look may tell.
            return null;
        }
    }

    /// <summary>Ends the turn, so that the next host need not wait.</summary>
    public void Dispose()
    {
        renewals.Dispose();
        store.EndTurn();
        ChangeMine(s => Set(s, HostSql.Until, 0));
    }

    private void Renew()
    {
        if (!ChangeMine(s => Set(s, HostSql.Until, (options.Wall.GetUtcNow() + options.Term).UtcTicks))) store.Depose();
    }

    /// <summary>False where the turn is another's by now. A store that cannot be written to just now changes nothing: the term goes on running.</summary>
    private bool ChangeMine(Action<SqliteStore> change)
    {
        try
        {
            return store.WriteTurn(s =>
            {
                if (Read(s).Number != Number) return false;
                change(s);
                return true;
            });
        }
        catch (Exception fault) when (fault is TransientException or ObjectDisposedException)
        {
            return true;
        }
    }

    internal static HostLeaseState Read(SqliteStore store) => StateOf(name => (long?)store.Statement(HostSql.Get).Scalar(name) ?? 0);

    private static HostLeaseState StateOf(Func<string, long> value) => new(
        value(HostSql.Number), new DateTimeOffset(value(HostSql.Until), TimeSpan.Zero), value(HostSql.Process), value(HostSql.Locks) == 1);

    private static void Set(SqliteStore store, string name, long value) => store.Statement(HostSql.Put).Execute(name, value);
}

/// <param name="Number">How many turns there were.</param>
/// <param name="Until">Wall time to which the holder has renewed; the past where nobody holds it.</param>
public sealed record HostLeaseState(long Number, DateTimeOffset Until, long Process, bool HoldsLock);

/// <summary>The turn's figures are counters of the file.</summary>
internal static class HostSql
{
    public const string Number = "host";
    public const string Until = "host-until";
    public const string Process = "host-process";
    public const string Locks = "host-locks";

    public const string Get = "SELECT value FROM counters WHERE name = $1";

    public const string Put = "INSERT INTO counters VALUES($1, $2) ON CONFLICT(name) DO UPDATE SET value = excluded.value";
}
