using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>The process ends with an order in each of its states.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Restarts)]
    [Fact(DisplayName = "46 After the intent was stored, before its message was sent")]
    public async Task Case46()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 99.5m, send: false);
        desk.Messages.ShouldBeEmpty();
        desk.Restart();

        await desk.ReconcileAsync(atStart: true);
        await desk.DeliverAsync();

        await ShouldBeAsync(desk, id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(scene, id);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "47 After the intent was stored, and its message is lost")]
    public async Task Case47()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 99.5m);
        desk.Messages.Clear();
        desk.Restart();

        await desk.ReconcileAfterAsync(400);

        await ShouldBeAsync(desk, id, OrderState.Refused);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "48 While it was being sent, and the venue never got it")]
    public async Task Case48()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await SubmittingAsync(desk);

        await desk.ReconcileAsync(atStart: true);
        // Where a look-up proves it at once, its message may place it now; else only the window's end proves anything.
        if (Window(scene) > TimeSpan.Zero)
        {
            await ShouldBeAsync(desk, id, OrderState.Unknown);
            await desk.DeliverAsync();
            scene.Faults.CountOf(VenueCall.Place).ShouldBe(0);
            await desk.ReconcileAfterAsync(Window(scene).TotalSeconds);
            await ShouldBeAsync(desk, id, OrderState.NotPlaced);
            return;
        }
        await desk.DeliverAsync();
        await ShouldBeAsync(desk, id, OrderState.Accepted);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "49 While it was being sent, and the venue has it")]
    public async Task Case49()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await SubmittingAsync(desk);
        (await scene.Broker.PlaceAsync(RequestOf(scene, await desk.OrderAsync(id)), default)).ShouldBeOfType<PlaceResult.Accepted>();

        await desk.ReconcileAsync(atStart: true);
        await desk.DeliverAsync();
        await desk.ReconcileAfterAsync(1);

        await ShouldBeAsync(desk, id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(scene, id);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "50 While it was being sent, and its message comes before any look-up")]
    public async Task Case50()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await SubmittingAsync(desk);

        await desk.DeliverAsync();

        await ShouldBeAsync(desk, id, OrderState.Unknown);
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(0, "only a look-up may tell whether it is there");
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "51 After the venue took it")]
    public async Task Case51()
    {
        using var scene = Open();
        var (desk, id) = await RestingAsync(scene);
        desk.Restart();
        scene.Show(99.2m, 99.3m);

        await desk.ReconcileAsync(atStart: true);
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Filled);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "52 After a part of it was booked")]
    public async Task Case52()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Show(99.9m, 100, size: 2);
        var id = await desk.SendAsync(OrderSide.Buy, 4, 100);
        await desk.PollAsync(id);
        desk.Restart();
        scene.Show(99.9m, 100);

        await desk.ReconcileAsync(atStart: true);
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Filled);
        (await desk.FillsAsync()).Sum(fill => fill.Quantity.Value).ShouldBe(4);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "53 While nobody knew of it")]
    public async Task Case53()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Faults.OnNext(VenueCall.Place, VenueFault.AfterAcceptance);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        desk.Restart();

        await desk.ReconcileAsync(atStart: true);

        await ShouldBeAsync(desk, id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(scene, id);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "54 The process stood still between saving and sending, and wakes up")]
    public async Task Case54()
    {
        using var scene = Open();
        VenueOf(scene);
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await SubmittingAsync(desk);
        var order = await desk.OrderAsync(id);
        await desk.ReconcileAsync(atStart: true);
        await desk.ReconcileAfterAsync(Window(scene).TotalSeconds + 1);
        await ShouldBeAsync(desk, id, OrderState.NotPlaced);

        (await scene.Broker.PlaceAsync(RequestOf(scene, order), default)).ShouldNotBeOfType<PlaceResult.Accepted>("the venue refuses what was signed so long ago");

        scene.Venue!.Truth().Orders.ShouldBeEmpty();
    }

    /// <summary>As a process leaves it that ended between saving and sending; its message is delivered again later.</summary>
    private static async Task<ClientOrderId> SubmittingAsync(ExecutionDesk desk)
    {
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 99.5m);
        await desk.ChangeAsync(book =>
        {
            book.MarkSubmitting(id, desk.Now);
            return true;
        });
        desk.Restart();
        return id;
    }

    private static PlaceRequest RequestOf(ExecutionScene scene, Order order) =>
        new(order.Id, scene.Symbol, order.Side, order.Quantity, order.Limit) { IntendedAt = order.SubmittedAt };
}
