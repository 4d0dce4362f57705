using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.Storage;

/// <summary>The real migration from version 1 to 2, taken from the disk in the middle of its work, as a killed process leaves it.</summary>
public sealed class InterruptedMigrationTests : IDisposable
{
    private const int Rows = 400;

    private readonly TemporaryStore file = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-killed-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        file.Dispose();
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Rows / 2)]
    [InlineData(Rows)]
    public async Task Migrate_KilledInTheMiddle_LeavesVersionOneWhole_AndTheNextStartMigratesIt(int row)
    {
        MakeVersionOne();
        var killed = Path.Combine(folder.FullName, "killed.db");
        var seen = 0;
        using (var connection = Connect(file.FilePath))
        {
            connection.CreateFunction<string, string>("ordinal_text", text =>
            {
                if (++seen == row) CopyFiles(killed);
                return OrdinalText.Encode(text);
            });
            // Without a cache the unfinished work is on the disk.
            SqliteSchema.Run(connection, "PRAGMA cache_size = 1; BEGIN IMMEDIATE");
            SqliteSchema.Run(connection, SqliteSchema.Migrations[1]);
            SqliteSchema.Run(connection, "ROLLBACK");
        }

        using (var left = Connect(killed))
        {
            SqliteSchema.Scalar(left, "PRAGMA user_version").ShouldBe(1L);
            SqliteSchema.Scalar(left, "SELECT count(*) FROM rows WHERE tbl = 'Portfolios'").ShouldBe((long)Rows);
            SqliteSchema.Scalar(left, "PRAGMA integrity_check").ShouldBe("ok");
        }
        using var store = SqliteStore.Open(killed);
        var rows = new List<string>();
        await foreach (var found in new SqliteTableStore(store).ReadAllAsync(new TableQuery("Portfolios", "p"), Token)) rows.Add(found.Json);
        rows.Count.ShouldBe(Rows);
        File.Exists(killed + ".v1.bak").ShouldBeTrue();
    }

    private void MakeVersionOne()
    {
        var tables = new SqliteTableStore(file.Store);
        for (var i = 0; i < Rows; i++) tables.UpsertAsync("Portfolios", TableRow.OfJson("p", $"r{i:d4}", new string('x', 900)), Token).GetAwaiter().GetResult();
        file.Store.Dispose();
        using var connection = Connect(file.FilePath);
        SqliteSchema.Run(connection, "UPDATE rows SET tbl = 'Portfolios'; PRAGMA user_version = 1");
    }

    private void CopyFiles(string to)
    {
        foreach (var end in (string[])["", "-wal", "-journal"])
        {
            if (File.Exists(file.FilePath + end)) File.Copy(file.FilePath + end, to + end);
        }
    }

    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
