using Microsoft.Data.Sqlite;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.Storage;

public sealed class SqliteStoreTests : IDisposable
{
    private readonly TemporaryStore file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Open_FileOfAnEarlierRun_HasItsRowsAndBlobs()
    {
        await new SqliteTableStore(file.Store).UpsertAsync("Quotes", TableRow.OfJson("sim-1", "BTC-USDT", "{}"), Token);
        await new SqliteBlobStore(file.Store).PutAsync("models", "a", new byte[] { 7 }, new BlobCondition.None(), Token);

        var reopened = file.Reopen();

        (await new SqliteTableStore(reopened).GetAsync("Quotes", "sim-1", "BTC-USDT", Token))!.Json.ShouldBe("{}");
        (await new SqliteBlobStore(reopened).GetAsync("models", "a", Token))!.Content.ShouldBe([7]);
    }

    [Fact]
    public void Open_NewerUserVersion_IsRefusedAndLeftAlone()
    {
        file.Store.Dispose();
        Run("PRAGMA user_version = 99");
        var before = File.ReadAllBytes(file.FilePath);

        var fault = Should.Throw<StoreVersionException>(() => SqliteStore.Open(file.FilePath));

        (fault.Found, fault.Known).ShouldBe((99, SqliteSchema.Migrations.Count));
        fault.Message.ShouldContain(file.FilePath);
        File.ReadAllBytes(file.FilePath).ShouldBe(before);
    }

    [Fact]
    public async Task Open_OlderUserVersion_IsCopiedThenBroughtForward()
    {
        await new SqliteTableStore(file.Store).UpsertAsync("Quotes", TableRow.OfJson("sim-1", "BTC-USDT", "{}"), Token);
        file.Store.Dispose();
        var version = SqliteSchema.Migrations.Count;

        using var store = SqliteStore.Open(file.FilePath, new(), [.. SqliteSchema.Migrations, "CREATE TABLE later(x INTEGER)"]);

        (await new SqliteTableStore(store).GetAsync("Quotes", "sim-1", "BTC-USDT", Token)).ShouldNotBeNull();
        store.Read(s => (long)s.Statement("SELECT count(*) FROM later").Scalar()!).ShouldBe(0);
        store.Read(s => (long)s.Statement("PRAGMA user_version").Scalar()!).ShouldBe(version + 1);
        using var copy = SqliteStore.Open($"{file.FilePath}.v{version}.bak");
        (await new SqliteTableStore(copy).GetAsync("Quotes", "sim-1", "BTC-USDT", Token)).ShouldNotBeNull();
    }

    [Fact]
    public void Open_NoDatabase_IsRefusedByName()
    {
        file.Store.Dispose();
        File.WriteAllText(file.FilePath, new string('x', 8192));

        Should.Throw<CorruptException>(() => SqliteStore.Open(file.FilePath)).Message.ShouldContain(file.FilePath);
    }

    [Fact]
    public async Task Open_DamagedPages_IsRefusedByName()
    {
        var tables = new SqliteTableStore(file.Store);
        for (var i = 0; i < 200; i++)
            await tables.UpsertAsync("Quotes", TableRow.OfJson("sim-1", $"row{i}", new string('x', 500)), Token);
        file.Store.Dispose();
        var bytes = await File.ReadAllBytesAsync(file.FilePath, Token);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, 8192);
        await File.WriteAllBytesAsync(file.FilePath, bytes, Token);

