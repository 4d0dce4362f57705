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
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 99.5m, send: false);
        desk.Messages.ShouldBeEmpty();
        desk.Restart();

        await desk.ReconcileAsync(atStart: true);
        await desk.DeliverAsync();

        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(id);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "47 After the intent was stored, and its message is lost")]
    public async Task Case47()
    {
        var id = await desk.IntendAsync(OrderSide.Buy, 1, 99.5m);
        desk.Messages.Clear();
        desk.Restart();

        await desk.ReconcileAfterAsync(400);

        await ShouldEndAsync(id, OrderState.Refused);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "48 While it was being sent, and the venue never got it")]
    public async Task Case48()
    {
        var id = await SubmittingAsync();

        await desk.ReconcileAsync(atStart: true);
        // Where a look-up proves it at once, its message may place it now; else only the window's end proves anything.
        if (Window > TimeSpan.Zero)
        {
            await ShouldBeAsync(id, OrderState.Unknown);
            await desk.DeliverAsync();
            scene.Faults.CountOf(VenueCall.Place).ShouldBe(0);
            await desk.ReconcileAfterAsync(Window.TotalSeconds);
            await ShouldBeAsync(id, OrderState.NotPlaced);
            return;
        }
        await desk.DeliverAsync();
        await ShouldBeAsync(id, OrderState.Accepted);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "49 While it was being sent, and the venue has it")]
    public async Task Case49()
    {
        var id = await SubmittingAsync();
        (await scene.Broker.PlaceAsync(await RequestOfAsync(id), default)).ShouldBeOfType<PlaceResult.Accepted>();

        await desk.ReconcileAsync(atStart: true);
        await desk.DeliverAsync();
        await desk.ReconcileAfterAsync(1);

        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(id);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "50 While it was being sent, and its message comes before any look-up")]
    public async Task Case50()
    {
        var id = await SubmittingAsync();

        await desk.DeliverAsync();

        await ShouldBeAsync(id, OrderState.Unknown);
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(0, "only a look-up may tell whether it is there");
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "51 After the venue took it")]
    public async Task Case51()
    {
        var id = await RestingAsync();
        desk.Restart();
        scene.Show(99.2m, 99.3m);

        await desk.ReconcileAsync(atStart: true);
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "52 After a part of it was booked")]
    public async Task Case52()
    {
        var id = await HalfFilledAsync();
        await desk.PollAsync(id);
        desk.Restart();
        scene.Show(99.9m, 100);

        await desk.ReconcileAsync(atStart: true);
        await desk.PollAsync(id);

        await ShouldBeFilledInPartsAsync(id, 4);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "53 While nobody knew of it")]
    public async Task Case53()
    {
        var id = await LostAsync(VenueFault.AfterAcceptance);
        desk.Restart();

        await desk.ReconcileAsync(atStart: true);

        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldHaveOneAtTheVenueAsync(id);
    }

    [Trait("Source", Restarts)]
    [Fact(DisplayName = "54 The process stood still between saving and sending, and wakes up")]
    public async Task Case54()
    {
        var id = await SubmittingAsync();
        var request = await RequestOfAsync(id);

        var answer = await scene.PlaceLateAsync(request, async () =>
        {
            await desk.ReconcileAsync(atStart: true);
            await desk.ReconcileAfterAsync(Window.TotalSeconds + 1);
            await ShouldBeAsync(id, OrderState.NotPlaced);
        });

        answer.ShouldNotBeOfType<PlaceResult.Accepted>("the venue refuses what claims an instant so long ago");
        scene.Faults.CountOf(VenueCall.Place).ShouldBe(1, "it was the venue that refused");
        Venue.Truth().Orders.ShouldBeEmpty();
    }

    /// <summary>As a process leaves it that ended between saving and sending; its message is delivered again later.</summary>
    private async Task<ClientOrderId> SubmittingAsync()
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

    /// <summary>The one request of an order that is being sent, as the flow makes it.</summary>
    private async Task<PlaceRequest> RequestOfAsync(ClientOrderId id)
    {
        var order = await desk.OrderAsync(id);
        return new PlaceRequest(id, scene.Symbol, order.Side, order.Quantity, order.Limit) { IntendedAt = order.SubmittedAt };
    }
}
