using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Tests.Workflows;

public class TrackOrderFlowTests
{
    [Fact]
    public async Task Settle_PartialFillsAsTheyCome_AreBookedOnceEach()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open, 0.3m);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 0.3m));

        (await SettleAsync(fixture)).ShouldBeFalse();
        (await SettleAsync(fixture)).ShouldBeFalse();
        (await fixture.StoredAsync()).Filled.Value.ShouldBe(0.3m);

        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.Add(fixture.FillOf("t2", 0.7m));
        (await SettleAsync(fixture)).ShouldBeTrue();

        var order = await fixture.StoredAsync();
        (order.State, order.Filled.Value, order.TradeIds.Count).ShouldBe((OrderState.Filled, 1m, 2));
        (await fixture.BookAsync()).Head.Cash.Amount.ShouldBe(1000 - 99 - 0.099m);
    }

    /// <summary>A cancelled order whose fills have not all been listed yet stays open until they are: they would be lost.</summary>
    [Fact]
    public async Task Settle_FinalAtTheVenueButFillsMissing_StaysOpenUntilTheyAreThere()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Cancelled, 0.5m);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 0.2m));

        (await SettleAsync(fixture)).ShouldBeFalse();
        fixture.Venue.Fills.Add(fixture.FillOf("t2", 0.3m));
        (await SettleAsync(fixture)).ShouldBeTrue();

        var order = await fixture.StoredAsync();
        (order.State, order.Filled.Value).ShouldBe((OrderState.Cancelled, 0.5m));
    }

    [Fact]
    public async Task Settle_MoreFillsThanACommitHolds_BooksThemInSeveral()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        for (var i = 0; i < 50; i++) fixture.Venue.Fills.Add(fixture.FillOf($"t{i:D2}", 0.02m));
        var before = fixture.Store.Commits;

        (await SettleAsync(fixture)).ShouldBeTrue();

        (await fixture.StoredAsync()).TradeIds.Count.ShouldBe(50);
        (fixture.Store.Commits - before).ShouldBe(7);
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Deal!.Quantity.Value.ShouldBe(1);
    }

    [Fact]
    public async Task Settle_EveryReplyLost_BooksOnce()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 1));
        fixture.Tables.RepliesToLose = 1;

        (await SettleAsync(fixture)).ShouldBeTrue();

        (await fixture.BookAsync()).Head.FillCount.ShouldBe(1);
    }

    /// <summary>Two hosts take the same step and one saw less: what the other stored must not be taken for one's own.</summary>
    [Fact]
    public async Task Settle_AnotherHostTookTheSameStepAndSawLess_BooksTheRest()
    {
        var fixture = await AcceptedAsync();
        var other = fixture.Twin();
        other.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open, 0.4m);
        other.Venue.Fills.Add(fixture.FillOf("t1", 0.4m));
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.AddRange([fixture.FillOf("t1", 0.4m), fixture.FillOf("t2", 0.6m)]);
        fixture.Tables.BeforeNextWrite = () => SettleAsync(other);

        (await SettleAsync(fixture)).ShouldBeFalse();
        (await SettleAsync(fixture)).ShouldBeTrue();

        (await fixture.StoredAsync()).TradeIds.Count.ShouldBe(2);
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Deal!.Quantity.Value.ShouldBe(1);
    }

    private static async Task<OrderFixture> AcceptedAsync()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        return fixture;
    }

    private static async Task<bool> SettleAsync(OrderFixture fixture) =>
        await fixture.Track.SettleAsync(OrderFixture.Key, await fixture.StoredAsync(), $"TrackOrder.v1|{fixture.Id}", default);
}
