using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Venues;

/// <summary>What the simulated exchange does that a port does not ask for.</summary>
public sealed class SimulatedVenueTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    private readonly ManualTimeProvider time = new(TestInstants.Start);
    private readonly SimulatedVenue venue;

    public SimulatedVenueTests()
    {
        venue = new SimulatedVenue(time, [Pair]);
        venue.MoveOutside("USDT", 10_000);
        venue.MoveOutside("BTC", 10);
        venue.Show(Btc, Quote(100));
    }

    private static SimulatedPair Pair => new(Btc, 0.01m, 0.0001m, 0.0001m, 1000, 1);

    [Theory]
    [InlineData(RepeatedIdPolicy.Original, 1, typeof(PlaceAnswer.Placed))]
    [InlineData(RepeatedIdPolicy.Reject, 1, typeof(PlaceAnswer.Refused))]
    [InlineData(RepeatedIdPolicy.Accept, 2, typeof(PlaceAnswer.Placed))]
    public void Place_ARepeatedId_IsTakenAsThePolicySays(RepeatedIdPolicy policy, int orders, Type answer)
    {
        venue.Options = venue.Options with { RepeatedIds = policy };
        Limit(OrderSide.Buy, 1, 90, "mine");

        venue.Place(Ticket(OrderSide.Buy, 1, 90, "mine")).ShouldBeOfType(answer);

        venue.FindByClientId("mine").Count.ShouldBe(orders);
    }

    [Fact]
    public void Cancel_Delayed_LetsTheOrderFillMeanwhile()
    {
        venue.Options = venue.Options with { CancelDelay = TimeSpan.FromSeconds(5) };
        var (filled, cancelled) = (Limit(OrderSide.Buy, 1, 99), Limit(OrderSide.Buy, 1, 90));
        venue.Cancel(filled.VenueId).ShouldBe(CancelAnswer.Requested);
        venue.Cancel(cancelled.VenueId).ShouldBe(CancelAnswer.Requested);
        venue.Find(filled.VenueId)!.CancelRequested.ShouldBeTrue();

        time.Advance(TimeSpan.FromSeconds(4));
        venue.Show(Btc, Quote(98));
        time.Advance(TimeSpan.FromSeconds(1));

        (venue.Find(filled.VenueId)!.Standing, venue.Find(cancelled.VenueId)!.Standing).ShouldBe((OrderStanding.Filled, OrderStanding.Cancelled));
        venue.Cancel(filled.VenueId).ShouldBe(CancelAnswer.NotOpen);
        venue.Cancel("V9").ShouldBe(CancelAnswer.NotFound);
    }

    [Fact]
    public void Lists_Delayed_ShowOrdersAndTradesLate_AndTheVenuesOwnIdAtOnce()
    {
        venue.Options = venue.Options with { OrderListingDelay = TimeSpan.FromSeconds(3), TradeListingDelay = TimeSpan.FromSeconds(6) };
        var order = Limit(OrderSide.Buy, 1, 101, "mine");
        (venue.Find(order.VenueId)!.Standing, venue.FindByClientId("mine").Count, venue.Trades().Count).ShouldBe((OrderStanding.Filled, 0, 0));

        time.Advance(TimeSpan.FromSeconds(3));
        (venue.FindByClientId("mine").Count, venue.Trades().Count).ShouldBe((1, 0));

        time.Advance(TimeSpan.FromSeconds(3));
        venue.TradesOf(order.VenueId).ShouldHaveSingleItem().Quantity.ShouldBe(1);
    }

    [Fact]
    public void StopLoss_SellsAtTheMarket_OnceThePriceHasFallenToIt()
    {
        var order = Placed(new OrderTicket("s", Btc, OrderSide.Sell, OrderKind.StopMarket, 1) { Stop = 95 });
        order.Standing.ShouldBe(OrderStanding.Waiting);
        venue.Show(Btc, Quote(96));
        venue.Find(order.VenueId)!.Standing.ShouldBe(OrderStanding.Waiting);

        venue.Show(Btc, Quote(94));

        venue.TradesOf(order.VenueId).ShouldHaveSingleItem().Price.ShouldBe(94);
    }

    [Fact]
    public void StopLimit_RestsAtItsLimit_OnceTriggered()
    {
        var order = Placed(new OrderTicket("s", Btc, OrderSide.Sell, OrderKind.StopLimit, 1) { Stop = 95, Limit = 95 });
        venue.Show(Btc, Quote(94));
        venue.Find(order.VenueId)!.Standing.ShouldBe(OrderStanding.Open);

        venue.Show(Btc, Quote(96));

        venue.TradesOf(order.VenueId).ShouldHaveSingleItem().Price.ShouldBe(95);
    }

    [Fact]
    public void MarketBuy_ByFunds_SpendsThemAndNoMore()
    {
        var order = Placed(new OrderTicket("m", Btc, OrderSide.Buy, OrderKind.Market, 0) { Funds = 250.005m });

        (order.Standing, order.FilledValue).ShouldBe((OrderStanding.Filled, 250m));
        venue.Balances().Single(each => each.Coin == "USDT").ShouldBe(new SimulatedBalance("USDT", 10_000 - 250 - 0.25m, 0));
    }

    [Fact]
    public void ImmediateOrCancel_KeepsWhatFilledAtOnce()
    {
        venue.Show(Btc, Quote(100, size: 2));

        var order = Placed(Ticket(OrderSide.Buy, 5, 101, "i") with { Life = OrderLife.ImmediateOrCancel });

        (order.Standing, order.Filled).ShouldBe((OrderStanding.Cancelled, 2m));
    }

    [Fact]
    public void QuotesOfTime_FillWhatRests_ThoughNobodyLooked()
    {
        var own = new SimulatedVenue(time, [Pair]) { QuoteAt = (_, at) => Quote(at.Second is 10 ? 90 : 100, size: 1) };
        own.MoveOutside("USDT", 1000);
        var order = ((PlaceAnswer.Placed)own.Place(Ticket(OrderSide.Buy, 1, 95, "q"))).Order;
        var start = time.GetUtcNow();

        time.Advance(TimeSpan.FromSeconds(90));

        own.TradesOf(order.VenueId).ShouldHaveSingleItem().Time.ShouldBe(start.AddSeconds((70 - start.Second) % 60));
    }

    [Theory]
    [InlineData(PairTrading.SellOnly, AccountStanding.Active, Refusal.PairSellOnly, null)]
    [InlineData(PairTrading.Open, AccountStanding.SellOnly, Refusal.AccountSellOnly, null)]
    [InlineData(PairTrading.Halted, AccountStanding.Active, Refusal.PairHalted, Refusal.PairHalted)]
    [InlineData(PairTrading.Delisted, AccountStanding.Active, Refusal.UnknownPair, Refusal.UnknownPair)]
    [InlineData(PairTrading.Open, AccountStanding.Blocked, Refusal.AccountBlocked, Refusal.AccountBlocked)]
    public void Place_WhereTradingIsRestricted_IsRefusedByItsName(PairTrading pair, AccountStanding account, Refusal buy, Refusal? sell)
    {
        venue.SetPair(Pair with { Trading = pair });
        venue.Options = venue.Options with { Account = account };

        ((venue.Place(Ticket(OrderSide.Buy, 1, 99, "b")) as PlaceAnswer.Refused)?.Why).ShouldBe(buy);
        ((venue.Place(Ticket(OrderSide.Sell, 1, 110, "s")) as PlaceAnswer.Refused)?.Why).ShouldBe(sell);
        venue.Orders().Count(order => order.Ticket.Side == OrderSide.Buy).ShouldBe(0);
        venue.Orders().Count.ShouldBe(sell is null ? 1 : 0);
    }

    [Fact]
    public void Delisting_CancelsWhatIsOpen()
    {
        var order = Limit(OrderSide.Buy, 1, 90);

        venue.SetPair(Pair with { Trading = PairTrading.Delisted });

        venue.Find(order.VenueId)!.Standing.ShouldBe(OrderStanding.Cancelled);
        venue.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void OpenOrders_HoldWhatTheyNeed_AndItCannotBeTakenOut()
    {
        Limit(OrderSide.Buy, 50, 90);
        Limit(OrderSide.Sell, 4, 110);

        venue.Balances().ShouldBe([new SimulatedBalance("BTC", 10, 4), new SimulatedBalance("USDT", 10_000, 4504.5m)]);
        Should.Throw<InvalidOperationException>(() => venue.MoveOutside("BTC", -7));
        venue.MoveOutside("BTC", -6);
    }

    [Fact]
    public void RejectedAfterwards_IsAcceptedFirst_AndNeverFills()
    {
        venue.RejectNextAfterwards();
        var order = Limit(OrderSide.Buy, 1, 101);
        order.Standing.ShouldBe(OrderStanding.Open);

        time.Advance(TimeSpan.FromSeconds(1));

        venue.Find(order.VenueId)!.Standing.ShouldBe(OrderStanding.Rejected);
        venue.Trades().ShouldBeEmpty();
    }

    [Fact]
    public void Changes_AreToldInOrder_WithTheTradeThatMadeThem()
    {
        var told = new List<(OrderStanding, decimal?)>();
        venue.Changed += change => told.Add((change.Order.Standing, change.Trade?.Quantity));

        Limit(OrderSide.Buy, 1, 101);

        told.ShouldBe([(OrderStanding.Open, null), (OrderStanding.Open, 1m), (OrderStanding.Filled, null)]);
    }

    private static SimulatedQuote Quote(decimal bid, decimal size = 1000) => new(bid, size, bid, size);

    private static OrderTicket Ticket(OrderSide side, decimal quantity, decimal limit, string? id = null) => new(id, Btc, side, OrderKind.Limit, quantity) { Limit = limit };

    private SimulatedOrder Limit(OrderSide side, decimal quantity, decimal limit, string? id = null) => Placed(Ticket(side, quantity, limit, id));

    private SimulatedOrder Placed(OrderTicket ticket) => venue.Place(ticket).ShouldBeOfType<PlaceAnswer.Placed>().Order;
}
