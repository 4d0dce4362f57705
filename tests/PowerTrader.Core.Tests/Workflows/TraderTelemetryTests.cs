using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

public sealed partial class TraderTelemetryTests : IDisposable
{
    private readonly TelemetryRecorder recorder = new(TraderTelemetry.Name);

    public void Dispose() => recorder.Dispose();

    [Fact]
    public void Metrics_AllOfThem_AreTheDocumentedOnes()
    {
        var published = new List<(string Name, string Kind, string Unit)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == TraderTelemetry.Name) published.Add((instrument.Name, instrument is Counter<long> ? "counter" : "histogram", instrument.Unit!));
            },
        };
        TraderTelemetry.DeadLettered("q", "r");
        listener.Start();

        var documented = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "telemetry.md")))
            .Select(row => (row.Groups[1].Value, row.Groups[2].Value, row.Groups[3].Value));

        published.Order().ShouldBe(documented.Order());
    }

    [Fact]
    public async Task Order_FromItsMessageToItsFills_IsOneTraceOfItsCycle()
    {
        var fixture = await OrderFixture.CreateAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.AddRange([fixture.FillOf("t1", 0.4m), fixture.FillOf("t2", 0.6m)]);

        await fixture.DeliverAsync();
        fixture.Now += TimeSpan.FromSeconds(7);
        (await fixture.Track.SettleAsync(OrderFixture.Key, await fixture.StoredAsync(), "track", default)).ShouldBeTrue();

        var trace = CauseTrace.Of(fixture.Intent.CycleId);
        recorder.Spans.ShouldAllBe(span => span.TraceId == trace.TraceId);
        recorder.Spans.Select(span => span.OperationName).ShouldBe(["VenuePlace", "Send orders", "Start TrackOrder.v1", "PlaceOrder", "SettleOrder"]);
        recorder.Spans.Single(span => span.OperationName == "PlaceOrder").ParentSpanId.ShouldBe(trace.SpanId);
        recorder.Spans.Single(span => span.OperationName == "VenuePlace").GetTagItem("powertrader.outcome").ShouldBe("accepted");
        recorder.Spans.Last().Events.Count(each => each.Name == "fill").ShouldBe(2);
        (recorder.Sum("powertrader.orders", "state=accepted"), recorder.Sum("powertrader.orders", "state=filled"), recorder.Sum("powertrader.fills", "side=buy")).ShouldBe((1, 1, 2));
        recorder.Values.Single(each => each.Instrument == "powertrader.order.duration").ShouldBe(new Measured("powertrader.order.duration", 7, "state=filled"));
        recorder.Sum("powertrader.outbox.lag").ShouldBe(0);
        fixture.Sent.ShouldHaveSingleItem().TraceParent.ShouldBe(recorder.Spans.Single(span => span.OperationName == "Send orders").Id);
    }

    /// <summary>A commit that lost its race brought nothing.</summary>
    [Fact]
    public async Task Commit_AfterAConflict_IsCountedOnce()
    {
        var fixture = await OrderFixture.CreateAsync();
        var other = fixture.Twin();
        fixture.Tables.BeforeNextWrite = () => other.Sessions.ChangeAsync(OrderFixture.Key, "other", book => book.SetHalt(null, Core.Risk.HaltState.Reducing, "asked", fixture.Now), default);

        await fixture.Sessions.ChangeAsync(OrderFixture.Key, "mine", book =>
        {
            book.Finish(fixture.Id, OrderState.Refused, "halted", fixture.Now);
            book.Raise(AlertSeverity.Critical, "test-kind", "BTC-USDT", "the secret words", fixture.Now);
            return true;
        }, default);

        recorder.Sum("powertrader.commits", "result=conflict").ShouldBe(1);
        recorder.Sum("powertrader.commits", "result=committed").ShouldBe(2);
        recorder.Sum("powertrader.orders", "state=refused").ShouldBe(1);
        recorder.Values.Single(each => each.Instrument == "powertrader.alerts").Tags.ShouldBe("severity=critical kind=test-kind");
    }

    [Fact]
    public async Task Message_Unreadable_CountsAsADeadLetter()
    {
        var fixture = await OrderFixture.CreateAsync();
        var queue = new WorkCatalogue().Queue(Names.OrdersQueue, WorkPhase.PlaceOrder, fixture.Place.HandleAsync).Queues[Names.OrdersQueue];

        (await queue.Handler(new ReceivedMessage(Names.OrdersQueue, "m", "s", "{", "lock", 1), default)).ShouldBeOfType<HandlerOutcome.DeadLetter>();

        recorder.Values.Single(each => each.Instrument == "powertrader.dead_letters").ShouldBe(new Measured("powertrader.dead_letters", 1, "queue=orders reason=Unreadable"));
    }

    [Fact]
    public async Task Tick_ThatFails_IsCountedAndTellsTheTypeOfItsFaultAlone()
    {
        var due = new DateTimeOffset(2025, 1, 1, 0, 0, 15, TimeSpan.Zero);
        var schedule = new WorkCatalogue().Schedule(Names.TradeTick, Schedules.TradeTick, WorkPhase.TradeTick, (_, _) => throw new TransientException("key=topsecret")).Schedules[0];

        await Should.ThrowAsync<TransientException>(() => schedule.Body(due, default));

        recorder.Values.Single(each => each.Instrument == "powertrader.ticks").Tags.ShouldBe("schedule=TradeTick outcome=failed");
        var span = recorder.Spans.ShouldHaveSingleItem();
        (span.Status, span.StatusDescription).ShouldBe((ActivityStatusCode.Error, null));
        span.TagObjects.Select(tag => $"{tag.Key}={tag.Value}").ShouldBe([$"powertrader.cycle=TradeTick|{due.ToUnixTimeSeconds()}", "error.type=TransientException"]);
    }

    /// <summary>A function's invocation has its own trace; the cycle's is joined, and the invocation linked.</summary>
    [Fact]
    public async Task Trace_BelowAForeignSpan_IsTheCausesAndLinksToIt()
    {
        using var foreign = new Activity("invocation").Start();

        await TraderTelemetry.TraceAsync("Predict", ActivityKind.Internal, "cycle", _ => TraderTelemetry.TraceAsync("Inner", ActivityKind.Internal, "cycle", _ => Task.FromResult(1)));

        var (inner, outer) = (recorder.Spans.First(), recorder.Spans.Last());
        outer.TraceId.ShouldBe(CauseTrace.Of("cycle").TraceId);
        outer.Links.Single().Context.TraceId.ShouldBe(foreign.TraceId);
        (inner.TraceId, inner.ParentSpanId).ShouldBe((outer.TraceId, outer.SpanId));
    }

    [Fact]
    public async Task Reconcile_WithAnOpenOrder_TellsItsAge()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        fixture.Now += TimeSpan.FromMinutes(11);

        await fixture.Reconcile.RunAsync(fixture.Now, atStart: true, default);

        recorder.Values.Single(each => each.Instrument == "powertrader.order.age").Value.ShouldBe(660);
    }

    [GeneratedRegex(@"^\| `(powertrader\.[\w.]+)` \| (\w+) \| `([^`]+)`", RegexOptions.Multiline)]
    private static partial Regex Row();
}
