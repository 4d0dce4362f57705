using PowerTrader.Core.Orders;
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
    public Task Case17() => IsNotPlacedAsync(VenueFault.Unauthorized401UnderThrottling);

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "18 The order filled before anybody knew of it")]
    public async Task Case18()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.AfterAcceptance);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 100.5m);
        await ShouldBeAsync(desk, id, OrderState.Unknown);

        await desk.ReconcileAfterAsync(1);
        await desk.PollAsync(id);

        (await ShouldBeAsync(desk, id, OrderState.Filled)).Filled.Value.ShouldBe(1);
        await ShouldHaveOneAtTheVenueAsync(scene, id);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "19 A look-up finds nothing while the request may still be under way")]
    public async Task Case19()
    {
        using var scene = Open();
        Assert.SkipWhen(Window(scene) == TimeSpan.Zero, "a look-up at this venue is conclusive at once");
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.BeforeRequest);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);

        await desk.ReconcileAfterAsync(Window(scene).TotalSeconds - 1);

        await ShouldBeAsync(desk, id, OrderState.Unknown);
        await ShouldStillReserveAsync(desk);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "20 The request arrives after the first look-up")]
    public async Task Case20()
    {
        using var scene = Open();
        VenueOf(scene);
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.LateArrival);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await desk.ReconcileAsync();
        await ShouldBeAsync(desk, id, OrderState.Unknown);

        await desk.ReconcileAfterAsync(Window(scene).TotalSeconds);

        await ShouldBeAsync(desk, id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(scene, id);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "21 The look-up fails too")]
    public async Task Case21()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.AfterAcceptance);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        for (var n = 1; n <= 20; n++) scene.Faults.On(VenueCall.FindOrder, n, VenueFault.ServerError5xxBefore);

        await Should.ThrowAsync<Core.Ports.TransientException>(() => desk.ReconcileAfterAsync(Window(scene).TotalSeconds + 1));

        await ShouldBeAsync(desk, id, OrderState.Unknown);
        scene.Faults.IsQuiet = true;
        await desk.ReconcileAsync();
        await ShouldBeAsync(desk, id, OrderState.Accepted);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "22 The venue lists the order late")]
    public async Task Case22()
    {
        using var scene = Open();
        var venue = VenueOf(scene);
        venue.Options = venue.Options with { OrderListingDelay = TimeSpan.FromSeconds(2) };
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.AfterAcceptance);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await desk.ReconcileAfterAsync(1);
        await ShouldBeAsync(desk, id, OrderState.Unknown);

        await desk.ReconcileAfterAsync(2);

        await ShouldBeAsync(desk, id, OrderState.Accepted);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "23 The message of an unknown order comes again")]
    public async Task Case23()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.BeforeRequest);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);

        await desk.HandleAsync(desk.MessageOf(id));

        await ShouldBeAsync(desk, id, OrderState.Unknown);
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1);
    }

    [Trait("Source", NoAnswer)]
    [Fact(DisplayName = "24 Nobody knows of a sale")]
    public async Task Case24()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        await desk.HoldAsync(2);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.AfterAcceptance);
        scene.Show(99.9m, 100);
        var id = await desk.SendAsync(OrderSide.Sell, 2, 99.5m);
        await ShouldBeAsync(desk, id, OrderState.Unknown);

        await desk.ReconcileAfterAsync(1);
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Filled);
        (await desk.BookAsync()).SymbolOf(scene.Symbol).Deal.ShouldBeNull();
        await NothingIsReservedAsync(desk);
    }

    private async Task IsNotPlacedAsync(VenueFault fault)
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, fault);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await ShouldBeAsync(desk, id, OrderState.Unknown);
        await ShouldStillReserveAsync(desk);

        await desk.ReconcileAfterAsync(Window(scene).TotalSeconds + 1);

        await ShouldBeAsync(desk, id, OrderState.NotPlaced);
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1);
        await NothingIsReservedAsync(desk);
        scene.Show(99.9m, 100);
        var next = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        next.ShouldNotBe(id, "a new attempt has a new id");
        await ShouldBeAsync(desk, next, OrderState.Accepted);
    }

    private async Task IsFoundAsync(VenueFault fault)
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, fault);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await ShouldBeAsync(desk, id, OrderState.Unknown);
        await ShouldStillReserveAsync(desk);

        await desk.ReconcileAfterAsync(1);

        (await ShouldBeAsync(desk, id, OrderState.Accepted)).VenueOrderId.ShouldNotBeNullOrEmpty();
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1);
        await ShouldHaveOneAtTheVenueAsync(scene, id);
        desk.Tracked.Count.ShouldBe(1);
    }
}
