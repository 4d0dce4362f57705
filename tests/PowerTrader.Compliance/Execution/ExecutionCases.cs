using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>The numbered cases of docs/reference/execution-cases.md, one test each, over the real flows and one broker. A broker's tests derive from it.</summary>
/// <remarks>Each begins with the quote 99.9 to 100 and books of 10,000 in cash. A case that cannot come about at a venue is skipped by what forbids it there.</remarks>
public abstract partial class ExecutionCases : IAsyncLifetime
{
    private const string Page = "docs/reference/execution-cases.md#";
    private const string Submit = Page + "submit";
    private const string NoAnswer = Page + "no-answer";
    private const string Refusals = Page + "refusals-by-the-venue";
    private const string Parts = Page + "fills-in-parts";
    private const string Cancels = Page + "cancels";
    private const string Restarts = Page + "restarts";
    private const string Outside = Page + "others-on-the-account";
    private const string Coins = Page + "dust-fee-coins-precision";

    private ExecutionScene scene = null!;
    private ExecutionDesk desk = null!;

    /// <summary>As the page names it.</summary>
    public abstract string BrokerName { get; }

    /// <summary>Cases that cannot come about at this venue, each with what forbids it there.</summary>
    public virtual IReadOnlyDictionary<int, string> Impossible { get; } = new Dictionary<int, string>();

    /// <summary>The simulated venue behind the broker.</summary>
    private SimulatedVenue Venue => scene.Venue ?? throw new InvalidOperationException($"{BrokerName} has no simulated venue: its case must be in {nameof(Impossible)}");

    /// <summary>How long after sending a look-up that finds nothing proves nothing.</summary>
    private TimeSpan Window => scene.Broker.Traits.ConclusiveAfter;

    public async ValueTask InitializeAsync()
    {
        var number = int.Parse(TestContext.Current.TestMethod!.MethodName["Case".Length..], CultureInfo.InvariantCulture);
        Assert.SkipWhen(Impossible.ContainsKey(number), $"{BrokerName}: {Impossible.GetValueOrDefault(number)}");
        scene = Open();
        desk = await ExecutionDesk.OpenAsync(scene);
    }

    public ValueTask DisposeAsync()
    {
        scene?.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract ExecutionScene Open();

    private async Task<Order> ShouldBeAsync(ClientOrderId id, OrderState state)
    {
        var order = await desk.OrderAsync(id);
        order.State.ShouldBe(state, order.Reason);
        return order;
    }

    /// <summary>What is not settled reserves its money, and its leg has no second order.</summary>
    private async Task ShouldStillReserveAsync()
    {
        var book = await desk.BookAsync();
        book.Head.Reserved.ShouldBeGreaterThan(Money.Zero);
        book.OpenOrders.ShouldHaveSingleItem();
        await Should.ThrowAsync<InvalidOperationException>(() => desk.IntendAsync(OrderSide.Buy, 1, 100));
    }

    /// <summary>At the venue, whoever asks: orders with the id of one intent.</summary>
    private async Task ShouldHaveOneAtTheVenueAsync(ClientOrderId id)
    {
        if (scene.Venue is { } venue) venue.Truth().Orders.Count(order => order.Ticket.ClientId == id.ToString()).ShouldBe(1);
        else (await desk.LookAsync(id)).ShouldNotBeNull();
    }

    private async Task NothingIsReservedAsync()
    {
        var book = await desk.BookAsync();
        (book.Head.Reserved, book.OpenOrders.Count).ShouldBe((Money.Zero, 0));
        await ShouldAgreeByTradesAsync();
    }

    /// <summary>Books and venue agree, and not because a reconciliation took a difference for money or coins that came or went.</summary>
    private async Task ShouldAgreeByTradesAsync()
    {
        await desk.ShouldAgreeAsync();
        (await desk.BookAsync()).Head.Deposits.Amount.ShouldBe(10_000);
        (await desk.StateAsync()).Removals.ShouldBeEmpty();
    }

    /// <summary>It is over in the state, reserves nothing, and books and venue agree.</summary>
    private async Task<Order> ShouldEndAsync(ClientOrderId id, OrderState state)
    {
        var order = await ShouldBeAsync(id, state);
        await NothingIsReservedAsync();
        return order;
    }

    /// <summary>An order that rests at 99.5, accepted.</summary>
    private async Task<ClientOrderId> RestingAsync()
    {
        var id = await desk.SendAsync(OrderSide.Buy, 1, 99.5m);
        await ShouldBeAsync(id, OrderState.Accepted);
        return id;
    }

    /// <summary>An order of 4 at 100, of which at most 2 fill until more is shown.</summary>
    private Task<ClientOrderId> HalfFilledAsync()
    {
        scene.Show(99.9m, 100, size: 2);
        return desk.SendAsync(OrderSide.Buy, 4, 100);
    }

    /// <summary>More often than a client's own retries last.</summary>
    private void FailFromNowOn(VenueCall call, VenueFault fault)
    {
        for (var n = 1; n <= 20; n++) scene.Faults.On(call, scene.Faults.CountOf(call) + n, fault);
    }

    /// <summary>An order whose outcome nobody knows, for what went wrong.</summary>
    private async Task<ClientOrderId> LostAsync(VenueFault fault, OrderSide side = OrderSide.Buy, decimal quantity = 1, decimal limit = 99.5m)
    {
        scene.Faults.OnNext(VenueCall.Place, fault);
        var id = await desk.SendAsync(side, quantity, limit);
        await ShouldBeAsync(id, OrderState.Unknown);
        return id;
    }
}
