using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Storage;

public sealed class HostLeaseTests : IDisposable
{
    private readonly TemporaryStore file = new();
    private readonly ManualTimeProvider wall = new(TestInstants.Wall);
    private readonly SqliteStore other;

    public HostLeaseTests() => other = SqliteStore.Open(file.FilePath);

    private HostLeaseOptions Options => new() { Term = TimeSpan.FromSeconds(15), Wall = wall, Process = 7 };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        other.Dispose();
        file.Dispose();
    }

    [Fact]
    public void TryTake_HeldByAnother_IsRefusedAsLongAsItRenews()
    {
        using var first = HostLease.TryTake(file.Store, Options);
        first.ShouldNotBeNull();

        for (var minute = 0; minute < 5; minute++)
        {
            HostLease.TryTake(other, Options).ShouldBeNull();
            wall.Advance(TimeSpan.FromMinutes(1));
        }
        HostLease.Peek(file.FilePath).ShouldBe(new HostLeaseState(1, wall.GetUtcNow() + TimeSpan.FromSeconds(15), 7, false));
    }

    [Fact]
    public void TryTake_AfterARelease_Succeeds()
    {
        HostLease.TryTake(file.Store, Options)!.Dispose();

        using var second = HostLease.TryTake(other, Options);

        second!.Number.ShouldBe(2);
        second.IsContinuation.ShouldBeFalse();
    }

    [Fact]
    public void TryTake_BySameStoreWithNobodyBetween_IsAContinuation()
    {
        HostLease.TryTake(file.Store, Options)!.Dispose();

        using var again = HostLease.TryTake(file.Store, Options);

        again!.IsContinuation.ShouldBeTrue();
    }

    [Fact]
    public void TryTake_FromAProcessKnownToBeDead_NeedsNoTerm()
    {
        using var withLock = HostLease.TryTake(file.Store, Options with { HoldsLock = true });

        HostLease.TryTake(other, Options).ShouldBeNull();
        using var heir = HostLease.TryTake(other, Options, holderIsGone: true);

        heir!.Number.ShouldBe(2);
        // This one had no lock, so that a free lock says nothing of its end.
        HostLease.TryTake(file.Store, Options, holderIsGone: true).ShouldBeNull();
    }

    [Fact]
    public async Task Write_AfterATakeOver_ThrowsAndChangesNothing()
    {
        var frozen = new ManualTimeProvider(TestInstants.Wall);
        using var first = HostLease.TryTake(file.Store, Options with { Wall = frozen });
        var tables = new SqliteTableStore(file.Store);
        await tables.UpsertAsync("Orders", TableRow.OfJson("p", "before", "1"), Token);
        wall.Advance(TimeSpan.FromSeconds(16));
        using var second = HostLease.TryTake(other, Options);
        second.ShouldNotBeNull();

        // Nobody has told the first one: its commit finds out.
        var fault = await Should.ThrowAsync<DeposedException>(async () => await tables.UpsertAsync("Orders", TableRow.OfJson("p", "after", "1"), Token));
        await Should.ThrowAsync<DeposedException>(async () => await new SqliteBlobStore(file.Store).PutAsync("models", "m", new byte[1], new BlobCondition.None(), Token));

        fault.Path.ShouldBe(file.FilePath);
        (await new SqliteTableStore(other).GetAsync("Orders", "p", "after", Token)).ShouldBeNull();
        (await new SqliteBlobStore(other).GetAsync("models", "m", Token)).ShouldBeNull();
        (await new SqliteTableStore(other).GetAsync("Orders", "p", "before", Token)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Dispose_OfADeposedHost_LeavesTheOthersTurnAlone()
    {
        var frozen = new ManualTimeProvider(TestInstants.Wall);
        var first = HostLease.TryTake(file.Store, Options with { Wall = frozen });
        wall.Advance(TimeSpan.FromSeconds(16));
        using var second = HostLease.TryTake(other, Options);

        frozen.Advance(TimeSpan.FromSeconds(30));
        file.Store.IsDeposed.ShouldBeTrue();
        first!.Dispose();

        await new SqliteTableStore(other).UpsertAsync("Orders", TableRow.OfJson("p", "r", "1"), Token);
        HostLease.Peek(file.FilePath)!.Until.ShouldBe(wall.GetUtcNow() + TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Write_ByAGuest_IsNotRefused()
    {
        using var host = HostLease.TryTake(file.Store, Options);

        await new SqliteTableStore(other).UpsertAsync("Tenants", TableRow.OfJson("p", "halt", "1"), Token);

        (await new SqliteTableStore(file.Store).GetAsync("Tenants", "p", "halt", Token)).ShouldNotBeNull();
    }

    [Fact]
    public void Peek_NoStore_IsNull() => HostLease.Peek(file.FilePath + ".none").ShouldBeNull();
}
