using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>Sending an order.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Submit)]
    [Fact(DisplayName = "1 An order that the market takes at once")]
    public async Task Case01()
    {
        var id = await desk.SendAsync(OrderSide.Buy, 1, 100.5m);
        desk.Tracked.Count.ShouldBe(1);
        await desk.PollAsync(id);

        (await ShouldEndAsync(id, OrderState.Filled)).Filled.Value.ShouldBe(1);
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "2 An order that has to wait for its price")]
    public async Task Case02()
    {
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await desk.PollAsync(id);
        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldStillReserveAsync();
        scene.Show(99.2m, 99.3m);
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "3 The message of an open order comes again")]
    public async Task Case03()
    {
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);

        (await desk.HandleAsync(desk.MessageOf(id))).ShouldBe(Core.Workflows.HandlerOutcome.Completed);

        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(id);
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "4 The message of an order that is over comes again")]
    public async Task Case04()
    {
        var id = await desk.SendAsync(OrderSide.Buy, 1, 100.5m);
        await desk.PollAsync(id);

        await desk.HandleAsync(desk.MessageOf(id));

        await ShouldHaveOneAtTheVenueAsync(id);
        await NothingIsReservedAsync();
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "5 The message comes after the order's validity")]
    public async Task Case05()
    {
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 100.5m);
        scene.Time.Advance(TimeSpan.FromSeconds(61));
        scene.Show(99.9m, 100);

        await desk.DeliverAsync();

        await ShouldBeRefusedAsync(id, "stale");
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "6 The portfolio is halted when the message comes")]
    public async Task Case06()
    {
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 100.5m);
        await desk.ChangeAsync(book => book.SetHalt(null, HaltState.Halted, "by hand", desk.Now));

        await desk.DeliverAsync();

        await ShouldBeRefusedAsync(id, "halted");
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "7 The price has left the collar when the message comes")]
    public async Task Case07()
    {
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 100.5m);
        scene.Show(103, 103.1m);

        await desk.DeliverAsync();

        await ShouldBeRefusedAsync(id, "collar");
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "8 The venue's quote cannot be had when the message comes")]
    public async Task Case08()
    {
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 100.5m);
        FailFromNowOn(VenueCall.Quote, VenueFault.BeforeRequest);

        await Should.ThrowAsync<TransientException>(desk.DeliverAsync);

        await ShouldBeAsync(id, OrderState.Created);
        scene.Faults.IsQuiet = true;
        await desk.DeliverAsync();
        await ShouldBeAsync(id, OrderState.Accepted);
    }

    [Trait("Source", Submit)]
    [Fact(DisplayName = "9 The venue was not reconciled for too long")]
    public async Task Case09()
    {
        await desk.HoldAsync(2);
        scene.Time.Advance(TimeSpan.FromMinutes(16));
        scene.Show(99.9m, 100);

        var buy = await desk.SendAsync(OrderSide.Buy, 1, 100.5m, Leg.Dca(1));
        var sell = await desk.SendAsync(OrderSide.Sell, 1, 99.5m);

        (await ShouldBeAsync(buy, OrderState.Refused)).Reason.ShouldNotBeNull().ShouldContain("reconciled");
        await ShouldBeAsync(sell, OrderState.Accepted);
    }

    /// <summary>It is over for the reason, and the venue was never asked for it.</summary>
    private async Task ShouldBeRefusedAsync(ClientOrderId id, string reason)
    {
        (await ShouldEndAsync(id, OrderState.Refused)).Reason.ShouldNotBeNull().ShouldContain(reason);
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(0);
    }
}
