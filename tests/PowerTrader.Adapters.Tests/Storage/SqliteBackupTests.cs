using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.Storage;

public sealed class SqliteBackupTests : IDisposable
{
    private readonly TemporaryStore file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Copy => file.FilePath + ".copy";

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task BackUpTo_StoreInUse_IsOneSoundFileOfThatInstant()
    {
        await WriteAsync(file.Store, "a", "1");
        using var other = SqliteStore.Open(file.FilePath);
        await WriteAsync(other, "b", "2");

        file.Store.BackUpTo(Copy);
        await WriteAsync(file.Store, "a", "later");

        Beside(Copy).ShouldBe([Copy]);
        using var copy = SqliteStore.Open(Copy);
        (await ReadAsync(copy, "a")).ShouldBe("1");
        (await ReadAsync(copy, "b")).ShouldBe("2");
    }

    [Fact]
    public async Task BackUpTo_NameThatIsTaken_IsRefusedAndLeftAlone()
    {
        await File.WriteAllTextAsync(Copy, "mine", Token);

        Should.Throw<IOException>(() => file.Store.BackUpTo(Copy)).Message.ShouldContain(Copy);

        (await File.ReadAllTextAsync(Copy, Token)).ShouldBe("mine");
    }

    [Fact]
    public void BackUpTo_FolderThatIsNotThere_IsTransientAndLeavesTheStoreUsable()
    {
        var path = Path.Combine(Path.GetDirectoryName(file.FilePath)!, "absent", "x.db");

        Should.Throw<TransientException>(() => file.Store.BackUpTo(path)).Message.ShouldContain(path);

        file.Store.BackUpTo(Copy);
        File.Exists(Copy).ShouldBeTrue();
    }

    [Fact]
    public async Task BackUpTo_DamagedStore_SaysSoAndWritesNothing()
    {
        for (var i = 0; i < 300; i++) await WriteAsync(file.Store, $"row{i}", new string('x', 500));
        file.Store.Dispose();
        var bytes = await File.ReadAllBytesAsync(file.FilePath, Token);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, 8192);
        await File.WriteAllBytesAsync(file.FilePath, bytes, Token);
        var damaged = file.Reopen(new SqliteStoreOptions { VerifyOnOpen = false });

        Should.Throw<CorruptException>(() => damaged.BackUpTo(Copy)).Message.ShouldContain(file.FilePath);

        Beside(Copy).ShouldBeEmpty();
    }

    [Fact]
    public async Task Restore_Backup_BringsItBackAndKeepsWhatWas()
    {
        await WriteAsync(file.Store, "a", "then");
        file.Store.BackUpTo(Copy);
        await WriteAsync(file.Store, "a", "now");
        file.Store.Dispose();

        var kept = SqliteStore.Restore(Copy, file.FilePath).ShouldNotBeNull();

        (await ReadAsync(file.Reopen(), "a")).ShouldBe("then");
        using (var before = SqliteStore.Open(kept)) (await ReadAsync(before, "a")).ShouldBe("now");
        file.Store.Dispose();
        SqliteStore.Restore(kept, file.FilePath).ShouldNotBe(kept);
        (await ReadAsync(file.Reopen(), "a")).ShouldBe("now");
    }

    /// <summary>A plain copy of a store that was killed: its last commits are in the log beside it.</summary>
    [Fact]
    public async Task Restore_OverAStoreWithALog_KeepsTheCommitsOfTheLog()
    {
        await WriteAsync(file.Store, "a", "backed up");
        file.Store.BackUpTo(Copy);
        await WriteAsync(file.Store, "a", "in the log");
        using var killed = new TemporaryStore();
        killed.Store.Dispose();
        foreach (var end in (string[])["", "-wal"]) File.Copy(file.FilePath + end, killed.FilePath + end, overwrite: true);

        var kept = SqliteStore.Restore(Copy, killed.FilePath).ShouldNotBeNull();

        (await ReadAsync(killed.Reopen(), "a")).ShouldBe("backed up");
        using var before = SqliteStore.Open(kept);
        (await ReadAsync(before, "a")).ShouldBe("in the log");
    }

    [Fact]
    public async Task Restore_WhereNoStoreIs_MakesOne()
    {
        await WriteAsync(file.Store, "a", "1");
        file.Store.BackUpTo(Copy);
        var path = file.FilePath + ".new";

        SqliteStore.Restore(Copy, path).ShouldBeNull();

        using var store = SqliteStore.Open(path);
        (await ReadAsync(store, "a")).ShouldBe("1");
    }

    [Fact]
    public async Task Restore_StoreThatIsOpen_IsRefusedAndChangesNothing()
    {
        await WriteAsync(file.Store, "a", "then");
        file.Store.BackUpTo(Copy);
        await WriteAsync(file.Store, "a", "now");

        Should.Throw<TransientException>(() => SqliteStore.Restore(Copy, file.FilePath)).Message.ShouldContain(file.FilePath);

        (await ReadAsync(file.Store, "a")).ShouldBe("now");
        (await ReadAsync(file.Reopen(), "a")).ShouldBe("now");
        Beside(file.FilePath + ".re").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PRAGMA user_version = 99", typeof(StoreVersionException))]
    [InlineData("PRAGMA application_id = 7", typeof(CorruptException))]
    [InlineData("DROP TABLE rows; PRAGMA writable_schema = 1; UPDATE sqlite_master SET rootpage = 999", typeof(CorruptException))]
    public async Task Restore_BackupThatIsNone_IsRefusedAndChangesNothing(string damage, Type fault)
    {
        await WriteAsync(file.Store, "a", "now");
        file.Store.BackUpTo(Copy);
        file.Store.Dispose();
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Copy, Pooling = false }.ToString()))
        {
            connection.Open();
            SqliteSchema.Run(connection, damage);
        }
        var before = await File.ReadAllBytesAsync(file.FilePath, Token);

        Should.Throw(() => SqliteStore.Restore(Copy, file.FilePath), fault).Message.ShouldContain(Copy);

        (await File.ReadAllBytesAsync(file.FilePath, Token)).ShouldBe(before);
        Beside(file.FilePath + ".re").ShouldBeEmpty();
    }

    [Fact]
    public void Restore_FileThatIsNotThere_SaysSo() =>
        Should.Throw<FileNotFoundException>(() => SqliteStore.Restore(Copy, file.FilePath)).Message.ShouldContain(Copy);

    private static string[] Beside(string path) => Directory.GetFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + "*");

    private static Task WriteAsync(SqliteStore store, string row, string json) =>
        new SqliteTableStore(store).UpsertAsync("Quotes", TableRow.OfJson("p", row, json), Token);

    private static async Task<string> ReadAsync(SqliteStore store, string row) => (await new SqliteTableStore(store).GetAsync("Quotes", "p", row, Token))!.Json;
}
