using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>An order that fills in hundreds of parts is one purchase; what it bought can be sold in one execution, and stored in one commit.</summary>
public class LotTests
{
    private readonly BookBuilder books = new();

    private PortfolioBook Book => books.Book;

    [Fact]
    public async Task BookFill_OfOneOrderInManyParts_MakesOneLot_ThatOneSaleTakesInOneCommit()
    {
        var store = new PortfolioStore(new InMemoryTableStore());
        string? etag = null;
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 2, 100);
        for (var part = 0; part < 200; part++)
        {
            books.Fill(entry, 0.01m, 90 + part % 3);
            (_, etag) = await store.CommitAsync(Book, etag, $"part {part}", default);
        }
        Book.Finish(entry.Id, OrderState.Filled, null, books.Now);
        var bought = Book.LotsOf(BookBuilder.Btc).ShouldHaveSingleItem();
        (bought.Quantity, bought.Cost).ShouldBe((new Quantity(2), Book.SymbolOf(BookBuilder.Btc).Deal!.Cost));

        books.Sell(2, 110);
        var (result, _) = await store.CommitAsync(Book, etag, "sold", default);

        result.ShouldBe(CommitResult.Committed);
        Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
        (await store.LoadAsync(Book.Key, default))!.Value.Book.LotsOf(BookBuilder.Btc).ShouldBeEmpty();
    }

    [Fact]
    public void BookFill_AfterTheEarlierPartsWereSold_MakesALotOfItsOwn()
    {
        var entry = books.Accept(Leg.Entry, OrderSide.Buy, 2, 100);
        books.Fill(entry, 1, 100);
        books.Sell(1, 110);

        books.Fill(entry, 1, 99);

        var lot = Book.LotsOf(BookBuilder.Btc).ShouldHaveSingleItem();
        (lot.Quantity.Value, lot.Value.Amount).ShouldBe((1m, 99m));
    }
}
