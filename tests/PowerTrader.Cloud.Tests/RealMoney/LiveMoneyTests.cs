using PowerTrader.Cloud.Hosting;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>Real money in the app's own composition: from an empty store to holdings that equal the venue's.</summary>
public sealed class LiveMoneyTests
{
    /// <summary>KuCoin by the way of the deployment: keys from the vault, the address among the settings, over HTTP. Robinhood on its wire in process, a little dearer than the market.</summary>
    [Theory]
    [InlineData("kucoin", "USDT")]
    [InlineData("robinhood", "USD")]
    [Trait("Tier", "full")]
    public async Task Trader_FromAnEmptyStore_BuysSellsLosesReplies_AndAgreesWithTheVenue(string venue, string quote)
    {
        using var cloud = new LiveCloud(venue) { Basis = venue == "robinhood" ? 1.001m : 1m };
        await using var server = venue == "kucoin" ? await VenueServer.StartAsync([cloud.KuCoin]) : null;
        if (server is not null)
        {
            cloud.ByItsAddress = true;
            cloud.Settings["POWERTRADER_VENUEOPTIONS"] = $"address={server.Address}";
        }
        // The first order arrives, and nobody hears of it; later one that never arrives.
        cloud.Faults.On(VenueCall.Place, 1, VenueFault.AfterAcceptance).On(VenueCall.Place, 3, VenueFault.BeforeRequest).On(VenueCall.Place, 4, VenueFault.LateReply);

        await cloud.PlayAsync(TimeSpan.FromHours(14), async () => cloud.Clock.GetUtcNow().Minute % 10 == 0 && await TradedAsync(cloud));
        cloud.Faults.IsQuiet = true;
        (await new CloudOperations(cloud.Trader).SetHaltAsync("halted", null, "the case ends", default)).ShouldBeNull();
        await cloud.PlayAsync(TimeSpan.FromMinutes(12));

        TestContext.Current.SendDiagnosticMessage($"{venue}: {(cloud.Clock.GetUtcNow() - Adapters.Simulation.SimulatedMarket.TradingStart).TotalHours:0.0} hours, {cloud.Venue.Orders().Count} orders, {cloud.Faults.Hits.Values.Sum()} faults");
        var book = await cloud.BookAsync();
        var told = string.Join('\n', cloud.Told);
        (book.Head.Mode, book.Head.Venue, book.Head.Currency).ShouldBe((PortfolioMode.Live, venue, quote), told);
        var (orders, trades) = cloud.Venue.Truth();
        trades.Select(trade => trade.Order.Ticket.Side).Distinct().Count().ShouldBe(2, told);
        cloud.Faults.Hits.Keys.Count(hit => hit.Call == VenueCall.Place).ShouldBeGreaterThanOrEqualTo(2, "a reply was lost");
        orders.Select(order => order.Ticket.ClientId).ShouldBeUnique();
        orders.ShouldAllBe(order => order.Ticket.Side == OrderSide.Sell || order.Ticket.Quantity * order.Ticket.Limit <= 400);
        book.OpenOrders.ShouldBeEmpty();
        book.Head.Cash.Amount.ShouldBe(cloud.AtVenue(quote));
        book.SymbolOf(cloud.Pair).Held.Value.ShouldBe(cloud.AtVenue("BTC"));
        book.Head.KnownDifferences.ShouldBeEmpty(told);
        book.Head.ForeignOrders.ShouldBeEmpty();
    }

    private static async Task<bool> TradedAsync(LiveCloud cloud) =>
        cloud.Faults.CountOf(VenueCall.Place) > 4 && await cloud.Trader.HeadAsync(default) is { ClosedDeals: > 0 };
}
