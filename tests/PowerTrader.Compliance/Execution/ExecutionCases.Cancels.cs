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
        using var scene = Open();
        var (desk, id) = await RestingAsync(scene);

        await desk.CancelAsync(id);
        await desk.PollAsync(id);

        (await ShouldBeAsync(desk, id, OrderState.Cancelled)).Filled.IsZero.ShouldBeTrue();
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "40 An order that filled in part is cancelled")]
    public async Task Case40()
    {
        using var scene = Open();
        var desk = await ExecutionDesk.OpenAsync(scene);
        scene.Show(99.9m, 100, size: 2);
        var id = await desk.SendAsync(OrderSide.Buy, 4, 100);

        await desk.CancelAsync(id);
        await desk.PollAsync(id);

        var order = await ShouldBeAsync(desk, id, OrderState.Cancelled);
        order.Filled.Value.ShouldBeInRange(0.0001m, 2);
        (await desk.BookAsync()).SymbolOf(scene.Symbol).Deal!.Quantity.ShouldBe(order.Filled, "what was bought is kept");
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "41 The order fills before the cancel arrives")]
    public async Task Case41()
    {
        using var scene = Open();
        var (desk, id) = await RestingAsync(scene);
        scene.Show(99.2m, 99.3m);
        await scene.Broker.FindAsync(new(id, scene.Symbol, DateTimeOffset.UnixEpoch), default);

        await desk.CancelAsync(id);
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Filled);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "42 The venue takes its time, and the order fills meanwhile")]
    public async Task Case42()
    {
        using var scene = Open();
        var venue = VenueOf(scene);
        venue.Options = venue.Options with { CancelDelay = TimeSpan.FromSeconds(5) };
        var (desk, id) = await RestingAsync(scene);
        await desk.CancelAsync(id);
        await desk.PollAsync(id);
        await ShouldBeAsync(desk, id, OrderState.Accepted);

        scene.Show(99.2m, 99.3m);
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Filled);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "43 The venue takes its time, and then cancels")]
    public async Task Case43()
    {
        using var scene = Open();
        var venue = VenueOf(scene);
        venue.Options = venue.Options with { CancelDelay = TimeSpan.FromSeconds(5) };
        var (desk, id) = await RestingAsync(scene);
        await desk.CancelAsync(id);
        await desk.PollAsync(id);
        await ShouldStillReserveAsync(desk);

        scene.Time.Advance(TimeSpan.FromSeconds(5));
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Cancelled);
        await NothingIsReservedAsync(desk);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "44 The reply to a cancel is lost")]
    public async Task Case44()
    {
        using var scene = Open();
        var (desk, id) = await RestingAsync(scene);
        scene.Faults.OnNext(VenueCall.Cancel, VenueFault.AfterAcceptance);

        await TryAsync(() => desk.CancelAsync(id));
        await desk.PollAsync(id);

        await ShouldBeAsync(desk, id, OrderState.Cancelled);
    }

    [Trait("Source", Cancels)]
    [Fact(DisplayName = "45 A cancel never arrives, and nobody follows the order any more")]
    public async Task Case45()
    {
        using var scene = Open();
        var (desk, id) = await RestingAsync(scene);
        for (var n = 1; n <= 20; n++) scene.Faults.On(VenueCall.Cancel, n, VenueFault.BeforeRequest);
        await TryAsync(() => desk.CancelAsync(id));
        await desk.PollAsync(id);
        await ShouldBeAsync(desk, id, OrderState.Accepted);
        scene.Faults.IsQuiet = true;
        desk.IsTracking = false;

        await desk.ReconcileAfterAsync(60);

        await ShouldBeAsync(desk, id, OrderState.Cancelled);
        await NothingIsReservedAsync(desk);
    }

    private static async Task<(ExecutionDesk Desk, ClientOrderId Id)> RestingAsync(ExecutionScene scene)
    {
        var desk = await ExecutionDesk.OpenAsync(scene);
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await ShouldBeAsync(desk, id, OrderState.Accepted);
        return (desk, id);
    }

    /// <summary>An activity's retry comes after this.</summary>
    private static async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
        }
    }
}
