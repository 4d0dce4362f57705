using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>What a venue tells unasked makes looks come sooner, and is never believed.</summary>
public class AccountWakeTests
{
    private static readonly ClientOrderId Another = ClientOrderId.Parse("7d54abe2-1c6c-5f0e-9d7a-000000000001");

    [Fact]
    public async Task Run_AFillIsToldOf_IsBookedAtOnce()
    {
        var fixture = await FilledAtTheVenueAsync();
        fixture.Wake.Hear(new AccountHint(fixture.Id, OrderFixture.Btc));

        (await fixture.Wake.RunAsync(default)).ShouldBeNull();

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Filled);
        (await fixture.BookAsync()).Head.FillCount.ShouldBe(1);
    }

    /// <summary>Books by hints, and by the polls alone, are the same books.</summary>
    [Fact]
    public async Task Run_WithHintsAndWithout_GivesTheSameBooks()
    {
        var told = await FilledAtTheVenueAsync();
        var silent = await FilledAtTheVenueAsync();
        for (var i = 0; i < 3; i++)
        {
            told.Wake.Hear(new AccountHint(told.Id, null));
            await told.Wake.RunAsync(default);
            told.Pass(TimeSpan.FromSeconds(20));
            silent.Pass(TimeSpan.FromSeconds(20));
        }
        await silent.Track.SettleAsync(OrderFixture.Key, await silent.StoredAsync(), "poll", default);

        var (one, other) = ((await told.BookAsync()).Head, (await silent.BookAsync()).Head);
        (one.Cash, one.Reserved, one.Fees, one.FillCount, one.LedgerSequence, one.AuditSequence).ShouldBe((other.Cash, other.Reserved, other.Fees, other.FillCount, other.LedgerSequence, other.AuditSequence));
        (await told.StoredAsync()).TradeIds.ShouldBe((await silent.StoredAsync()).TradeIds);
    }

    /// <summary>Forged: nothing of it is at the venue, and nothing of it is booked.</summary>
    [Fact]
    public async Task Run_ToldOfAnOrderThatHasNotChanged_ChangesNothing()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        var before = fixture.Store.Commits;
        fixture.Wake.Hear(new AccountHint(fixture.Id, null));

        await fixture.Wake.RunAsync(default);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
        fixture.Store.Commits.ShouldBe(before);
    }

    [Fact]
    public async Task Run_ToldOfNobodysOrder_AsksNothing()
    {
        var fixture = await AcceptedAsync();
        fixture.Wake.Hear(new AccountHint(Another, null));

        (await fixture.Wake.RunAsync(default)).ShouldBeNull();

        fixture.Venue.LookUps.ShouldBe(0);
    }

    /// <summary>A message that cannot be read, or a new connection: anything may have been missed.</summary>
    [Fact]
    public async Task Run_ToldOfNoOrder_LooksAtWhatIsOpen()
    {
        var fixture = await FilledAtTheVenueAsync();
        fixture.Wake.Hear(default);

        await fixture.Wake.RunAsync(default);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Filled);
    }

    /// <summary>A hundred messages a second for two minutes, each with its own run: the venue is asked a handful of times.</summary>
    [Fact]
    public async Task Run_UnderAFlood_AsksTheVenueNoMoreThanPollsWould()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        for (var i = 0; i < 12_000; i++)
        {
            fixture.Wake.Hear(i % 3 == 0 ? new AccountHint(fixture.Id, null) : i % 3 == 1 ? default : new AccountHint(new ClientOrderId(new Guid(i, 1, 1, [1, 2, 3, 4, 5, 6, 7, 8])), null));
            if (i % 10 == 0) await fixture.Wake.RunAsync(default);
            fixture.Pass(TimeSpan.FromMilliseconds(10));
        }

        fixture.Venue.LookUps.ShouldBeInRange(8, 13, "after 0, 2, 6 and 14 seconds, and every fifteen from then on");
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 1));
        fixture.Wake.Hear(new AccountHint(fixture.Id, null));
        var rest = await fixture.Wake.RunAsync(default);
        fixture.Pass(rest ?? TimeSpan.Zero);
        await fixture.Wake.RunAsync(default);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Filled, "what is told within the pause is looked at after it");
    }

    [Fact]
    public async Task Run_VenueCannotBeAsked_LeavesTheOrderToItsPolls()
    {
        var fixture = await FilledAtTheVenueAsync();
        fixture.Venue.OnFind = () => throw new TransientException("no answer");
        fixture.Wake.Hear(new AccountHint(fixture.Id, null));

        (await fixture.Wake.RunAsync(default)).ShouldBeNull();

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
    }

    [Fact]
    public async Task Run_ToldOfAnUnknownOrder_FindsItAndFollowsIt_AndNeverCallsItAbsent()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ => new PlaceResult.Unknown("timed out");
        await fixture.DeliverAsync();
        fixture.Pass(TimeSpan.FromMinutes(1));
        fixture.Wake.Hear(new AccountHint(fixture.Id, null));
        await fixture.Wake.RunAsync(default);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);

        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        fixture.Pass(TimeSpan.FromSeconds(2));
        fixture.Wake.Hear(new AccountHint(fixture.Id, null));
        await fixture.Wake.RunAsync(default);

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
        fixture.Started.ShouldHaveSingleItem().Name.ShouldBe(Names.TrackOrder);
    }

    [Fact]
    public async Task Run_BalanceChangedAtRest_ComparesOnceAMinuteAtMost()
    {
        var fixture = await FilledAtTheVenueAsync();
        await fixture.Track.SettleAsync(OrderFixture.Key, await fixture.StoredAsync(), "poll", default);
        var cash = (await fixture.BookAsync()).Head.Cash;
        fixture.Venue.Balances = new VenueBalances(cash + new Money(250), new Dictionary<string, Quantity> { ["BTC"] = new(1) });
        fixture.Wake.Hear(default);
        await fixture.Wake.RunAsync(default);
        (await fixture.BookAsync()).Head.Cash.ShouldBe(cash, "an order has just ended: it is its own doing until proven otherwise");

        fixture.Pass(TimeSpan.FromMinutes(2));
        fixture.Wake.Hear(default);
        (await fixture.Wake.RunAsync(default)).ShouldBeNull();
        (await fixture.BookAsync()).Head.Cash.ShouldBe(cash + new Money(250));
        fixture.Wake.Hear(default);

        (await fixture.Wake.RunAsync(default)).ShouldBe(AccountWake.BetweenComparisons);
    }

    private static async Task<OrderFixture> AcceptedAsync()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Started.Clear();
        return fixture;
    }

    private static async Task<OrderFixture> FilledAtTheVenueAsync()
    {
        var fixture = await AcceptedAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 1));
        return fixture;
    }
}
