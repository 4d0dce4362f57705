using PowerTrader.Core.Orders;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>The last digits.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Coins)]
    [Fact(DisplayName = "62 What a sale leaves is too small to be sold")]
    public async Task Case62()
    {
        await desk.HoldAsync(2);
        scene.Show(99.9m, 100);

        var id = await desk.SendAsync(OrderSide.Sell, 1.995m, 99.5m);
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
        var state = await desk.StateAsync();
        state.Deal.ShouldBeNull("nothing waits for dust");
        state.Dust!.Quantity.Value.ShouldBe(0.005m);
    }

    [Trait("Source", Coins)]
    [Fact(DisplayName = "63 The fee is taken from the coins that were bought")]
    public async Task Case63()
    {
        Venue.Options = Venue.Options with { FeePayment = FeePayment.Base };

        await desk.HoldAsync(2);

        await NothingIsReservedAsync();
        (await desk.StateAsync()).Deal!.Quantity.Value.ShouldBe(2 - 2 * Venue.Options.TakerFee);
        (await desk.BookAsync()).Head.Cash.Amount.ShouldBe(10_000 - 200);
    }

    [Trait("Source", Coins)]
    [Fact(DisplayName = "64 The fee is taken in a third coin")]
    public async Task Case64()
    {
        Venue.Options = Venue.Options with { FeePayment = FeePayment.Third };
        await scene.MoveAsync(Venue.Options.FeeCoin, 1);
        await desk.ReconcileAfterAsync(60);
        scene.Show(99.9m, 100);

        var id = await desk.SendAsync(OrderSide.Buy, 2, 100);
        await desk.PollAsync(id);
        (await desk.BookAsync()).Head.Cash.Amount.ShouldBe(10_000 - 200, "no cash paid it");
        await desk.ReconcileAfterAsync(60);

        var (book, fee) = (await desk.BookAsync(), 200 * Venue.Options.TakerFee);
        book.UnmanagedOf(Venue.Options.FeeCoin).Value.ShouldBe(Venue.Balances().Single(each => each.Coin == Venue.Options.FeeCoin).Total);
        book.SymbolOf(scene.Symbol).Deal!.Cost.Amount.ShouldBe(200 + fee, "the fee is a cost, whatever paid it");
        book.Head.Deposits.Amount.ShouldBe(10_000 + fee, "it came from what the books do not count");
        await desk.ShouldAgreeAsync();
    }

    [Trait("Source", Coins)]
    [Fact(DisplayName = "65 Prices and quantities of many digits")]
    public async Task Case65()
    {
        foreach (var (quantity, ask) in new[] { (1.2347m, 99.97m), (0.3333m, 99.81m), (0.7777m, 99.63m) })
        {
            scene.Show(ask - 0.01m, ask, size: 2);
            var buy = await desk.SendAsync(OrderSide.Buy, quantity, ask + 0.13m, (await desk.StateAsync()).Deal is null ? Leg.Entry : Leg.Manual($"m{ask:0}{quantity * 10000:0}"));
            scene.Show(ask - 0.01m, ask);
            await desk.PollAsync(buy);
            await ShouldBeAsync(buy, OrderState.Filled);
        }
        scene.Show(99.77m, 99.79m);
        var sell = await desk.SendAsync(OrderSide.Sell, 1.1111m, 99.51m);
        await desk.PollAsync(sell);
        await desk.ReconcileAfterAsync(60);

        await ShouldEndAsync(sell, OrderState.Filled);
    }
}
