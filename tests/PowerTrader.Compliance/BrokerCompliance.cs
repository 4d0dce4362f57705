using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="IBroker"/> keeps to. The market behind it is the case's own: a quote stands until the case moves it.</summary>
/// <remarks>The account begins with 10,000 of the quote currency and no coin; the instrument is <see cref="Btc"/>, tick 0.01, lot 0.0001, minimum order value 1.</remarks>
public abstract partial class BrokerCompliance
{
    private const string KuCoin = "https://www.kucoin.com/docs-new/rest/";
    private const string AddOrder = KuCoin + "spot-trading/orders/add-order";
    private const string GetOrder = KuCoin + "spot-trading/orders/get-order-by-clientoid";
    private const string CancelOrder = KuCoin + "spot-trading/orders/cancel-order-by-clientoid";
    private const string Trades = KuCoin + "spot-trading/orders/get-trade-history";
    private const string Accounts = KuCoin + "account-info/account-funding/get-account-list-spot";
    private const string Symbols = KuCoin + "spot-trading/market-data/get-all-symbols";
    private const string Pages = "https://docs.robinhood.com/crypto/trading/#section/Pagination";
    private const string Contract = "docs/reference/ports.md#broker";
    private const string Replies = "docs/reference/ports.md#replies";

    /// <summary>The pair as the venue names it.</summary>
    protected virtual Symbol Btc => Symbol.Parse("BTC-USDT");

    private int ids;

    protected abstract IBroker Broker { get; }

    /// <summary>Fee per side as a fraction of the notional.</summary>
    protected abstract decimal FeeRate { get; }

    /// <summary>Largest share of the displayed size that may fill at one quote.</summary>
    protected abstract decimal MaxShare { get; }

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Shows a new quote, one second after the last one.</summary>
    protected abstract void Show(decimal bid, decimal ask, decimal size = 1000);

    /// <summary>Pays in, or takes out, cash and coins at the account without any order, as its owner can at every venue.</summary>
    protected abstract Task MoveOutsideAsync(decimal cash, decimal btc);

    [Trait("Source", AddOrder)]
    [Fact(DisplayName = "A marketable order fills within its limit, and its fee is the venue's")]
    public async Task Place_Marketable_FillsAtMostAtItsLimit()
    {
        Show(99.9m, 100);
        var id = await AcceptedAsync(OrderSide.Buy, 2, 100.5m);

        var order = (await Broker.FindAsync(id, Btc, Token)).ShouldNotBeNull();
        var fill = (await Broker.GetFillsAsync(id, Btc, Token)).ShouldHaveSingleItem();

        order.Status.ShouldBe(VenueOrderStatus.Filled);
        order.FilledQuantity.Value.ShouldBe(2);
        fill.Price.Value.ShouldBeInRange(100m, 100.5m);
        fill.Fee.Amount.ShouldBe(fill.Price.Value * 2 * FeeRate);
        fill.ClientOrderId.ShouldBe(id);
        fill.VenueOrderId.ShouldBe(order.VenueOrderId);
    }

    [Trait("Source", AddOrder)]
    [Fact(DisplayName = "A resting order waits for its price and never fills beyond it")]
    public async Task Place_Resting_FillsOnlyWhenThePriceComes()
    {
        Show(99.9m, 100);
        var id = await AcceptedAsync(OrderSide.Buy, 1, 99m);
        (await Broker.FindAsync(id, Btc, Token))!.Status.ShouldBe(VenueOrderStatus.Open);
        (await Broker.GetOpenOrdersAsync(Token)).ShouldHaveSingleItem().ClientOrderId.ShouldBe(id);

        Show(98.5m, 98.9m);

        (await Broker.FindAsync(id, Btc, Token))!.Status.ShouldBe(VenueOrderStatus.Filled);
        (await Broker.GetFillsAsync(id, Btc, Token)).ShouldAllBe(fill => fill.Price.Value <= 99m);
        (await Broker.GetOpenOrdersAsync(Token)).ShouldBeEmpty();
    }

    [Trait("Source", AddOrder)]
    [Fact(DisplayName = "A client order id is used once: the same one again is rejected, or unknown until it is looked up, and places nothing")]
    public async Task Place_TheSameIdTwice_PlacesOneOrder()
    {
        Show(99.9m, 100);
        var id = await AcceptedAsync(OrderSide.Buy, 1, 101m);

        var again = await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);

