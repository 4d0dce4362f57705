using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>Sent, and nobody knows.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "10 The request never arrives")]
    public Task Case10() => IsNotPlacedAsync(VenueFault.BeforeRequest);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "11 The connection drops after the venue took the order")]
    public Task Case11() => IsFoundAsync(VenueFault.AfterAcceptance);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "12 The reply cannot be read")]
    public Task Case12() => IsFoundAsync(VenueFault.GarbledReply);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "13 The reply comes after the client gave up")]
    public Task Case13() => IsFoundAsync(VenueFault.LateReply);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "14 A server error instead of the order")]
    public Task Case14() => IsNotPlacedAsync(VenueFault.ServerError5xxBefore);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "15 A server error beside the order")]
    public Task Case15() => IsFoundAsync(VenueFault.ServerError5xxAfter);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "16 Too many requests")]
    public Task Case16() => IsNotPlacedAsync(VenueFault.Throttled429);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "17 A busy venue answers as if the key were wrong")]
    public async Task Case17()
    {
        scene.Faults.OnNext(VenueCall.Place, VenueFault.Unauthorized401UnderThrottling);

        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);

        (await ShouldEndAsync(id, OrderState.Rejected)).Reason.ShouldNotBeNullOrEmpty();
        await ShouldBeFollowedByAnotherAsync(id);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "18 The order filled before anybody knew of it")]
    public async Task Case18()
    {
        var id = await LostAsync(VenueFault.AfterAcceptance, limit: 100.5m);

        await desk.ReconcileAfterAsync(1);
        await desk.PollAsync(id);

        (await ShouldEndAsync(id, OrderState.Filled)).Filled.Value.ShouldBe(1);
        await ShouldHaveOneAtTheVenueAsync(id);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "19 A look-up finds nothing while the request may still be under way")]
    public async Task Case19()
    {
        var id = await LostAsync(VenueFault.BeforeRequest);

        await desk.ReconcileAfterAsync(Window.TotalSeconds - 1);

        await ShouldBeAsync(id, OrderState.Unknown);
        await ShouldStillReserveAsync();
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "20 The request arrives after the first look-up")]
    public async Task Case20()
    {
        var id = await LostAsync(VenueFault.LateArrival);
        await desk.ReconcileAsync();
        await ShouldBeAsync(id, OrderState.Unknown);

        await desk.ReconcileAfterAsync(Window.TotalSeconds);

        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(id);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "21 The look-up fails too")]
    public async Task Case21()
    {
        var id = await LostAsync(VenueFault.AfterAcceptance);
        FailFromNowOn(VenueCall.FindOrder, VenueFault.ServerError5xxBefore);

        await Should.ThrowAsync<TransientException>(() => desk.ReconcileAfterAsync(Window.TotalSeconds + 1));

        await ShouldBeAsync(id, OrderState.Unknown);
        scene.Faults.IsQuiet = true;
        await desk.ReconcileAsync();
        await ShouldBeAsync(id, OrderState.Accepted);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "22 The venue lists the order late")]
    public async Task Case22()
    {
        Venue.Options = Venue.Options with { OrderListingDelay = TimeSpan.FromSeconds(2) };
        var id = await LostAsync(VenueFault.AfterAcceptance);
        await desk.ReconcileAfterAsync(1);
        await ShouldBeAsync(id, OrderState.Unknown);

        await desk.ReconcileAfterAsync(2);

        await ShouldBeAsync(id, OrderState.Accepted);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "23 The message of an unknown order comes again")]
    public async Task Case23()
    {
        var id = await LostAsync(VenueFault.BeforeRequest);

        await desk.HandleAsync(desk.MessageOf(id));

        await ShouldBeAsync(id, OrderState.Unknown);
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "24 Nobody knows of a sale")]
    public async Task Case24()
    {
        await desk.HoldAsync(2);
        scene.Show(99.9m, 100);
        var id = await LostAsync(VenueFault.AfterAcceptance, OrderSide.Sell, quantity: 2);

        await desk.ReconcileAfterAsync(1);
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
        (await desk.StateAsync()).Deal.ShouldBeNull();
    }

    private async Task IsNotPlacedAsync(VenueFault fault)
    {
        var id = await LostAsync(fault);
        await ShouldStillReserveAsync();

        await desk.ReconcileAfterAsync(Window.TotalSeconds + 1);

        await ShouldEndAsync(id, OrderState.NotPlaced);
        await ShouldBeFollowedByAnotherAsync(id);
    }

    /// <summary>One request was sent for it, and a new attempt is another order.</summary>
    private async Task ShouldBeFollowedByAnotherAsync(ClientOrderId id)
    {
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1);
        scene.Show(99.9m, 100);
        var next = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        next.ShouldNotBe(id, "a new attempt has a new id");
        await ShouldBeAsync(next, OrderState.Accepted);
    }

    private async Task IsFoundAsync(VenueFault fault)
    {
        var id = await LostAsync(fault);
        await ShouldStillReserveAsync();

        await desk.ReconcileAfterAsync(1);

        (await ShouldBeAsync(id, OrderState.Accepted)).VenueOrderId.ShouldNotBeNullOrEmpty();
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1);
        await ShouldHaveOneAtTheVenueAsync(id);
        desk.Tracked.Count.ShouldBe(1);
        await ShouldAgreeByTradesAsync();
    }
}