        Should.Throw<CorruptException>(() => SqliteStore.Open(file.FilePath)).Message.ShouldContain(file.FilePath);
    }

    [Fact]
    public void Open_AnotherProgramsDatabase_IsRefusedByName()
    {
        file.Store.Dispose();
        File.Delete(file.FilePath);
        Run("CREATE TABLE theirs(x)");

        Should.Throw<CorruptException>(() => SqliteStore.Open(file.FilePath)).Message.ShouldContain("another program");
    }

    [Fact]
    public void Open_FolderThatIsNotThere_IsTransientAndNamesTheFile()
    {
        var path = Path.Combine(Path.GetDirectoryName(file.FilePath)!, "absent", "x.db");

        Should.Throw<TransientException>(() => SqliteStore.Open(path)).Message.ShouldContain(path);
    }

    [Theory]
    [InlineData(CommitStage.Before, false)]
    [InlineData(CommitStage.After, true)]
    public async Task Write_ProcessDiesAroundTheCommit_KeepsAllOrNothing(CommitStage stage, bool kept)
    {
        var options = new SqliteStoreOptions { CommitProbe = at => { if (at == stage) throw new IOException("killed"); } };
        var tables = new SqliteTableStore(file.Reopen(options));

        await Should.ThrowAsync<IOException>(async () => await tables.WriteAsync(
            "Quotes", "p", [new TableOperation.Insert(TableRow.OfJson("p", "a", "1")), new TableOperation.Insert(TableRow.OfJson("p", "b", "2"))], Token));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await tables.GetAsync("Quotes", "p", "a", Token));

        var after = new SqliteTableStore(file.Reopen());
        (await after.GetAsync("Quotes", "p", "a", Token) is not null).ShouldBe(kept);
        (await after.GetAsync("Quotes", "p", "b", Token) is not null).ShouldBe(kept);
    }

    [Fact]
    public async Task Write_RefusedBatch_CountsNoCommit()
    {
        var tables = new SqliteTableStore(file.Store);
        await tables.UpsertAsync("Quotes", TableRow.OfJson("p", "a", "1"), Token);
        var before = file.Store.Counters;

        await tables.WriteAsync("Quotes", "p", [new TableOperation.Insert(TableRow.OfJson("p", "a", "2"))], Token);

        file.Store.Counters.ShouldBe(before with { Rollbacks = before.Rollbacks + 1 });
    }

    [Fact]
    public async Task Write_TwoProcesses_NeverShareAnETag()
    {
        using var other = SqliteStore.Open(file.FilePath);
        var etags = new HashSet<string>();
        foreach (var store in (SqliteStore[])[file.Store, other, file.Store, other])
        {
            var result = await new SqliteTableStore(store).WriteAsync("Quotes", "p", [new TableOperation.Upsert(TableRow.OfJson("p", "a", "1"))], Token);
            etags.Add(((TableWriteResult.Written)result).ETags[0]!);
        }

        etags.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Write_FileHeldByAnotherProcess_IsTransient()
    {
        var store = file.Reopen(new SqliteStoreOptions { BusyTimeout = TimeSpan.FromMilliseconds(1) });
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();

        await Should.ThrowAsync<TransientException>(async () =>
            await new SqliteTableStore(store).UpsertAsync("Quotes", TableRow.OfJson("p", "a", "1"), Token));
    }

    [Fact]
    public async Task BackUpTo_OpenStore_CopiesEverything()
    {
        await new SqliteTableStore(file.Store).UpsertAsync("Quotes", TableRow.OfJson("p", "a", "1"), Token);

        file.Store.BackUpTo(file.FilePath + ".copy");

        using var copy = SqliteStore.Open(file.FilePath + ".copy");
        (await new SqliteTableStore(copy).GetAsync("Quotes", "p", "a", Token))!.Json.ShouldBe("1");
    }

    [Fact]
    public async Task Get_BodyThatCannotBeRead_IsCorruptByName()
    {
        await new SqliteTableStore(file.Store).UpsertAsync("Quotes", TableRow.OfJson("p", "a", "1"), Token);
        file.Store.Write(s => s.Statement("UPDATE rows SET body = x'0105'").Execute());

        (await Should.ThrowAsync<CorruptException>(async () => await new SqliteTableStore(file.Store).GetAsync("Quotes", "p", "a", Token)))
            .Message.ShouldContain("p/a");
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file.FilePath, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private void Run(string sql)
    {
        using var connection = Connect();
        SqliteSchema.Run(connection, sql);
    }

    /// <summary>Several processes may meet at a file that does not exist yet.</summary>
    [Fact]
    public async Task Open_ByManyAtOnce_OnANewFile_WorksForAll()
    {
        var folder = Directory.CreateTempSubdirectory("powertrader-");
        for (var round = 0; round < 10; round++)
        {
            var path = Path.Combine(folder.FullName, $"{round}.db");
            using var start = new Barrier(4);
            var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    return SqliteStore.Open(path);
                }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            foreach (var store in stores)
            {
                await new SqliteTableStore(store).UpsertAsync("Quotes", Core.Ports.TableRow.OfJson("p", "a", "1"), TestContext.Current.CancellationToken);
                store.Dispose();
            }
        }
        folder.Delete(recursive: true);
    }
}
