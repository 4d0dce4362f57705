using System.Net;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>A placement is one request, whatever comes of it; and its answer says no more than is known.</summary>
public class PlaceOnceTests
{
    private static readonly ScriptedAnswer[] Answers =
    [
        new(HttpStatusCode.OK, "", Fault: new HttpRequestException("no route")),
        new(HttpStatusCode.OK, "", Fault: new HttpRequestException(HttpRequestError.ResponseEnded, "reset")),
        new(HttpStatusCode.OK, "", Fault: new TaskCanceledException("late", new TimeoutException())),
        new(HttpStatusCode.InternalServerError, """{"code":"500000","msg":"Internal Server Error"}"""),
        new(HttpStatusCode.InternalServerError, """{"code":"200004","msg":"Balance insufficient!"}"""),
        new(HttpStatusCode.BadGateway, "<html>bad gateway</html>"),
        new(HttpStatusCode.ServiceUnavailable, ""),
        new(HttpStatusCode.TooManyRequests, """{"code":"429000","msg":"Too Many Requests"}"""),
        new(HttpStatusCode.TooManyRequests, """{"code":"200004","msg":"Balance insufficient!"}"""),
        new(HttpStatusCode.OK, """{"code":"429000","msg":"Too Many Requests"}"""),
        new(HttpStatusCode.OK, """{"code":"408000","msg":"time-out"}"""),
        new(HttpStatusCode.OK, """{"code":"230005","msg":"busy"}"""),
        new(HttpStatusCode.OK, """{"code":"987654","msg":"never heard of"}"""),
        new(HttpStatusCode.OK, """{"code":"200000"}"""),
        new(HttpStatusCode.OK, """{"code":"200000","data":null}"""),
        new(HttpStatusCode.OK, """{"code":"200000","data":{"orderId":""}}"""),
        new(HttpStatusCode.OK, """{"code":"200000","data":{"orderId":"V1","clientOid":"of-another-order"}}"""),
        new(HttpStatusCode.OK, """{"code":"200000","data":[]}"""),
        new(HttpStatusCode.OK, """{"code":"2000"""),
        new(HttpStatusCode.OK, "<html>maintenance</html>"),
        new(HttpStatusCode.Created, """{"code":"200000","data":{"orderId":"V1"}}"""),
        new(HttpStatusCode.Unauthorized, "<html>who are you</html>"),
        new(HttpStatusCode.Forbidden, "<html>error 1015</html>"),
        new(HttpStatusCode.TemporaryRedirect, "", [("Location", "https://api.kucoin.com/elsewhere")]),
    ];

    private static readonly ScriptedAnswer[] Refusals =
    [
        new(HttpStatusCode.OK, """{"code":"200004","msg":"Balance insufficient!"}"""),
        new(HttpStatusCode.OK, """{"code":"400100","msg":"Order size below the minimum requirement."}"""),
        new(HttpStatusCode.BadRequest, """{"code":"400100","msg":"validation.createOrder.clientOidDuplicated"}"""),
        new(HttpStatusCode.OK, """{"code":"600101","msg":"The order funds should more then 0.1 USDT."}"""),
        new(HttpStatusCode.OK, """{"code":"600203","msg":"not trading"}"""),
        new(HttpStatusCode.OK, """{"code":"200003","msg":"too many"}"""),
        new(HttpStatusCode.BadRequest, """{"code":"400002","msg":"Invalid KC-API-TIMESTAMP"}"""),
        new(HttpStatusCode.Unauthorized, """{"code":"400005","msg":"Invalid KC-API-SIGN"}"""),
        new(HttpStatusCode.Forbidden, """{"code":"400006","msg":"ip"}"""),
        new(HttpStatusCode.Forbidden, """{"code":"400500","msg":"region"}"""),
        new(HttpStatusCode.OK, """{"code":"411100","msg":"frozen"}"""),
        new(HttpStatusCode.BadRequest, """{"code":"123456","msg":"some new rule"}"""),
    ];

