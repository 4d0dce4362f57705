using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Tests.Storage;

/// <summary>Disks that are full, read-only or broken: the fault names the file and the remedy, and nothing that was committed is lost.</summary>
public sealed class StoreUnderAttackTests : IDisposable
{
    private const int Tears = 11;

    private readonly TemporaryStore file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Write_DiskFull_IsTransientNamesTheRemedyAndKeepsWhatWas()
    {
        var tables = new SqliteTableStore(file.Store);
        await WritePairsAsync(tables, 0, 20);
        file.Store.Read(s => s.Statement("PRAGMA max_page_count = 1").Scalar());

        var fault = await Should.ThrowAsync<TransientException>(() => WritePairsAsync(tables, 20, 500));

        fault.Message.ShouldContain(file.FilePath);
        fault.Message.ShouldContain("disk is full");
        fault.Message.ShouldContain("Free space");
        var kept = await PairsAsync(tables);
        kept.Count.ShouldBeInRange(20, 499);

        file.Store.Read(s => s.Statement("PRAGMA max_page_count = 1000000").Scalar());
        await WritePairsAsync(tables, kept.Count, 500);
        (await PairsAsync(tables)).ShouldBe(Enumerable.Range(0, 500));
        (await PairsAsync(new SqliteTableStore(file.Reopen()))).ShouldBe(Enumerable.Range(0, 500));
    }

