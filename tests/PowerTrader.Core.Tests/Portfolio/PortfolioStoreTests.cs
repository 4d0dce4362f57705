using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Portfolio;

public sealed class PortfolioStoreTests
{
    private static readonly PortfolioKey Key = new("local", "main");
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task LoadAsync_SomebodyCommitsBetweenTheReads_IsOfOneMoment()
    {
        var tables = new InMemoryTableStore();
        var store = new PortfolioStore(tables);
        await store.CommitAsync(PortfolioBook.Open(Key, MarketId.Simulated(1), PortfolioMode.Paper, "e", "USDT", new Money(100), [Btc], Now), null, "open", default);
        var between = new BetweenReads(tables, async () =>
        {
            var (book, etag) = (await store.LoadAsync(Key, default))!.Value;
            book.SetHalt(Btc, HaltState.Halted, "meanwhile", Now);
            book.SetHalt(null, HaltState.Reducing, "meanwhile", Now);
            await store.CommitAsync(book, etag, "meanwhile", default);
        });

        var (loaded, version) = (await new PortfolioStore(between).LoadAsync(Key, default))!.Value;

        (loaded.Head.Halt, loaded.SymbolOf(Btc).Halt).ShouldBe((HaltState.Reducing, HaltState.Halted));
        version.ShouldBe(await store.GetVersionAsync(Key, default));
    }

    /// <summary>Lets somebody else commit once, after the first row was read.</summary>
    private sealed class BetweenReads(ITableStore inner, Func<Task> meanwhile) : ITableStore
    {
        private bool done;

        public async Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken)
        {
            var found = await inner.GetAsync(table, partition, row, cancellationToken);
            if (!done)
            {
                done = true;
                await meanwhile();
            }
            return found;
        }

        public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) => inner.QueryAsync(query, continuation, cancellationToken);

        public Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            inner.WriteAsync(table, partition, operations, cancellationToken);
    }
}
