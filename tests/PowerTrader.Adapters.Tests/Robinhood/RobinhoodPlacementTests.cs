using System.Net;
using PowerTrader.Adapters.Robinhood;
using PowerTrader.Adapters.Tests.KuCoin;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>One request per placement, whatever happens to it, and the right word for what is known afterwards.</summary>
public class RobinhoodPlacementTests
{
    public static TheoryData<int, VenueFault, string, bool> Faults
    {
        get
        {
            var cases = new TheoryData<int, VenueFault, string, bool>();
            foreach (var version in new[] { 1, 2 })
            {
                cases.Add(version, VenueFault.None, "Accepted", true);
                cases.Add(version, VenueFault.BeforeRequest, "Unknown", false);
                cases.Add(version, VenueFault.LateArrival, "Unknown", false);
                cases.Add(version, VenueFault.AfterAcceptance, "Unknown", true);
                cases.Add(version, VenueFault.GarbledReply, "Unknown", true);
                cases.Add(version, VenueFault.LateReply, "Unknown", true);
                cases.Add(version, VenueFault.Unauthorized401UnderThrottling, "Rejected", false);
                cases.Add(version, VenueFault.Throttled429, "Unknown", false);
                cases.Add(version, VenueFault.ServerError5xxBefore, "Unknown", false);
                cases.Add(version, VenueFault.ServerError5xxAfter, "Unknown", true);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Place_UnderAnyFault_SendsOneRequest(int version, VenueFault fault, string outcome, bool isDone)
    {
        using var seat = new RobinhoodSeat(version, clientTime: new JumpingTimeProvider(TestInstants.Start), mayWait: true);
        seat.Show(99.9m, 100);
        await seat.Broker.GetInstrumentsAsync(default);
        await seat.Broker.GetAccountAsync(default);
        var before = seat.Handler.Requests.Count;
        seat.Faults.OnNext(VenueCall.Place, fault);
        var request = seat.Buy(1, 99);

        var answer = await seat.Broker.PlaceAsync(request, default);

        answer.GetType().Name.ShouldBe(outcome);
        seat.Handler.Requests.Count.ShouldBe(before + 1);
        seat.Placements.Count.ShouldBe(1);
        seat.Venue.Truth().Orders.Count.ShouldBe(isDone ? 1 : 0);
        var found = await seat.Broker.FindAsync(new OrderRef(request.ClientOrderId, request.Symbol, seat.Time.GetUtcNow()), default);
        (found is not null).ShouldBe(isDone);
    }

    [Fact]
    public async Task Place_EveryFaultInTurn_NeverPlacesTwice()
    {
        using var seat = new RobinhoodSeat(clientTime: new JumpingTimeProvider(TestInstants.Start), mayWait: true);
        seat.Show(99.9m, 100);
        await seat.Broker.GetAccountAsync(default);
        var sent = new List<PlaceRequest>();
        foreach (var fault in Enum.GetValues<VenueFault>())
        {
            seat.Faults.OnNext(VenueCall.Place, fault);
            sent.Add(seat.Buy(1, 50));
            await seat.Broker.PlaceAsync(sent[^1], default);
        }
        seat.Time.Advance(TimeSpan.FromMinutes(2));

        seat.Placements.Count.ShouldBe(sent.Count);
        foreach (var request in sent) seat.Venue.Truth().Orders.Count(order => order.Ticket.ClientId == request.ClientOrderId.ToString()).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Place_ArrivingLate_IsFoundBeforeALookUpIsConclusive()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        seat.Faults.OnNext(VenueCall.Place, VenueFault.LateArrival);
        var (request, sentAt) = (seat.Buy(1, 99), seat.Time.GetUtcNow());
        await seat.Broker.PlaceAsync(request, default);
        (await seat.Broker.FindAsync(new OrderRef(request.ClientOrderId, request.Symbol, sentAt), default)).ShouldBeNull();

        seat.Time.Advance(TimeSpan.FromSeconds(31));

        (await seat.Broker.FindAsync(new OrderRef(request.ClientOrderId, request.Symbol, sentAt), default)).ShouldNotBeNull();
        seat.Broker.Traits.ConclusiveAfter.ShouldBeGreaterThan(TimeSpan.FromSeconds(60), "a signature counts 30 s by a clock that may be 30 s off");
    }

    [Fact]
    public async Task Place_HeldUp_IsSignedWithTheSavedInstant_AndNotSentPastTheWindow()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        var now = seat.Time.GetUtcNow();

        (await seat.Broker.PlaceAsync(seat.Buy(1, 99) with { IntendedAt = now.AddSeconds(-20) }, default)).ShouldBeOfType<PlaceResult.Accepted>();
        var late = await seat.Broker.PlaceAsync(seat.Buy(1, 99) with { IntendedAt = now.AddSeconds(-31) }, default);

        late.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("not-sent");
        seat.Venue.Orders().Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(RepeatedIdPolicy.Original, "Accepted", 1)]
    [InlineData(RepeatedIdPolicy.Reject, "Unknown", 1)]
    [InlineData(RepeatedIdPolicy.Accept, "Accepted", 2)]
    public async Task Place_AnIdThatTheVenueHasSeen_IsNeverCalledRejected(RepeatedIdPolicy policy, string outcome, int orders)
    {
        using var seat = new RobinhoodSeat(venue: new SimulatedVenueOptions { RepeatedIds = policy });
        seat.Show(99.9m, 100);
        var request = seat.Buy(1, 99);
        var first = await seat.AcceptedAsync(request);

        var again = await seat.Broker.PlaceAsync(request, default);

        again.GetType().Name.ShouldBe(outcome);
        seat.Venue.Truth().Orders.Count.ShouldBe(orders);
        (await seat.Broker.FindAsync(first with { VenueOrderId = null }, default))!.VenueOrderId.ShouldBe(first.VenueOrderId, "the older of two");
    }

    [Theory]
    [InlineData(201, """{"id":"1","client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","state":"open"}""", "Accepted")]
    [InlineData(201, """{"id":"1","client_order_id":"131DE903-5A9C-4260-ABC1-28D562A5DCF0","state":"failed"}""", "Accepted")]
    [InlineData(200, """{"id":"1","client_order_id":"00000000-5a9c-4260-abc1-28d562a5dcf0"}""", "Unknown")]
    [InlineData(201, """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0"}""", "Unknown")]
    [InlineData(201, "", "Unknown")]
    [InlineData(200, "<html>ok</html>", "Unknown")]
    [InlineData(204, "", "Unknown")]
    [InlineData(307, "", "Unknown")]
    [InlineData(400, """{"type":"validation_error","errors":[{"detail":"Must be a valid UUID.","attr":"client_order_id"}]}""", "Rejected")]
    [InlineData(400, """{"type":"validation_error","errors":[{"detail":"Order with this client_order_id already exists.","attr":"client_order_id"}]}""", "Unknown")]
    [InlineData(400, """{"type":"validation_error","errors":[{"detail":"Duplicate client order id","attr":"non_field_errors"}]}""", "Unknown")]
    [InlineData(400, """{"type":"validation_error","errors":[{"detail":"Not enough buying power.","attr":"non_field_errors"}]}""", "Rejected")]
    [InlineData(400, "", "Rejected")]
    [InlineData(401, """{"type":"client_error","errors":[{"detail":"Incorrect authentication credentials.","attr":null}]}""", "Rejected")]
    [InlineData(403, """{"type":"client_error","errors":[{"detail":"Not allowed.","attr":null}]}""", "Rejected")]
    [InlineData(404, "", "Rejected")]
    [InlineData(408, "", "Unknown")]
    [InlineData(409, "", "Unknown")]
    [InlineData(415, "", "Rejected")]
    [InlineData(425, "", "Unknown")]
    [InlineData(429, "", "Unknown")]
    [InlineData(499, "", "Unknown")]
    [InlineData(500, """{"type":"server_error","errors":[{"detail":"Internal server error.","attr":null}]}""", "Unknown")]
    [InlineData(502, "<html/>", "Unknown")]
    [InlineData(503, "", "Unknown")]
    public async Task Place_Answered_IsWhatTheTableSays(int status, string body, string outcome)
    {
        var handler = new ScriptedHandler(new ScriptedAnswer((HttpStatusCode)status, body));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(RobinhoodOptions.BaseAddress) };
        using var client = new RobinhoodClient(http, _ => Task.FromResult<RobinhoodKeys?>(RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed)), new RobinhoodOptions(1), new JumpingTimeProvider(TestInstants.Start));
        var order = new RobinhoodOrderRequest(ClientOrderId.Parse("131de903-5a9c-4260-abc1-28d562a5dcf0"), RobinhoodSeat.Btc, OrderSide.Buy, new RobinhoodOrderTerms.Market(1));

        var placement = await client.PlaceAsync(null, order, default);

        placement.GetType().Name.ShouldBe(outcome switch { "Accepted" => "Placed", "Rejected" => "Refused", _ => outcome });
        handler.Requests.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(PairTrading.SellOnly, 1, "sell-only")]
    [InlineData(PairTrading.Halted, 1, "invalid")]
    [InlineData(PairTrading.Delisted, 1, "unknown-symbol")]
    [InlineData(PairTrading.Open, 0.00015, "invalid")]
    [InlineData(PairTrading.Open, 200_000, "invalid")]
    public async Task Place_AgainstThePairsRules_IsRefusedWithoutARequest(PairTrading trading, decimal quantity, string code)
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        seat.Venue.SetPair(seat.Venue.Pairs[0] with { Trading = trading });

        var answer = await seat.Broker.PlaceAsync(seat.Buy(quantity, 99), default);

        answer.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe(code);
        seat.Placements.ShouldBeEmpty();
    }

    [Fact]
    public async Task Place_SaleOfASellOnlyPair_IsSent()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        seat.Venue.MoveOutside("BTC", 1);
        seat.Venue.SetPair(seat.Venue.Pairs[0] with { Trading = PairTrading.SellOnly });

        (await seat.Broker.PlaceAsync(seat.Request(OrderSide.Sell, 1, 99), default)).ShouldBeOfType<PlaceResult.Accepted>();

        (await seat.Broker.GetInstrumentsAsync(default)).ShouldHaveSingleItem().IsSellOnly.ShouldBeTrue();
    }

    [Fact]
    public async Task Place_WhileThePairsCannotBeRead_IsRejectedAsNotSent()
    {
        using var seat = new RobinhoodSeat();
        seat.Show(99.9m, 100);
        seat.Faults.OnNext(VenueCall.Instruments, VenueFault.ServerError5xxBefore);

        (await seat.Broker.PlaceAsync(seat.Buy(1, 99), default)).ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("not-sent");

        seat.Placements.ShouldBeEmpty();
    }
}
