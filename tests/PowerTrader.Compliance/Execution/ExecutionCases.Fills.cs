using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>Executions, one after the other.</summary>
public abstract partial class ExecutionCases
{
    [Trait("Source", Parts)]
    [Fact(DisplayName = "33 An order fills in parts")]
    public async Task Case33()
    {
        var id = await HalfFilledAsync();
        await desk.PollAsync(id);
        var part = (await ShouldBeAsync(id, OrderState.Accepted)).Filled.Value;
        part.ShouldBeInRange(0.0001m, 2);
        (await desk.BookAsync()).Head.Reserved.Amount.ShouldBe((4 - part) * 100 * (1 + desk.FeeRate));

        scene.Show(99.9m, 100, size: 1000);
        await desk.PollAsync(id);

        await ShouldBeFilledInPartsAsync(id, 4);
    }

    [Trait("Source", Parts)]
    [Fact(DisplayName = "34 The same part is seen again")]
    public async Task Case34()
    {
        var id = await HalfFilledAsync();

        for (var look = 0; look < 3; look++) await desk.PollAsync(id);
        await desk.ReconcileAsync();

        (await desk.FillsAsync()).Count.ShouldBe(1);
    }

    [Trait("Source", Parts)]
    [Fact(DisplayName = "35 An order filled in more parts than one commit holds")]
    public async Task Case35()
    {
        scene.Show(99.9m, 100, size: 0.4m);
        var id = await desk.SendAsync(OrderSide.Buy, 3, 100);
        for (var quote = 0; quote < 24; quote++)
        {
            scene.Show(99.9m, 100, size: 0.4m);
            await desk.LookAsync(id);
        }
        scene.Show(99.9m, 100);

        await desk.PollAsync(id);

        await ShouldBeFilledInPartsAsync(id, 3);
        (await desk.BookAsync()).LotsOf(scene.Symbol).Count.ShouldBe(1, "it is one purchase");
    }

    [Trait("Source", Parts)]
    [Fact(DisplayName = "36 Executions have no ids")]
    public async Task Case36()
    {
        Venue.Options = Venue.Options with { TradesHaveIds = false };
        var id = await HalfFilledAsync();
        await desk.PollAsync(id);
        scene.Show(99.9m, 100);

        await desk.PollAsync(id);
        await desk.PollAsync(id);

        await ShouldBeFilledInPartsAsync(id, 4);
    }

    [Trait("Source", Parts)]
    [Fact(DisplayName = "37 The order is filled, and its executions are listed later")]
    public async Task Case37()
    {
        Venue.Options = Venue.Options with { TradeListingDelay = TimeSpan.FromSeconds(3) };
        var id = await desk.SendAsync(OrderSide.Buy, 1, 100.5m);
        await desk.PollAsync(id);
        (await ShouldBeAsync(id, OrderState.Accepted)).Filled.IsZero.ShouldBeTrue();

        scene.Time.Advance(TimeSpan.FromSeconds(3));
        await desk.PollAsync(id);

        await ShouldEndAsync(id, OrderState.Filled);
    }

    [Trait("Source", Parts)]
    [Fact(DisplayName = "38 An execution is seen after the order's end in the books")]
    public async Task Case38()
    {
        var id = await LostAsync(VenueFault.AfterAcceptance, limit: 100.5m);
        await desk.ChangeAsync(book =>
        {
            // As a look-up that was answered wrongly would leave it.
            book.Finish(id, OrderState.NotPlaced, "the venue said so", desk.Now);
            return true;
        });
        await desk.LookAsync(id);

        var record = await desk.ReconcileAfterAsync(60);

        record.LateFills.ShouldBe(1);
        (await desk.OrderAsync(id)).Filled.Value.ShouldBe(1);
        (await desk.StateAsync()).Held.ShouldBe(new Quantity(1));
        await desk.ShouldAgreeAsync();
    }

    private async Task ShouldBeFilledInPartsAsync(ClientOrderId id, decimal quantity)
    {
        await ShouldEndAsync(id, OrderState.Filled);
        var fills = await desk.FillsAsync();
        fills.Count.ShouldBeGreaterThan(1);
        fills.Sum(fill => fill.Quantity.Value).ShouldBe(quantity);
    }
}
