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
    [InlineData("kucoin", "USDT", false)]
    [InlineData("robinhood", "USD", true)]
    [Trait("Tier", "full")]
    public async Task Trader_FromAnEmptyStore_BuysSellsLosesReplies_AndAgreesWithTheVenue(string venue, string quote, bool stopped)
    {
        using var cloud = new LiveCloud(venue) { Basis = venue == "robinhood" ? 1.001m : 1m };
        await using var server = venue == "kucoin" ? await VenueServer.StartAsync([cloud.KuCoin]) : null;
        if (server is not null)
        {
            cloud.ByItsAddress = true;
            cloud.Settings["POWERTRADER_VENUEOPTIONS"] = $"address={server.Address}";
        }
        // The first order arrives, and nobody hears of it; later one that never arrives.
        cloud.Faults.On(VenueCall.Place, 1, VenueFault.AfterAcceptance).On(VenueCall.Place, 2, VenueFault.BeforeRequest).On(VenueCall.Place, 4, VenueFault.LateReply);

        await cloud.PlayAsync(TimeSpan.FromHours(14), () => IsDoneAsync(cloud, stopped));
        if (stopped)
        {
            // Nothing waits for the rules to sell.
            var stop = await new CloudOperations(cloud.Trader).StopAsync(sell: true, "the case", default);
            stop.Steps.ShouldContain(step => step.Outcome == "selling", string.Join('|', stop.Steps.Select(step => step.Text)));
            await cloud.PlayAsync(TimeSpan.FromMinutes(7));
        }
        cloud.Faults.IsQuiet = true;
        (await new CloudOperations(cloud.Trader).SetHaltAsync("halted", null, "the case ends", default)).ShouldBeNull();
        await cloud.PlayAsync(TimeSpan.FromMinutes(6));

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

    /// <summary>Where a stop is to sell: something is held, and nobody waits to hear of an order. Else: a deal was sold by its rules.</summary>
    private static async Task<bool> IsDoneAsync(LiveCloud cloud, bool stopped)
    {
        if (cloud.Faults.CountOf(VenueCall.Place) < (stopped ? 2 : 4)) return false;
        var book = await cloud.BookAsync();
        return stopped ? book.OpenOrders.Count == 0 && !book.SymbolOf(cloud.Pair).Held.IsZero : book.Head.ClosedDeals > 0;
    }
}
