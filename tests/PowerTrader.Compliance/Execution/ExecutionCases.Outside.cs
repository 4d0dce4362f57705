using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Risk;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>The account has an owner, and perhaps other programs.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Outside)]
    [Fact(DisplayName = "55 The owner has an order of their own")]
    public async Task Case55()
    {
        PlaceAside("by-hand", OrderSide.Buy, 90);

        await desk.ReconcileAfterAsync(60);

        var book = await desk.BookAsync();
        book.Head.ForeignOrders.ShouldHaveSingleItem().IsOurs.ShouldBeFalse();
        book.Head.Halt.ShouldBe(HaltState.Active);
        Venue.OpenOrders().Count.ShouldBe(1, "nobody touches it");
        await ShouldAgreeByTradesAsync();
    }

    [Trait("Source", Outside)]
    [Fact(DisplayName = "56 An order of this program that this store does not know")]
    public async Task Case56()
    {
        var theirs = ClientOrderId.Derive("another", ExecutionDesk.Key, scene.Symbol, "powertrader", 1, Leg.Entry, 0);
        PlaceAside(theirs.ToString(), OrderSide.Buy, 90);

        await desk.ReconcileAfterAsync(60);

        (await desk.BookAsync()).Head.Halt.ShouldBe(HaltState.Halted, "a second installation trades on the account");
    }

    [Trait("Source", Outside)]
    [Fact(DisplayName = "57 The owner sells coins of a deal")]
    public async Task Case57()
    {
        await desk.HoldAsync(2);
        scene.Show(99.9m, 100);
        PlaceAside("by-hand", OrderSide.Sell, 99);

        await desk.ReconcileAfterAsync(60);

        var state = await desk.StateAsync();
        state.Deal!.Quantity.Value.ShouldBe(1);
        state.Halt.ShouldBe(HaltState.Active, "the sale explains it");
        await desk.ShouldAgreeAsync();
    }

    [Trait("Source", Outside)]
    [Fact(DisplayName = "58 Cash is paid in")]
    public Task Case58() => CashMovesAsync(750);

    [Trait("Source", Outside)]
    [Fact(DisplayName = "59 Cash is taken out")]
    public Task Case59() => CashMovesAsync(-750);

    [Trait("Source", Outside)]
    [Fact(DisplayName = "60 Coins are paid in")]
    public async Task Case60()
    {
        await scene.MoveAsync(scene.Symbol.Base, 3);

        await desk.ReconcileAfterAsync(60);

        (await desk.BookAsync()).UnmanagedOf(scene.Symbol.Base).ShouldBe(new Quantity(3), "shown, and never sold");
        (await desk.StateAsync()).Deal.ShouldBeNull();
        await desk.ShouldAgreeAsync();
    }

    [Trait("Source", Outside)]
    [Fact(DisplayName = "61 Coins of a deal are taken out")]
    public async Task Case61()
    {
        await desk.HoldAsync(2);
        await scene.MoveAsync(scene.Symbol.Base, -0.5m);

        await desk.ReconcileAfterAsync(60);

        var state = await desk.StateAsync();
        (state.Deal!.Quantity.Value, state.Halt).ShouldBe((1.5m, HaltState.Reducing));
        state.Removals.ShouldHaveSingleItem().Quantity.Value.ShouldBe(0.5m);
        await desk.ShouldAgreeAsync();
    }

    /// <summary>Somebody else places an order of one coin.</summary>
    private void PlaceAside(string id, OrderSide side, decimal limit) =>
        Venue.Place(new OrderTicket(id, scene.Symbol, side, OrderKind.Limit, 1) { Limit = limit }).ShouldBeOfType<PlaceAnswer.Placed>();

    private async Task CashMovesAsync(decimal amount)
    {
        await scene.MoveAsync(scene.Symbol.Quote, amount);

        await desk.ReconcileAfterAsync(60);

        var book = await desk.BookAsync();
        book.Head.Cash.Amount.ShouldBe(10_000 + amount);
        book.Head.Deposits.Amount.ShouldBe(10_000 + amount, "no profit and no loss");
        book.TimeWeightedReturn(book.Head.Cash).ShouldBe(0);
        await desk.ShouldAgreeAsync();
    }
}
