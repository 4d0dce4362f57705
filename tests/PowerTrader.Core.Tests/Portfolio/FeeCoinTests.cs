using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>Fees that the venue takes in another coin than the cash: the account and the books must agree to the last digit all the same.</summary>
public class FeeCoinTests
{
    private const string Third = "KCS";

    private readonly BookBuilder books = new();
    private decimal cash = 1000;
    private decimal btc;
    private decimal kcs = 5;

    private PortfolioBook Book => books.Book;

    public FeeCoinTests() => Book.AddUnmanaged(Third, new Quantity(5), books.Now, "found at the venue");

    public static TheoryData<string, string> Coins => new() { { "USDT", "USDT" }, { Third, Third }, { "BTC", "USDT" }, { "BTC", "BTC" }, { Third, "BTC" }, { "BTC", Third } };

    [Theory]
    [MemberData(nameof(Coins))]
    public void BookFill_FeeInACoin_HoldsWhatTheAccountHolds(string buying, string selling)
    {
        Trade(Leg.Entry, OrderSide.Buy, 2, 100, buying);
        Trade(Leg.Dca(1), OrderSide.Buy, 1, 90, buying);
        Trade(Leg.Exit, OrderSide.Sell, 1.5m, 120, selling);

        Book.Head.Cash.Amount.ShouldBe(cash);
        Book.SymbolOf(BookBuilder.Btc).Held.Value.ShouldBe(btc);
        Book.LotsOf(BookBuilder.Btc).Sum(lot => lot.Quantity.Value).ShouldBe(btc);
        Book.UnmanagedOf(Third).Value.ShouldBe(kcs);
    }

    [Theory]
    [MemberData(nameof(Coins))]
    public void BookFill_FeeInACoin_BalancesAndAddsUp(string buying, string selling)
    {
        Trade(Leg.Entry, OrderSide.Buy, 2, 100, buying);
        Trade(Leg.Exit, OrderSide.Sell, 1.5m, 120, selling);

        Book.Changes.Ledger.ShouldAllBe(entry => entry.IsBalanced);
        books.LedgerBalance(LedgerAccounts.Cash).ShouldBe(Book.Head.Cash.Amount);
        books.LedgerBalance(LedgerAccounts.Fees).ShouldBe(Book.Head.Fees.Amount);
        (-books.LedgerBalance(LedgerAccounts.Capital)).ShouldBe(Book.Head.Deposits.Amount);
        Book.Head.Fees.Amount.ShouldBe((200m + 180m) * 0.001m);
        // Equity at cost is what was paid in and what was earned.
        (Book.Head.Cash + Book.SymbolOf(BookBuilder.Btc).HeldCost).ShouldBe(Book.Head.Deposits + Book.Head.Realised);
    }

    [Fact]
    public void BookFill_FeeInAThirdCoin_CostsTheReturnAsOneInCashDoes()
    {
        var inCash = new FeeCoinTests();
        inCash.Trade(Leg.Entry, OrderSide.Buy, 2, 100, "USDT");
        Trade(Leg.Entry, OrderSide.Buy, 2, 100, Third);

        var expected = inCash.Book.TimeWeightedReturn(inCash.Book.Equity(_ => new Price(100), 0));

        Book.TimeWeightedReturn(Book.Equity(_ => new Price(100), 0)).ShouldBe(expected, 0.0000001m);
    }

    [Fact]
    public void BookFill_EverythingSoldWithAFeeInTheCoin_LeavesNothing()
    {
        Trade(Leg.Entry, OrderSide.Buy, 1, 100, "USDT");
        Book.AddUnmanaged("BTC", new Quantity(1), books.Now, "found at the venue");

        Trade(Leg.Exit, OrderSide.Sell, 1, 120, "BTC");

        Book.SymbolOf(BookBuilder.Btc).Deal.ShouldBeNull();
        Book.UnmanagedOf("BTC").Value.ShouldBe(0.999m, "the coins that no deal explains paid it");
        Book.Changes.Ledger.ShouldAllBe(entry => entry.IsBalanced);
    }

    /// <summary>At the venue and in the books.</summary>
    private void Trade(Leg leg, OrderSide side, decimal quantity, decimal price, string feeCoin)
    {
        var value = quantity * price;
        var fee = value * 0.001m;
        var inCoin = feeCoin switch { "BTC" => fee / price, Third => fee / 10, _ => 0 };
        cash += (side == OrderSide.Buy ? -value : value) - (feeCoin == "USDT" ? fee : 0);
        btc += (side == OrderSide.Buy ? quantity : -quantity) - (feeCoin == "BTC" ? inCoin : 0);
        kcs -= feeCoin == Third ? inCoin : 0;
        var order = books.Accept(leg, side, quantity, price);
        Book.BookFill(
            new VenueFill($"t{leg}", "v", order.Id, BookBuilder.Btc, side, new Quantity(quantity), new Price(price), new Money(fee), books.Now)
            { PaidIn = feeCoin == "USDT" ? null : new CoinFee(feeCoin, new Quantity(inCoin)) },
            order.Id);
        Book.Finish(order.Id, OrderState.Filled, null, books.Now);
    }
}
