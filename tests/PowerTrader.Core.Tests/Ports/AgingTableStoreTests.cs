using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Ports;

/// <summary>What may be passed over, and for how long at most.</summary>
public sealed class AgingTableStoreTests
{
    private const string Table = "Portfolios";
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(5);

    private readonly InMemoryTableStore inner = new();
    private readonly ManualTimeProvider time = new(new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CountOf_OwnWrite_GrowsAtOnce()
    {
        var store = new AgingTableStore(inner, time, Age);
        var before = store.CountOf(Table, "a|main");
        var other = store.CountOf(Table, "b|main");

        await store.UpsertAsync(Table, TableRow.OfJson("a|main", "head", "{}"), Token);

        store.CountOf(Table, "a|main").ShouldBeGreaterThan(before);
        store.CountOf(Table, "b|main").ShouldBe(other);
    }

    [Fact]
    public async Task CountOf_WriteWhoseReplyWasLost_Grows()
    {
        var store = new AgingTableStore(new LostWrites(), time, Age);
        var before = store.CountOf(Table, "a|main");

        await Should.ThrowAsync<AmbiguousException>(() => store.UpsertAsync(Table, TableRow.OfJson("a|main", "head", "{}"), Token));

        store.CountOf(Table, "a|main").ShouldBeGreaterThan(before);
    }

    [Theory]
    [InlineData("a|main")]
    [InlineData("tenant-77|main")]
    [InlineData("tenant-78|main")]
    public void CountOf_AnyMoment_GrowsWithinTheAge(string partition)
    {
        var store = new AgingTableStore(inner, time, Age);
        for (var second = 0; second < 600; second += 7)
        {
            var count = store.CountOf(Table, partition);
            time.Advance(Age);
            store.CountOf(Table, partition).ShouldBe(count + 1, $"after {second} s");
            time.Advance(TimeSpan.FromSeconds(7));
        }
    }

    [Fact]
    public void CountOf_PartitionsOfATenant_GrowTogether_AndTenantsApart()
    {
        var store = new AgingTableStore(inner, time, Age);
        var changes = new Dictionary<string, List<int>>();
        string[] partitions = ["a", "a|main", .. Enumerable.Range(0, 40).Select(i => $"tenant-{i}|main")];
        var last = partitions.ToDictionary(partition => partition, partition => store.CountOf(Table, partition));
        for (var second = 1; second <= 300; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            foreach (var partition in partitions.Where(partition => store.CountOf(Table, partition) != last[partition]))
            {
                last[partition] = store.CountOf(Table, partition);
                if (!changes.TryAdd(partition, [second])) changes[partition].Add(second);
            }
        }

        changes["a|main"].ShouldBe(changes["a"]);
        changes.Values.ShouldAllBe(seconds => seconds.Count == 1);
        // Forty tenants spread over five minutes: no ten seconds see more than a quarter of them.
        changes.Where(each => each.Key.Contains('-')).GroupBy(each => each.Value[0] / 10).ShouldAllBe(group => group.Count() <= 10);
    }

    [Fact]
    public void Constructor_NoAge_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new AgingTableStore(inner, time, TimeSpan.Zero)).Message.ShouldContain("more than zero");

    private sealed class LostWrites : ITableStore
    {
        public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            throw new AmbiguousException("the reply was lost");
    }
}
