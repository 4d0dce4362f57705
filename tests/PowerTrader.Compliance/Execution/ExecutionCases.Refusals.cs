using PowerTrader.Core.Orders;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>The venue says no.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Refusals)]
    [Fact(DisplayName = "25 The order is below the venue's smallest")]
    public Task Case25() => IsRejectedAsync(0.005m, 99.5m);

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "26 The quantity is not on the increment")]
    public Task Case26() => IsRejectedAsync(1.00005m, 99.5m);

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "27 The price is not on the increment")]
    public Task Case27() => IsRejectedAsync(1, 99.505m);

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "28 The venue holds less cash than the books")]
    public Task Case28() => IsRejectedAsync(10, 99.5m, () => scene.MoveAsync(scene.Symbol.Quote, -9_500));

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "29 The pair is suspended")]
    public Task Case29() => IsRejectedAsync(1, 99.5m, () =>
    {
        scene.SetTrading(PairTrading.Halted);
        return Task.CompletedTask;
    });

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "30 The pair may only be sold")]
    public async Task Case30()
    {
        await desk.HoldAsync(2);
        scene.SetTrading(PairTrading.SellOnly);
        scene.Show(99.9m, 100);

        var buy = await desk.SendAsync(OrderSide.Buy, 1, 99.5m, Leg.Dca(1));
        var sell = await desk.SendAsync(OrderSide.Sell, 1, 99.5m);

        await ShouldBeAsync(buy, OrderState.Rejected);
        await ShouldBeAsync(sell, OrderState.Accepted);
    }

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "31 The account is blocked")]
    public Task Case31() => IsRejectedAsync(1, 99.5m, () =>
    {
        Venue.Options = Venue.Options with { Account = AccountStanding.Blocked };
        return Task.CompletedTask;
    });

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "32 The venue takes the order and rejects it afterwards")]
    public async Task Case32()
    {
        Venue.RejectNextAfterwards();
        var id = await desk.SendAsync(OrderSide.Buy, 1, 100.5m);
        await ShouldBeAsync(id, OrderState.Accepted);
        scene.Show(99.9m, 100);

        await desk.PollAsync(id);

        (await ShouldEndAsync(id, scene.RejectedAfterwards)).Filled.IsZero.ShouldBeTrue();
    }

    private async Task IsRejectedAsync(decimal quantity, decimal limit, Func<Task>? spoil = null)
    {
        if (spoil is not null) await spoil();

        var id = await desk.SendAsync(OrderSide.Buy, quantity, limit);

        (await ShouldBeAsync(id, OrderState.Rejected)).Reason.ShouldNotBeNullOrEmpty();
        (await desk.BookAsync()).Head.Reserved.Amount.ShouldBe(0);
        desk.Tracked.ShouldBeEmpty();
    }
}