        again.ShouldNotBeOfType<PlaceResult.Accepted>();
        (await Broker.GetBalancesAsync(Token)).Coins["BTC"].Value.ShouldBe(1);
    }

    public static TheoryData<string, decimal, decimal, string> Unsound => new()
    {
        { "BTC", 0.00005m, 100, "below one lot" },
        { "BTC", 1.00005m, 100, "off the lot" },
        { "BTC", 1, 100.001m, "off the tick" },
        { "BTC", 0.001m, 100, "below the minimum order value" },
        { "NOPE", 1, 100, "not listed" },
        { "BTC", 200, 100, "more than the cash" },
    };

    [Trait("Source", Symbols)]
    [Theory(DisplayName = "What the venue's rules forbid is rejected with a code and a message, and does not exist afterwards")]
    [MemberData(nameof(Unsound))]
    public async Task Place_Unsound_IsRejected(string coin, decimal quantity, decimal limit, string why)
    {
        Show(99.9m, 100);
        var id = NextId();

        var answer = await Broker.PlaceAsync(new PlaceRequest(id, Symbol.Parse($"{coin}-{Btc.Quote}"), OrderSide.Buy, new Quantity(quantity), new Price(limit)), Token);

        var rejected = answer.ShouldBeOfType<PlaceResult.Rejected>(why);
        rejected.Error.Code.ShouldNotBeEmpty();
        rejected.Error.Message.ShouldNotBeEmpty();
        (await Broker.FindAsync(id, Btc, Token)).ShouldBeNull();
        (await Broker.GetBalancesAsync(Token)).Cash.Amount.ShouldBe(10_000);
    }

    [Trait("Source", Accounts)]
    [Fact(DisplayName = "Open buys hold their cash: a second order sees only what is free")]
    public async Task Place_BuysBeyondTheFreeCash_AreRejected()
    {
        Show(99.9m, 100);
        await AcceptedAsync(OrderSide.Buy, 60, 99m);

        var second = await Broker.PlaceAsync(new PlaceRequest(NextId(), Btc, OrderSide.Buy, new Quantity(60), new Price(99)), Token);

        second.ShouldBeOfType<PlaceResult.Rejected>();
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "No short sales: open sells hold their coins")]
    public async Task Place_SellsBeyondTheFreeCoins_AreRejected()
    {
        Show(99.9m, 100);
        (await Broker.PlaceAsync(Sell(1, 110), Token)).ShouldBeOfType<PlaceResult.Rejected>();
        await AcceptedAsync(OrderSide.Buy, 2, 101m);

        (await Broker.PlaceAsync(Sell(1.5m, 110), Token)).ShouldBeOfType<PlaceResult.Accepted>();
        (await Broker.PlaceAsync(Sell(1, 110), Token)).ShouldBeOfType<PlaceResult.Rejected>();
    }

    [Trait("Source", GetOrder)]
    [Fact(DisplayName = "A complete look-up of an id that was never placed finds nothing")]
    public async Task Find_NeverPlaced_IsNull()
    {
        Show(99.9m, 100);

        (await Broker.FindAsync(NextId(), Btc, Token)).ShouldBeNull();
        (await Broker.GetFillsAsync(NextId(), Btc, Token)).ShouldBeEmpty();
        (await Broker.CancelAsync(NextId(), Btc, Token)).ShouldBe(CancelResult.NotOpen);
    }

    [Trait("Source", CancelOrder)]
    [Fact(DisplayName = "A cancelled order keeps what filled before and frees the rest")]
    public async Task Cancel_PartlyFilled_KeepsTheFills()
    {
        Show(99.9m, 100, size: 4);
        var id = await AcceptedAsync(OrderSide.Buy, 50, 100.5m);
        var filled = (await Broker.FindAsync(id, Btc, Token))!.FilledQuantity;

        (await Broker.CancelAsync(id, Btc, Token)).ShouldBe(CancelResult.Requested);

        var order = (await Broker.FindAsync(id, Btc, Token)).ShouldNotBeNull();
        order.Status.ShouldBe(VenueOrderStatus.Cancelled);
        order.FilledQuantity.ShouldBe(filled);
        filled.Value.ShouldBe(4 * MaxShare);
        (await Broker.CancelAsync(id, Btc, Token)).ShouldBe(CancelResult.NotOpen);
        Show(99.9m, 100);
        (await Broker.FindAsync(id, Btc, Token))!.FilledQuantity.ShouldBe(filled);
        await AcceptedAsync(OrderSide.Buy, 90, 100.5m);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Fills come with their quotes, add up, never fall, and have ids of their own; a look without a new quote brings none")]
    public async Task Fills_OverSeveralQuotes_AddUp()
    {
        Show(99.9m, 100, size: 4);
        var id = await AcceptedAsync(OrderSide.Buy, 3, 100.5m);
        var seen = new List<decimal> { (await Broker.FindAsync(id, Btc, Token))!.FilledQuantity.Value };
        (await Broker.FindAsync(id, Btc, Token))!.FilledQuantity.Value.ShouldBe(seen[0]);
        for (var quote = 0; quote < 4; quote++)
        {
            Show(99.9m, 100, size: 4);
            seen.Add((await Broker.FindAsync(id, Btc, Token))!.FilledQuantity.Value);
        }
        var fills = await Broker.GetFillsAsync(id, Btc, Token);

        seen.ShouldBe(seen.Order());
        seen[^1].ShouldBe(3);
        fills.Sum(fill => fill.Quantity.Value).ShouldBe(3);
        fills.Select(fill => fill.TradeId).Distinct().Count().ShouldBe(fills.Count);
        fills.Select(fill => fill.Time).ShouldBe(fills.Select(fill => fill.Time).Order());
        fills.ShouldAllBe(fill => fill.Quantity.Value <= 4 * MaxShare);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Two orders at one quote share the displayed size")]
    public async Task Fills_OfTwoOrdersAtOneQuote_ShareTheDisplayedSize()
    {
        Show(99.9m, 100, size: 4);
        var first = await AcceptedAsync(OrderSide.Buy, 3, 100.5m);
        var second = await AcceptedAsync(OrderSide.Buy, 3, 100.5m);

        var filled = (await Broker.FindAsync(first, Btc, Token))!.FilledQuantity.Value + (await Broker.FindAsync(second, Btc, Token))!.FilledQuantity.Value;

        filled.ShouldBeLessThanOrEqualTo(4 * MaxShare);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "Balances are the start plus every fill and fee, to the last digit")]
    public async Task Balances_AfterRoundTrip_AddUp()
    {
        Show(99.9m, 100);
        await AcceptedAsync(OrderSide.Buy, 3, 100.5m);
        Show(105, 105.1m);
        (await Broker.PlaceAsync(Sell(1, 104), Token)).ShouldBeOfType<PlaceResult.Accepted>();

        var fills = await Broker.GetFillsSinceAsync(DateTimeOffset.MinValue, Token);
        var balances = await Broker.GetBalancesAsync(Token);

        fills.Count.ShouldBe(2);
        balances.Coins["BTC"].Value.ShouldBe(2);
        balances.Cash.Amount.ShouldBe(10_000 + fills.Sum(fill => (fill.Side == OrderSide.Buy ? -1 : 1) * fill.Price.Value * fill.Quantity.Value - fill.Fee.Amount));
    }

    [Trait("Source", Trades)]
    [Fact(DisplayName = "Fills since an instant: that instant included, earlier ones not, oldest first")]
    public async Task FillsSince_AnInstant_BeginsThere()
    {
        foreach (var _ in Enumerable.Range(0, 3))
        {
            Show(99.9m, 100);
            await AcceptedAsync(OrderSide.Buy, 1, 101m);
        }
        var all = await Broker.GetFillsSinceAsync(DateTimeOffset.MinValue, Token);

        (await Broker.GetFillsSinceAsync(all[1].Time, Token)).ShouldBe(all.Skip(1));
        (await Broker.GetFillsSinceAsync(all[2].Time.AddTicks(1), Token)).ShouldBeEmpty();
    }

    [Trait("Source", Trades)]
    [Fact(DisplayName = "Fills since an instant are those of every order, cancelled ones too, with the ids to find their orders")]
    public async Task FillsSince_TheBeginning_AreTheFillsOfEveryOrder()
    {
        Show(99.9m, 100, size: 4);
        var cancelled = await AcceptedAsync(OrderSide.Buy, 50, 100.5m);
        await Broker.CancelAsync(cancelled, Btc, Token);
        Show(99.9m, 100);
        var filled = await AcceptedAsync(OrderSide.Buy, 1, 101m);

        var all = await Broker.GetFillsSinceAsync(DateTimeOffset.MinValue, Token);

        all.ShouldBe([.. await Broker.GetFillsAsync(cancelled, Btc, Token), .. await Broker.GetFillsAsync(filled, Btc, Token)]);
        all.Select(fill => fill.ClientOrderId!.Value).ShouldBe([cancelled, filled]);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "The fee told beforehand is the one taken, and asking for it, or for the account, changes nothing")]
    public async Task Fees_BeforeAnOrder_AreTheOnesTaken()
    {
        Show(99.9m, 100);
        var fees = await Broker.GetFeesAsync(Btc, Token);
        var account = await Broker.GetAccountAsync(Token);
        var id = await AcceptedAsync(OrderSide.Buy, 2, 100.5m);

        var fill = (await Broker.GetFillsAsync(id, Btc, Token)).ShouldHaveSingleItem();

        fill.Fee.Amount.ShouldBe(fill.Price.Value * fill.Quantity.Value * fees.Taker);
        account.Status.ShouldBe(AccountStatus.Active);
        account.MayTrade.ShouldNotBe(false);
    }

    [Trait("Source", Contract)]
    [Fact(DisplayName = "What its owner moves shows in the balances and nowhere else")]
    public async Task Balances_AfterMoneyAndCoinsFromOutside_ShowThem()
    {
        Show(99.9m, 100);
        await MoveOutsideAsync(500, 2);
        await MoveOutsideAsync(-200, -0.5m);

        var balances = await Broker.GetBalancesAsync(Token);

        balances.Cash.Amount.ShouldBe(10_300);
        balances.Coins["BTC"].Value.ShouldBe(1.5m);
        (await Broker.GetFillsSinceAsync(DateTimeOffset.MinValue, Token)).ShouldBeEmpty();
        (await Broker.GetOpenOrdersAsync(Token)).ShouldBeEmpty();
        (await Broker.PlaceAsync(Sell(1.5m, 99), Token)).ShouldBeOfType<PlaceResult.Accepted>();
    }

    [Trait("Source", Accounts)]
    [Fact(DisplayName = "Cash in the balances counts what open orders hold")]
    public async Task Balances_WithAnOpenBuy_StillCountItsCash()
    {
        Show(99.9m, 100);
        await AcceptedAsync(OrderSide.Buy, 10, 50m);

        (await Broker.GetBalancesAsync(Token)).Cash.Amount.ShouldBe(10_000);
    }

    [Trait("Source", Pages)]
    [Fact(DisplayName = "Open orders are listed whole, beyond any page of the venue")]
    public async Task OpenOrders_OfManyPages_AreComplete()
    {
        Show(99.9m, 100);
        var ids = new List<ClientOrderId>();
        for (var i = 0; i < 120; i++) ids.Add(await AcceptedAsync(OrderSide.Buy, 0.1m, 50m));

        (await Broker.GetOpenOrdersAsync(Token)).Select(order => order.ClientOrderId!.Value).ShouldBe(ids, ignoreOrder: true);
    }

    [Trait("Source", Replies)]
    [Fact(DisplayName = "Cancellation never means that it did not happen: the answer is Unknown, or what the venue said")]
    public async Task Place_Cancelled_IsUnknownOrTrue()
    {
        Show(99.9m, 100);
        var id = NextId();

        var answer = await Broker.PlaceAsync(new PlaceRequest(id, Btc, OrderSide.Buy, new Quantity(1), new Price(101)), new CancellationToken(true));
        var found = await Broker.FindAsync(id, Btc, Token);

        if (answer is PlaceResult.Accepted) found.ShouldNotBeNull();
        else answer.ShouldBeOfType<PlaceResult.Unknown>();
    }

    protected ClientOrderId NextId() => ClientOrderId.Derive("test", new PortfolioKey("tenant", "main"), Btc, "powertrader", 1, Leg.Entry, ids++);

    protected async Task<ClientOrderId> AcceptedAsync(OrderSide side, decimal quantity, decimal limit)
    {
        var id = NextId();
        var answer = await Broker.PlaceAsync(new PlaceRequest(id, Btc, side, new Quantity(quantity), new Price(limit)), Token);
        answer.ShouldBeOfType<PlaceResult.Accepted>(answer.ToString());
        return id;
    }

    private PlaceRequest Sell(decimal quantity, decimal limit) => new(NextId(), Btc, OrderSide.Sell, new Quantity(quantity), new Price(limit));
}
