using System.Globalization;
using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Bench;

/// <summary>Commits a second of the table store, one row each, against bare inserts of the same bytes in transactions of their own.</summary>
internal static class StoreBench
{
    public const string Name = "store";

    private const int Commits = 2000;
    private const int Repetitions = 5;

    private static readonly string Body = $"{{\"text\":\"{new string('x', 400)}\"}}";

    public static Task<IReadOnlyList<Figure>> RunAsync()
    {
        using var folder = new BenchFolder();
        var figures = new List<Figure>();
        foreach (var (mode, commits) in new[] { (SqliteSynchronous.Normal, Commits), (SqliteSynchronous.Full, Commits / 10) })
        {
            using var store = folder.OpenStore(mode);
            var tables = new SqliteTableStore(store);
            using var connection = OpenRaw(folder.PathOf($"raw-{mode}.db"), mode);
            var run = 0;
            var (ours, raw) = Sample.Alternate(Repetitions, () => Write(tables, run++, commits), () => Insert(connection, run++, commits));
            figures.Add(Figure.Of(
                Name, $"one-row commits, synchronous={mode.ToString().ToUpperInvariant()}", "commits/s", ours.PerSecond(commits), "bare SQLite inserts",
                raw.PerSecond(commits)));
        }
        return Task.FromResult<IReadOnlyList<Figure>>(figures);
    }

    private static void Write(SqliteTableStore tables, int run, int commits)
    {
        for (var i = 0; i < commits; i++)
        {
            var row = TableRow.OfJson("bench", Key(run, i), Body);
            // The embedded store ends a call before it returns.
            var write = tables.WriteAsync("Bench", "bench", [new TableOperation.Insert(row)], default);
            if (!write.IsCompletedSuccessfully || write.Result is not TableWriteResult.Written) throw new InvalidOperationException("a row was refused");
        }
    }

    private static SqliteConnection OpenRaw(string path, SqliteSynchronous mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        foreach (var sql in (string[])
            [
                "PRAGMA journal_mode = WAL", mode == SqliteSynchronous.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                "CREATE TABLE rows(tbl TEXT NOT NULL, part TEXT NOT NULL, row TEXT NOT NULL, version INTEGER NOT NULL, body BLOB NOT NULL, "
                + "PRIMARY KEY(tbl, part, row)) WITHOUT ROWID",
            ])
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // constants of this method
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
        return connection;
    }

    private static void Insert(SqliteConnection connection, int run, int commits)
    {
        var body = System.Text.Encoding.UTF8.GetBytes(Body);
        using var begin = connection.CreateCommand();
        begin.CommandText = "BEGIN IMMEDIATE";
        using var end = connection.CreateCommand();
        end.CommandText = "COMMIT";
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows VALUES('Bench', 'bench', $1, $2, $3)";
        var key = insert.Parameters.Add("$1", SqliteType.Text);
        insert.Parameters.AddWithValue("$2", 1L);
        insert.Parameters.AddWithValue("$3", body);
        for (var i = 0; i < commits; i++)
        {
            key.Value = Key(run, i);
            begin.ExecuteNonQuery();
            insert.ExecuteNonQuery();
            end.ExecuteNonQuery();
        }
    }

    private static string Key(int run, int i) => string.Create(CultureInfo.InvariantCulture, $"{run:D3}|{i:D8}");
}
