using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Workflows;

public class PlaceOrderFlowTests
{
    [Fact]
    public async Task Handle_SoundOrder_PlacesOnce_SavesTheAnswerAndStartsTracking()
    {
        var fixture = await OrderFixture.CreateAsync();

        (await fixture.DeliverAsync()).ShouldBe(HandlerOutcome.Completed);

        var placed = fixture.Venue.Placed.ShouldHaveSingleItem();
        (placed.ClientOrderId, placed.Quantity.Value, placed.Limit.Value).ShouldBe((fixture.Id, 1m, 100m));
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
        fixture.Started.ShouldHaveSingleItem().InstanceId.ShouldBe($"TrackOrder.v1|{fixture.Id}");
    }

    /// <summary>Signed with it, a request of a process that stood still is refused by the venue: by then others have looked for the order in vain.</summary>
    [Fact]
    public async Task Handle_SoundOrder_IsSentWithTheInstantThatWasSaved()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Now += TimeSpan.FromSeconds(1);

        await fixture.DeliverAsync();

        fixture.Venue.Placed.ShouldHaveSingleItem().IntendedAt.ShouldBe((await fixture.StoredAsync()).SubmittedAt!.Value);
    }

    [Fact]
    public async Task Handle_ABuyThatTheGuardOfTheBrokersRefuses_IsRefusedWithItsReason()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.Closed = "the gate is closed";

        (await fixture.DeliverAsync()).ShouldBe(HandlerOutcome.Completed);

        fixture.Venue.Placed.ShouldBeEmpty();
        ((await fixture.StoredAsync()).State, (await fixture.StoredAsync()).Reason).ShouldBe((OrderState.Refused, "the gate is closed"));
        (await fixture.BookAsync()).Head.Reserved.Amount.ShouldBe(0);
    }

    [Fact]
    public async Task Handle_DeliveredTwice_PlacesOnce()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();

        (await fixture.DeliverAsync()).ShouldBe(HandlerOutcome.Completed);

        fixture.Venue.Placed.Count.ShouldBe(1);
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
    }

    /// <summary>A venue's time-out, a lost reply, a stop in the middle: one request was made, no second one is, and the order is Unknown.</summary>
    [Theory]
    [InlineData("transient")]
    [InlineData("ambiguous")]
    [InlineData("cancelled")]
    [InlineData("answer")]
    public async Task Handle_NoClearAnswer_IsUnknown_AndNeverSentAgain(string how)
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ => how switch
        {
            "transient" => throw new TransientException("timed out"),
            "ambiguous" => throw new AmbiguousException("reset"),
            "cancelled" => throw new OperationCanceledException(),
            _ => new PlaceResult.Unknown("HTTP 502"),
        };

        await fixture.DeliverAsync();
        await fixture.DeliverAsync();

        fixture.Venue.Placed.Count.ShouldBe(1);
        var order = await fixture.StoredAsync();
        order.State.ShouldBe(OrderState.Unknown);
        order.Reserved.Amount.ShouldBe(100.1m);
        fixture.Started.ShouldBeEmpty();
    }

    [Fact]
    public async Task Handle_FoundSubmitting_BecomesUnknown_WithoutARequest()
    {
        var fixture = await OrderFixture.CreateAsync(book => book.MarkSubmitting(book.OpenOrders.Single().Id, book.OpenOrders.Single().CreatedAt));

        await fixture.DeliverAsync();

        fixture.Venue.Placed.ShouldBeEmpty();
        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Unknown);
    }

    [Fact]
    public async Task Handle_RejectedByTheVenue_ReleasesTheReservation()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ => new PlaceResult.Rejected(new VenueError("200004", "Balance insufficient"));

        await fixture.DeliverAsync();

        var order = await fixture.StoredAsync();
        order.State.ShouldBe(OrderState.Rejected);
        order.Reason.ShouldBe("200004: Balance insufficient");
        (await fixture.BookAsync()).Head.Reserved.ShouldBe(default);
    }

    [Theory]
    [InlineData("stale", "stale")]
    [InlineData("tenant halted", "halted")]
    [InlineData("portfolio halted", "halted")]
    [InlineData("symbol reducing", "reducing")]
    [InlineData("no quote", "no execution quote")]
    [InlineData("old quote", "11 s old")]
    [InlineData("collar", "collar")]
    [InlineData("coin removed", "no longer among")]
    [InlineData("not reconciled", "not reconciled")]
    public async Task Handle_ConditionsChangedSinceTheDecision_IsRefusedWithoutARequest(string what, string reason)
    {
        var fixture = await OrderFixture.CreateAsync(book =>
        {
            if (what == "portfolio halted") book.SetHalt(null, HaltState.Halted, "test", book.OpenOrders.Single().CreatedAt);
            if (what == "symbol reducing") book.SetHalt(OrderFixture.Btc, HaltState.Reducing, "test", book.OpenOrders.Single().CreatedAt);
            if (what == "coin removed") book.SetSymbols([Core.Markets.Symbol.Parse("ETH-USDT")]);
            if (what == "not reconciled") book.SetReconciled(book.OpenOrders.Single().CreatedAt.AddMinutes(-16));
        });
        if (what == "tenant halted") await fixture.Halts.SetTenantAsync(OrderFixture.Key.Tenant, HaltState.Halted, default);
        if (what == "stale") fixture.Now += TimeSpan.FromSeconds(61);
        fixture.Show(what == "collar" ? 101.5m : 100);
        if (what == "old quote") fixture.Now += TimeSpan.FromSeconds(11);
        if (what == "no quote") fixture.Venue.Quote = null;

        await fixture.DeliverAsync();

        fixture.Venue.Placed.ShouldBeEmpty();
        var order = await fixture.StoredAsync();
        order.State.ShouldBe(OrderState.Refused);
        order.Reason!.ShouldContain(reason);
        (await fixture.BookAsync()).Head.Reserved.ShouldBe(default);
    }

    [Fact]
    public async Task Handle_UnreadableMessage_IsDeadLetteredWithItsReason()
    {
        var fixture = await OrderFixture.CreateAsync();

        var outcome = await fixture.Place.HandleAsync(new ReceivedMessage(Names.OrdersQueue, "m", "s", """{"v":9,"d":{}}""", "lock", 1), default);

        outcome.ShouldBeOfType<HandlerOutcome.DeadLetter>().Reason.ShouldBe("Unreadable");
    }

    /// <summary>The answer's commit happened and its reply was lost: the commit id tells, nothing is written or sent twice.</summary>
    [Fact]
    public async Task Handle_ReplyOfTheAnswersCommitLost_IsStillAcceptedOnce()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.OnPlace = _ =>
        {
            fixture.Tables.RepliesToLose = 1;
            return new PlaceResult.Accepted("v1", fixture.Now);
        };

        await fixture.DeliverAsync();

        (await fixture.StoredAsync()).State.ShouldBe(OrderState.Accepted);
        fixture.Started.Count.ShouldBe(1);
        fixture.Venue.Placed.Count.ShouldBe(1);
    }
}
