using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

/// <summary>What was sent and not answered.</summary>
public abstract partial class BrokerCompliance
{
    [Trait("Source", GetOrder)]
    [Fact(DisplayName = "Lost reply of a placement: the answer is Unknown, and a look-up by the order's id finds the one order")]
    public async Task Place_ReplyLost_IsFoundByItsId()
    {
        Show(99.9m, 100);
        var request = new PlaceRequest(NextId(), Btc, OrderSide.Buy, new Quantity(1), new Price(99));

        (await new LostReplies(1).Over(Broker).PlaceAsync(request, Token)).ShouldBeOfType<PlaceResult.Unknown>();

        var found = (await Broker.FindAsync(request.ClientOrderId, Btc, Token)).ShouldNotBeNull();
        (found.Status, found.Quantity, found.Limit).ShouldBe((VenueOrderStatus.Open, request.Quantity, request.Limit));
        (await Broker.GetOpenOrdersAsync(Token)).ShouldHaveSingleItem().ClientOrderId.ShouldBe(request.ClientOrderId);
    }

    [Trait("Source", AddOrder)]
    [Fact(DisplayName = "Lost reply of a placement: the same id again is not accepted, so that one order exists and fills once")]
    public async Task Place_AgainAfterALostReply_IsNotAccepted()
    {
        Show(99.9m, 100);
        var losing = new LostReplies(1).Over(Broker);
        var request = new PlaceRequest(NextId(), Btc, OrderSide.Buy, new Quantity(1), new Price(101));

        (await losing.PlaceAsync(request, Token)).ShouldBeOfType<PlaceResult.Unknown>();
        (await losing.PlaceAsync(request, Token)).ShouldNotBeOfType<PlaceResult.Accepted>();

        (await Broker.FindAsync(request.ClientOrderId, Btc, Token))!.Status.ShouldBe(VenueOrderStatus.Filled);
        (await Broker.GetFillsSinceAsync(DateTimeOffset.MinValue, Token)).Sum(fill => fill.Quantity.Value).ShouldBe(1);
        (await Broker.GetBalancesAsync(Token)).Coins["BTC"].Value.ShouldBe(1);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Lost reply of a refused placement: a look-up finds nothing, and nothing is held for it")]
    public async Task Place_RefusedAndItsReplyLost_DoesNotExist()
    {
        Show(99.9m, 100);
        var request = new PlaceRequest(NextId(), Btc, OrderSide.Buy, new Quantity(200), new Price(100));

        (await new LostReplies(1).Over(Broker).PlaceAsync(request, Token)).ShouldBeOfType<PlaceResult.Unknown>();

        (await Broker.FindAsync(request.ClientOrderId, Btc, Token)).ShouldBeNull();
        (await Broker.GetOpenOrdersAsync(Token)).ShouldBeEmpty();
        await AcceptedAsync(OrderSide.Buy, 90, 100);
    }

    [Trait("Source", CancelOrder)]
    [Fact(DisplayName = "Lost reply of a cancel: the next cancel finds nothing open, and the order is cancelled with what had filled")]
    public async Task Cancel_ReplyLost_IsFoundByCancellingAgain()
    {
        Show(99.9m, 100, size: 4);
        var id = await AcceptedAsync(OrderSide.Buy, 50, 100.5m);
        var filled = (await Broker.FindAsync(id, Btc, Token))!.FilledQuantity;
        var losing = new LostReplies(1).Over(Broker);

        await Should.ThrowAsync<AmbiguousException>(() => losing.CancelAsync(id, Btc, Token));

        (await losing.CancelAsync(id, Btc, Token)).ShouldBe(CancelResult.NotOpen);
        var order = (await Broker.FindAsync(id, Btc, Token)).ShouldNotBeNull();
        (order.Status, order.FilledQuantity).ShouldBe((VenueOrderStatus.Cancelled, filled));
        (await Broker.GetOpenOrdersAsync(Token)).ShouldBeEmpty();
    }
}
