using Microsoft.Data.Sqlite;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Storage;

/// <summary>The versions of the file. Text compares by bytes (SQLite's BINARY); row keys are stored so that this is their ordinal order.</summary>
internal static class SqliteSchema
{
    /// <summary>"PTRD": tells this program's files from another's.</summary>
    public const long ApplicationId = 0x50545244;

    /// <summary>Entry n brings version n to n + 1.</summary>
    public static IReadOnlyList<string> Migrations { get; } =
    [
        """
        CREATE TABLE counters(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES('version', 1);
        CREATE TABLE rows(tbl TEXT NOT NULL, part TEXT NOT NULL, row TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
          PRIMARY KEY(tbl, part, row)) WITHOUT ROWID;
        CREATE TABLE blobs(container TEXT NOT NULL, name TEXT NOT NULL, version INTEGER NOT NULL, content BLOB NOT NULL,
          PRIMARY KEY(container, name));
        CREATE TABLE messages(seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, session TEXT NOT NULL, sort TEXT NOT NULL,
          body TEXT NOT NULL, visible INTEGER NOT NULL, deliveries INTEGER NOT NULL DEFAULT 0, token INTEGER, locked INTEGER);
        CREATE INDEX messages_order ON messages(queue, session, visible, seq);
        CREATE TABLE message_ids(queue TEXT NOT NULL, id TEXT NOT NULL, sent INTEGER NOT NULL, PRIMARY KEY(queue, id)) WITHOUT ROWID;
        CREATE INDEX message_ids_sent ON message_ids(queue, sent);
        CREATE TABLE dead_letters(seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, id TEXT NOT NULL, session TEXT NOT NULL, body TEXT NOT NULL,
          reason TEXT NOT NULL, description TEXT NOT NULL, deliveries INTEGER NOT NULL);
        CREATE INDEX dead_letters_queue ON dead_letters(queue, seq);
        CREATE TABLE workflows(id TEXT PRIMARY KEY, name TEXT NOT NULL, status INTEGER NOT NULL, input TEXT NOT NULL, output TEXT, sort TEXT NOT NULL,
          created INTEGER NOT NULL, updated INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX workflows_status ON workflows(status, updated);
        CREATE TABLE workflow_journal(id TEXT NOT NULL, step INTEGER NOT NULL, events TEXT NOT NULL, PRIMARY KEY(id, step)) WITHOUT ROWID;
        CREATE TABLE workflow_events(seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, name TEXT NOT NULL, payload TEXT NOT NULL);
        CREATE INDEX workflow_events_id ON workflow_events(id, seq);
        """,
        // Table names without case, row keys as OrdinalText has them; copied, because a key may take another's place.
        """
        CREATE TABLE rows_2(tbl TEXT NOT NULL, part TEXT NOT NULL, row TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL,
          PRIMARY KEY(tbl, part, row)) WITHOUT ROWID;
        INSERT INTO rows_2 SELECT lower(tbl), part, ordinal_text(row), version, body FROM rows;
        DROP TABLE rows;
        ALTER TABLE rows_2 RENAME TO rows;
        """,
    ];

    /// <summary>Creates a new file's tables, or brings an older file forward after a copy of it was made beside it.</summary>
    public static void Prepare(SqliteConnection connection, string path, IReadOnlyList<string> migrations)
    {
        var found = Inspect(connection, path, migrations.Count);
        if (found == migrations.Count) return;
        if (found > 0) BackUp(connection, path, found);
        connection.CreateFunction<string, string>("ordinal_text", OrdinalText.Encode, isDeterministic: true);
        Run(connection, "BEGIN IMMEDIATE");
        // Another process may have done it while this one waited for the lock.
        found = (long)Scalar(connection, "PRAGMA user_version")!;
        for (var version = (int)found; version < migrations.Count; version++) Run(connection, migrations[version]);
        Run(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {migrations.Count}; COMMIT");
    }

    /// <summary>The version of the file; 0 for an empty one. Read as of one moment: another process may be creating it.</summary>
    /// <exception cref="StoreVersionException">Newer than <paramref name="known"/>.</exception>
    /// <exception cref="CorruptException">Another program's.</exception>
    public static long Inspect(SqliteConnection connection, string path, long known)
    {
        Run(connection, "BEGIN");
        var found = (long)Scalar(connection, "PRAGMA user_version")!;
        var isEmpty = (long)Scalar(connection, "SELECT count(*) FROM sqlite_master")! == 0;
        var owner = (long)Scalar(connection, "PRAGMA application_id")!;
        Run(connection, "COMMIT");
        if (owner != ApplicationId && !(found == 0 && isEmpty))
            throw new CorruptException($"{path} is a database of another program. Choose another file.");
        return found <= known ? found : throw new StoreVersionException(path, found, known);
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // every text is a constant of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static object? Scalar(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        return statement.Scalar();
    }

    /// <summary>The copy has the version it is named after even where another process brings the file forward meanwhile.</summary>
    private static void BackUp(SqliteConnection connection, string path, long version)
    {
        var copy = $"{path}.v{version}.bak";
        Run(connection, "BEGIN");
        if ((long)Scalar(connection, "PRAGMA user_version")! == version)
        {
            File.Delete(copy);
            SqliteBackup.Copy(connection, copy);
        }
        Run(connection, "COMMIT");
    }
}