    public static TheoryData<int, SpotApi> Unsure => new MatrixTheoryData<int, SpotApi>(Enumerable.Range(0, Answers.Length), Enum.GetValues<SpotApi>());

    public static TheoryData<int, SpotApi> Refused => new MatrixTheoryData<int, SpotApi>(Enumerable.Range(0, Refusals.Length), Enum.GetValues<SpotApi>());

    [Theory]
    [MemberData(nameof(Unsure))]
    public async Task Place_AnswerThatProvesNothing_IsUnknownAfterOneRequest(int answer, SpotApi api)
    {
        var (result, requests) = await PlaceAsync(Answers[answer], api);

        result.ShouldBeOfType<PlaceResult.Unknown>().Cause.ShouldNotBeEmpty();
        requests.ShouldHaveSingleItem().Method.ShouldBe(HttpMethod.Post);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Place_TheVenuesOwnRefusal_IsRejectedAfterOneRequest(int answer, SpotApi api)
    {
        var (result, requests) = await PlaceAsync(Refusals[answer], api);

        var error = result.ShouldBeOfType<PlaceResult.Rejected>().Error;
        error.Code.ShouldNotBeEmpty();
        error.Message.ShouldNotBeEmpty();
        requests.ShouldHaveSingleItem();
    }

    public static TheoryData<VenueFault, bool, SpotApi> Faults
    {
        get
        {
            var cases = new TheoryData<VenueFault, bool, SpotApi>();
            foreach (var api in Enum.GetValues<SpotApi>())
            {
                foreach (var fault in Enum.GetValues<VenueFault>())
                    cases.Add(fault, fault is VenueFault.None or VenueFault.AfterAcceptance or VenueFault.GarbledReply or VenueFault.LateReply or VenueFault.ServerError5xxAfter, api);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Place_UnderEachFault_SendsOneRequestAndIsFoundWhereItWasDone(VenueFault fault, bool isDone, SpotApi api)
    {
        using var kucoin = new KuCoinUnderTest(new JumpingTimeProvider(TestInstants.Start), api);
        kucoin.Show(99.9m, 100);
        await kucoin.Broker.GetQuoteAsync(KuCoinUnderTest.Btc, default);
        kucoin.Faults.OnNext(VenueCall.Place, fault);
        var request = new PlaceRequest(Id(1), KuCoinUnderTest.Btc, OrderSide.Buy, new Quantity(1), new Price(99));

        var result = await kucoin.Broker.PlaceAsync(request, default);

        kucoin.Faults.CountOf(VenueCall.Place).ShouldBe(1);
        result.GetType().ShouldBe(fault switch
        {
            VenueFault.None => typeof(PlaceResult.Accepted),
            VenueFault.Unauthorized401UnderThrottling => typeof(PlaceResult.Rejected),
            _ => typeof(PlaceResult.Unknown),
        });
        var found = await kucoin.Broker.FindAsync(new OrderRef(request.ClientOrderId, request.Symbol, TestInstants.Start), default);
        (found is not null).ShouldBe(isDone);
        kucoin.Venue.Truth().Orders.Count.ShouldBe(isDone ? 1 : 0);
    }

    [Fact]
    public async Task Place_ArrivingLate_IsFoundOnceItHasArrived()
    {
        var time = new JumpingTimeProvider(TestInstants.Start);
        using var kucoin = new KuCoinUnderTest(time);
        kucoin.Show(99.9m, 100);
        kucoin.Faults.OnNext(VenueCall.Place, VenueFault.LateArrival);
        var order = new OrderRef(Id(1), KuCoinUnderTest.Btc, time.GetUtcNow());

        (await kucoin.Broker.PlaceAsync(new PlaceRequest(order.Id, order.Symbol, OrderSide.Buy, new Quantity(1), new Price(99)), default)).ShouldBeOfType<PlaceResult.Unknown>();
        (await kucoin.Broker.FindAsync(order, default)).ShouldBeNull();
        time.Advance(kucoin.Broker.Traits.ConclusiveAfter);

        (await kucoin.Broker.FindAsync(order, default)).ShouldNotBeNull().ClientOrderId.ShouldBe(order.Id);
    }

    [Fact]
    public async Task Place_WindowSpent_IsRejectedAndSendsNothing()
    {
        using var handler = new ScriptedHandler(new ScriptedAnswer(HttpStatusCode.OK, """{"code":"200000","data":{"orderId":"V1"}}""", [("gw-ratelimit-limit", "1"), ("gw-ratelimit-remaining", "0"), ("gw-ratelimit-reset", "20000")]));
        using var broker = Over(handler, SpotApi.Hf, KuCoinUnderTest.NewKeys());

        (await broker.PlaceAsync(Request(1), default)).ShouldBeOfType<PlaceResult.Accepted>();
        var second = await broker.PlaceAsync(Request(2), default);

        second.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("gate");
        handler.Requests.Count.ShouldBe(1);
    }

    /// <summary>Held up for a while, it is signed with the instant that was saved: the venue's window ends with the one that look-ups count by.</summary>
    [Theory]
    [InlineData(SpotApi.Hf)]
    [InlineData(SpotApi.Legacy)]
    public async Task Place_HeldUp_IsSignedWithTheSavedInstant_AndNotSentPastTheWindow(SpotApi api)
    {
        using var handler = new ScriptedHandler(ScriptedAnswer.Ok("""{"orderId":"V1"}"""));
        using var broker = Over(handler, api, KuCoinUnderTest.NewKeys());
        var now = TestInstants.Start;

        await broker.PlaceAsync(Request(1) with { IntendedAt = now.AddSeconds(-3) }, default);
        var late = await broker.PlaceAsync(Request(2) with { IntendedAt = now.AddSeconds(-6) }, default);

        handler.Requests.ShouldHaveSingleItem().Headers.GetValues("KC-API-TIMESTAMP").ShouldHaveSingleItem().ShouldBe(now.AddSeconds(-3).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
        late.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("late");
    }

    [Fact]
    public async Task Place_WithoutKeys_IsRejectedAndSendsNothing()
    {
        using var handler = new ScriptedHandler(ScriptedAnswer.Ok("1735689600000"));
        using var broker = Over(handler, SpotApi.Hf, null);

        (await broker.PlaceAsync(Request(1), default)).ShouldBeOfType<PlaceResult.Rejected>().Error.Message.ShouldContain("kucoin-api-secret");
        var refused = await Should.ThrowAsync<VenueAccessException>(() => broker.GetBalancesAsync(default));

        refused.Access.ShouldBe(VenueAccess.Key);
        handler.Requests.ShouldBeEmpty();
    }

    private static async Task<(PlaceResult Result, List<HttpRequestMessage> Requests)> PlaceAsync(ScriptedAnswer answer, SpotApi api)
    {
        using var handler = new ScriptedHandler(answer);
        using var broker = Over(handler, api, KuCoinUnderTest.NewKeys());
        return (await broker.PlaceAsync(Request(1), default), handler.Requests);
    }

    private static KuCoinSpotBroker Over(ScriptedHandler handler, SpotApi api, KuCoinKeys? keys)
    {
        var time = new JumpingTimeProvider(TestInstants.Start);
        var http = new HttpClient(handler, disposeHandler: false) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        return KuCoinDefinition.Create(new KuCoinSpotClient(http, _ => Task.FromResult(keys), api, time), new KuCoinSpotOptions { Api = api }, time);
    }

    private static PlaceRequest Request(int number) => new(Id(number), KuCoinUnderTest.Btc, OrderSide.Buy, new Quantity(1), new Price(99));

    private static ClientOrderId Id(int number) => ClientOrderId.Parse($"7d54abe2-1c6c-5f0e-9d7a-{number:d12}");
}
