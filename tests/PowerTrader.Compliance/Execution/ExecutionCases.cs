using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Compliance.Execution;

/// <summary>The numbered cases of docs/reference/execution-cases.md, one test each, over the real flows and one broker. A broker's tests derive from it.</summary>
/// <remarks>A case that a venue cannot meet (a paper one has no other clients, delays or fee coins) is skipped by that name.</remarks>
public abstract partial class ExecutionCases
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

    protected abstract ExecutionScene Open();

    /// <summary>The simulated venue behind the broker; the case is skipped where there is none.</summary>
    private static SimulatedVenue VenueOf(ExecutionScene scene)
    {
        Assert.SkipWhen(scene.Venue is null, "this venue cannot be made to do that");
        return scene.Venue!;
    }

    private static async Task<Order> ShouldBeAsync(ExecutionDesk desk, ClientOrderId id, OrderState state)
    {
        var order = await desk.OrderAsync(id);
        order.State.ShouldBe(state, order.Reason);
        return order;
    }

    /// <summary>What is not settled reserves its money, and its leg has no second order.</summary>
    private static async Task ShouldStillReserveAsync(ExecutionDesk desk)
    {
        var book = await desk.BookAsync();
        book.Head.Reserved.ShouldBeGreaterThan(Money.Zero);
        book.OpenOrders.ShouldHaveSingleItem();
        await Should.ThrowAsync<InvalidOperationException>(() => desk.IntendAsync(OrderSide.Buy, 1, 100));
    }

    /// <summary>At the venue, whoever asks: orders with the id of one intent.</summary>
    private static async Task ShouldHaveOneAtTheVenueAsync(ExecutionScene scene, ClientOrderId id)
    {
        if (scene.Venue is { } venue) venue.Truth().Orders.Count(order => order.Ticket.ClientId == id.ToString()).ShouldBe(1);
        else (await scene.Broker.FindAsync(new(id, scene.Symbol, DateTimeOffset.UnixEpoch), default)).ShouldNotBeNull();
    }

    private static async Task NothingIsReservedAsync(ExecutionDesk desk)
    {
        var book = await desk.BookAsync();
        (book.Head.Reserved, book.OpenOrders.Count).ShouldBe((Money.Zero, 0));
        await desk.ShouldAgreeAsync();
    }

    private static TimeSpan Window(ExecutionScene scene) => scene.Broker.Traits.ConclusiveAfter;
}
