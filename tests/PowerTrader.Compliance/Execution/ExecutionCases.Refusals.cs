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
    public Task Case28() => IsRejectedAsync(10, 99.5m, scene => scene.MoveAsync(scene.Symbol.Quote, -9_500));

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "29 The pair is suspended")]
    public Task Case29() => IsRejectedAsync(1, 99.5m, scene => TradingBecomesAsync(scene, PairTrading.Halted));

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "30 The pair may only be sold")]
    public async Task Case30()
    {
        using var scene = Open();
        VenueOf(scene);
        var desk = await ExecutionDesk.OpenAsync(scene);
        await desk.HoldAsync(2);
        await TradingBecomesAsync(scene, PairTrading.SellOnly);
        scene.Show(99.9m, 100);

        var buy = await desk.SendAsync(OrderSide.Buy, 1, 99.5m, Leg.Dca(1));
        var sell = await desk.SendAsync(OrderSide.Sell, 1, 99.5m);

        await ShouldBeAsync(desk, buy, OrderState.Rejected);
        await ShouldBeAsync(desk, sell, OrderState.Accepted);
    }

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "31 The account is blocked")]
    public Task Case31() => IsRejectedAsync(1, 99.5m, scene =>
    {
        var venue = VenueOf(scene);
        venue.Options = venue.Options with { Account = AccountStanding.Blocked };
        return Task.CompletedTask;
    });

    [Trait("Source", Refusals)]
    [Fact(DisplayName = "32 The venue takes the order and rejects it afterwards")]
    public async Task Case32()
    {
        using var scene = Open();
        var venue = VenueOf(scene);
        var desk = await ExecutionDesk.OpenAsync(scene);
        venue.RejectNextAfterwards();
        var id = await desk.SendAsync(OrderSide.Buy, 1, 100.5m);
        await ShouldBeAsync(desk, id, OrderState.Accepted);
        scene.Show(99.9m, 100);

        await desk.PollAsync(id);

        (await ShouldBeAsync(desk, id, OrderState.Rejected)).Filled.IsZero.ShouldBeTrue();
        await NothingIsReservedAsync(desk);
    }

    private static Task TradingBecomesAsync(ExecutionScene scene, PairTrading trading)
    {
        var venue = VenueOf(scene);
        venue.SetPair(venue.Pairs.Single(pair => pair.Symbol == scene.Symbol) with { Trading = trading });
        return Task.CompletedTask;
    }

    private async Task IsRejectedAsync(decimal quantity, decimal limit, Func<ExecutionScene, Task>? spoil = null)
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        if (spoil is not null) await spoil(scene);

        var id = await desk.SendAsync(OrderSide.Buy, quantity, limit);

        (await ShouldBeAsync(desk, id, OrderState.Rejected)).Reason.ShouldNotBeNullOrEmpty();
        (await desk.BookAsync()).Head.Reserved.Amount.ShouldBe(0);
        desk.Tracked.ShouldBeEmpty();
    }
}