    [Fact]
    public async Task Send_DiskFull_TakesNoMessageAndGoesOnAfterwards()
    {
        var queue = new SqliteMessageQueue(file.Store, SimulatedClock.Open(file.Store, TestInstants.Start), TimeProvider.System);
        file.Store.Read(s => s.Statement("PRAGMA max_page_count = 1").Scalar());
        var big = new QueueMessage("m1", "s1", new string('x', 200_000));

        await Should.ThrowAsync<TransientException>(() => queue.SendAsync("orders", big, Token));

        (await queue.ReceiveAsync("orders", Token)).ShouldBeNull();
        file.Store.Read(s => s.Statement("PRAGMA max_page_count = 1000000").Scalar());
        (await queue.SendAsync("orders", big, Token)).ShouldBe(SendResult.Accepted);
        (await queue.ReceiveAsync("orders", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Write_FileTurnedReadOnly_IsTransientAndNamesTheRemedy()
    {
        var tables = new SqliteTableStore(file.Store);
        await WritePairsAsync(tables, 0, 3);
        file.Store.Read(s => s.Statement("PRAGMA query_only = 1").Execute());

        var fault = await Should.ThrowAsync<TransientException>(() => WritePairsAsync(tables, 3, 4));

        fault.Message.ShouldContain(file.FilePath);
        fault.Message.ShouldContain("write permission");
        (await PairsAsync(tables)).ShouldBe([0, 1, 2]);
        file.Store.Read(s => s.Statement("PRAGMA query_only = 0").Execute());
        await WritePairsAsync(tables, 3, 4);
        (await PairsAsync(tables)).ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public async Task Open_ReadOnlyFile_IsTransientNamesTheRemedyAndChangesNothing()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "Permissions do not bind this user.");
        await WritePairsAsync(new SqliteTableStore(file.Store), 0, 3);
        file.Store.Dispose();
        var before = await File.ReadAllBytesAsync(file.FilePath, Token);
        File.SetAttributes(file.FilePath, FileAttributes.ReadOnly);

        var fault = Should.Throw<TransientException>(() => SqliteStore.Open(file.FilePath));

        fault.Message.ShouldContain(file.FilePath);
        fault.Message.ShouldContain("write permission");
        (await File.ReadAllBytesAsync(file.FilePath, Token)).ShouldBe(before);
        File.SetAttributes(file.FilePath, FileAttributes.Normal);
        (await PairsAsync(new SqliteTableStore(file.Reopen()))).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Open_DamagedFile_IsRefusedUntouchedAndComesBackFromItsBackup()
    {
        var tables = new SqliteTableStore(file.Store);
        await WritePairsAsync(tables, 0, 300);
        file.Store.BackUpTo(file.FilePath + ".backup");
        file.Store.Dispose();
        var bytes = await File.ReadAllBytesAsync(file.FilePath, Token);
        Array.Fill(bytes, (byte)0xA5, bytes.Length / 2, 8192);
        await File.WriteAllBytesAsync(file.FilePath, bytes, Token);

        Should.Throw<CorruptException>(() => SqliteStore.Open(file.FilePath)).Message.ShouldContain("Restore a backup");
        (await File.ReadAllBytesAsync(file.FilePath, Token)).ShouldBe(bytes);

        var kept = SqliteStore.Restore(file.FilePath + ".backup", file.FilePath).ShouldNotBeNull();
        (await PairsAsync(new SqliteTableStore(file.Reopen()))).ShouldBe(Enumerable.Range(0, 300));
        // Beyond the header, in which the end of the log is noted.
        (await File.ReadAllBytesAsync(kept, Token))[100..].ShouldBe(bytes[100..]);
    }

    [Fact]
    public async Task Read_PageDamagedWhileOpen_IsCorruptByName()
    {
        await WritePairsAsync(new SqliteTableStore(file.Store), 0, 300);
        file.Store.Dispose();
        var bytes = await File.ReadAllBytesAsync(file.FilePath, Token);
        Array.Fill(bytes, (byte)0xA5, 4096 * 2, bytes.Length - (4096 * 2));
        await File.WriteAllBytesAsync(file.FilePath, bytes, Token);

        var fault = await Should.ThrowAsync<CorruptException>(async () =>
            await PairsAsync(new SqliteTableStore(file.Reopen(new SqliteStoreOptions { VerifyOnOpen = false }))));

        fault.Message.ShouldContain(file.FilePath);
        fault.Message.ShouldContain("Restore a backup");
    }

    /// <summary>A power cut may leave any beginning of the log, and garbage after it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_TornLog_HasWholeCommitsUpToTheTear(bool garbled)
    {
        var tables = new SqliteTableStore(file.Store);
        await WritePairsAsync(tables, 0, 5);
        file.Store.Read(s => s.Statement("PRAGMA wal_checkpoint(TRUNCATE)").Scalar());
        await WritePairsAsync(tables, 5, 25);
        var main = await File.ReadAllBytesAsync(file.FilePath, Token);
        var log = await File.ReadAllBytesAsync(file.FilePath + "-wal", Token);
        var found = new List<int>();

        for (var tear = 0; tear <= Tears; tear++)
        {
            using var torn = new TemporaryStore();
            torn.Store.Dispose();
            var rest = (int)((long)log.Length * tear / Tears);
            var damaged = garbled ? [.. log[..rest], .. Enumerable.Repeat((byte)0x5A, log.Length - rest)] : log[..rest];
            await File.WriteAllBytesAsync(torn.FilePath, main, Token);
            await File.WriteAllBytesAsync(torn.FilePath + "-wal", damaged, Token);
            var survivors = new SqliteTableStore(torn.Reopen());
            var pairs = await PairsAsync(survivors);
            pairs.ShouldBe(Enumerable.Range(0, pairs.Count));
            found.Add(pairs.Count);
            await WritePairsAsync(survivors, pairs.Count, 26);
            (await PairsAsync(new SqliteTableStore(torn.Reopen()))).ShouldBe(Enumerable.Range(0, 26));
        }

        found.ShouldBe(found.Order());
        (found[0], found[^1]).ShouldBe((5, 25));
    }

    /// <summary>Each pair is one batch over two rows, so that half a batch would show.</summary>
    private static async Task WritePairsAsync(SqliteTableStore tables, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            (await tables.WriteAsync(
                "Attack",
                "p",
                [
                    new TableOperation.Insert(TableRow.OfJson("p", $"a{i:d5}", new string('a', 700))),
                    new TableOperation.Insert(TableRow.OfJson("p", $"b{i:d5}", new string('b', 700))),
                ],
                Token)).ShouldBeOfType<TableWriteResult.Written>();
        }
    }

    private static async Task<List<int>> PairsAsync(SqliteTableStore tables)
    {
        var numbers = new Dictionary<char, List<int>> { ['a'] = [], ['b'] = [] };
        await foreach (var row in tables.ReadAllAsync(new TableQuery("Attack", "p"), Token))
        {
            row.Json.ShouldBe(new string(row.Row[0], 700));
            numbers[row.Row[0]].Add(int.Parse(row.Row[1..]));
        }
        numbers['a'].ShouldBe(numbers['b'], "a batch is whole or not there");
        return numbers['a'];
    }
}
