using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>A closed deal stays readable, and is stored in the batch that closes it.</summary>
public class ClosedDealTests
{
    private const int LargestBatch = 100;

    private readonly BookBuilder books = new();
    private readonly BatchCounter tables = new();

    [Fact]
    public async Task Commit_LastSale_StoresTheDealInTheSameBatch()
    {
        var store = new PortfolioStore(tables);
        var (_, etag) = await store.CommitAsync(books.Book, null, "open", default);
        books.Buy(Leg.Entry, 1, 100);
        (_, etag) = await store.CommitAsync(books.Book, etag, "buy", default);
        (await store.GetClosedDealAsync(books.Book.Key, 1, default)).ShouldBeNull();
        books.Sell(1, 110);

        await store.CommitAsync(books.Book, etag, "sell", default);

        tables.Last.ShouldContain("deal|000000000001");
        tables.Last.ShouldContain("head");
        var closed = (await store.GetClosedDealAsync(books.Book.Key, 1, default)).ShouldNotBeNull();
        closed.Symbol.ShouldBe(BookBuilder.Btc);
        closed.ClosedAt.ShouldBe(books.Now);
        closed.Deal.HasPosition.ShouldBeFalse();
        closed.Deal.Realised.ShouldBe(new Money(110 - 0.11m - 100 - 0.1m));
        closed.Deal.Spent.ShouldBe(new Money(100.1m));
        (await store.LoadAsync(books.Book.Key, default))!.Value.Book.SymbolOf(BookBuilder.Btc).Deal.ShouldBeNull();
    }

    [Fact]
    public async Task Commit_EightFillsThatCloseADeal_StaysWithinABatch()
    {
        var store = new PortfolioStore(tables);
        var (_, etag) = await store.CommitAsync(books.Book, null, "open", default);
        for (var step = 0; step < 7; step++) books.Buy(step == 0 ? Leg.Entry : Leg.Dca(step), 0.5m, 100);
        (_, etag) = await store.CommitAsync(books.Book, etag, "buy", default);
        var order = books.Accept(Leg.Exit, OrderSide.Sell, 3.5m, 110);
        for (var part = 0; part < 8; part++) books.Fill(order, part < 7 ? 0.45m : 0.35m, 110);
        books.Book.Finish(order.Id, OrderState.Filled, null, books.Now);

        await store.CommitAsync(books.Book, etag, "sell", default);

        tables.Last.Count.ShouldBeLessThanOrEqualTo(LargestBatch);
        tables.Last.ShouldContain("deal|000000000001");
    }

    /// <summary>Remembers the row keys of the last batch.</summary>
    private sealed class BatchCounter : ITableStore
    {
        private readonly InMemoryTableStore inner = new();

        public IReadOnlyList<string> Last { get; private set; } = [];

        public Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken) => inner.GetAsync(table, partition, row, cancellationToken);

        public Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken) => inner.QueryAsync(query, continuation, cancellationToken);

        public Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken)
        {
            Last = [.. operations.Select(operation => operation.RowKey)];
            return inner.WriteAsync(table, partition, operations, cancellationToken);
        }
    }
}
