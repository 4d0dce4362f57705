using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>Taking an order back.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Cancels)]
    [Fact(DisplayName = "39 An order that nobody fills within a minute")]
    public async Task Case39()
    {
        var id = await RestingAsync();

        await desk.CancelAsync(id);
        await desk.PollAsync(id);

        (await ShouldEndAsync(id, OrderState.Cancelled)).Filled.IsZero.ShouldBeTrue();
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "40 An order that filled in part is cancelled")]
    public async Task Case40()
    {
        var id = await HalfFilledAsync();

        await desk.CancelAsync(id);
        await desk.PollAsync(id);

        var order = await ShouldEndAsync(id, OrderState.Cancelled);
        order.Filled.Value.ShouldBeInRange(0.0001m, 2);
        (await desk.StateAsync()).Deal!.Quantity.ShouldBe(order.Filled, "what was bought is kept");
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "41 The order fills before the cancel arrives")]
    public async Task Case41()
    {
        var id = await RestingAsync();
        scene.Show(99.2m, 99.3m);
        await desk.LookAsync(id);

        await desk.CancelAsync(id);
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "42 The venue takes its time, and the order fills meanwhile")]
    public async Task Case42()
    {
        var id = await SlowlyCancelledAsync();

        scene.Show(99.2m, 99.3m);
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "43 The venue takes its time, and then cancels")]
    public async Task Case43()
    {
        var id = await SlowlyCancelledAsync();

        scene.Time.Advance(TimeSpan.FromSeconds(5));
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Cancelled);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "44 The reply to a cancel is lost")]
    public async Task Case44()
    {
        var id = await RestingAsync();
        scene.Faults.OnNext(VenueCall.Cancel, VenueFault.AfterAcceptance);

        try
        {
            await desk.CancelAsync(id);
        }
        catch (AmbiguousException)
        {
            // A client that repeats it has learnt that nothing is open; another one has not.
        }
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Cancelled);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "45 A cancel never arrives, and nobody follows the order any more")]
    public async Task Case45()
    {
        var id = await RestingAsync();
        FailFromNowOn(VenueCall.Cancel, VenueFault.BeforeRequest);
        await Should.ThrowAsync<TransientException>(() => desk.CancelAsync(id));
        await desk.PollAsync(id);
        await ShouldBeAsync(id, OrderState.Accepted);
        scene.Faults.IsQuiet = true;
        desk.IsTracking = false;

        await desk.ReconcileAfterAsync(60);

        await ShouldEndAsync(id, OrderState.Cancelled);
    }

    /// <summary>Whose cancel the venue has taken and not carried out: that takes it five seconds.</summary>
    private async Task<ClientOrderId> SlowlyCancelledAsync()
    {
        Venue.Options = Venue.Options with { CancelDelay = TimeSpan.FromSeconds(5) };
        var id = await RestingAsync();
        await desk.CancelAsync(id);
        await desk.PollAsync(id);
        await ShouldBeAsync(id, OrderState.Accepted);
        await ShouldStillReserveAsync();
        return id;
    }
}
