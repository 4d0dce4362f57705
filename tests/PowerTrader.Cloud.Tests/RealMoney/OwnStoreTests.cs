using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>Real money and paper never take each other's place, and nobody else trades on the account.</summary>
public sealed class OwnStoreTests : IDisposable
{
    private readonly LiveCloud cloud = new();

    public void Dispose() => cloud.Dispose();

    [Fact]
    public async Task Portfolio_OfPaperUnderTheLiveName_IsLeftAloneAndToldOf()
    {
        var now = cloud.Clock.GetUtcNow();
        var paper = PortfolioBook.Open(cloud.Options.Portfolio, MarketId.KuCoin, PortfolioMode.Paper, "e", "USDT", new Money(1000), [cloud.Pair], now);
        paper.SetSettingsVersion((await new SettingsStore(cloud.Tables).KeepAsync(cloud.Options.Portfolio, cloud.Options.Settings.Canonical(), now, default)).Number, [], now);
        await new PortfolioStore(cloud.Tables).CommitAsync(paper, null, "case", default);

        foreach (var schedule in (string[])[Names.Prepare, Names.MarketTick, Names.Reconcile, Names.TradeTick]) await cloud.RunAsync(schedule);

        var status = await cloud.StatusAsync();
        status.Money.ShouldBe("paper");
        status.Refusals.ShouldHaveSingleItem().ShouldContain("main|live-kucoin is paper for ever");
        (await cloud.AlertsAsync()).ShouldHaveSingleItem().Kind.ShouldBe(GateNews.ClosedKind);
        cloud.KuCoin.Log.ShouldBeEmpty();
        (await cloud.BookAsync()).Head.LastReconciledAt.ShouldBeNull();
    }

    [Fact]
    public async Task Mode_BackToPaper_NeverTouchesTheAccount_AndSaysWhatIsLeftThere()
    {
        await cloud.OpenAndAskAsync();
        await cloud.IntendAsync();
        var live = cloud.Options.Portfolio;
        cloud.KuCoin.Log.Clear();
        cloud.Settings["POWERTRADER_MODE"] = "paper";
        cloud.Restart();
        await cloud.RunAsync(Names.Prepare);
        await cloud.RunAsync(Names.Prepare);

        var paper = await cloud.Trader.OpenEmptyAsync(default);
        var head = (await new PortfolioStore(cloud.Tables).GetHeadAsync(live, default))!;

        Should.Throw<NotSupportedException>(() => paper.Brokers.For(head)).Message.ShouldContain("set POWERTRADER_MODE=live and POWERTRADER_VENUE=kucoin");
        paper.Brokers.DeadManOf(head).ShouldBeNull();
        cloud.Options.Portfolio.Portfolio.ShouldBe("main");
        (await cloud.RefusalsAsync()).ShouldHaveSingleItem().ShouldContain("it holds or orders BTC-USDT, and nobody watches that");
        (await cloud.AlertsAsync()).ShouldHaveSingleItem().Severity.ShouldBe(Core.Alerts.AlertSeverity.Critical);
        cloud.KuCoin.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task Portfolio_OfAnotherMarketsPrices_IsRefused()
    {
        await cloud.OpenAndAskAsync();
        var head = (await cloud.BookAsync()).Head with { Market = MarketId.Coinbase };

        var work = await cloud.Trader.OpenEmptyAsync(default);

        Should.Throw<NotSupportedException>(() => work.Brokers.For(head)).Message.ShouldContain("set PowerTrader__Market=coinbase");
    }

    [Fact]
    public async Task Installation_Second_IsSeenAtTheVenueAndHaltsThisOne()
    {
        await cloud.OpenAndAskAsync();
        var foreign = ClientOrderId.Derive("another epoch", cloud.Options.Portfolio, cloud.Pair, "powertrader", 1, Leg.Entry, 0);
        var other = new LoopbackExchange.Venues.SimulatedVenueBroker(cloud.Venue);
        (await other.PlaceAsync(new PlaceRequest(foreign, cloud.Pair, OrderSide.Buy, new Quantity(0.001m), new Price(30_000m)), default)).ShouldBeOfType<PlaceResult.Accepted>();

        cloud.Clock.Advance(TimeSpan.FromMinutes(5));
        await cloud.RunAsync(Names.Reconcile);

        (await cloud.BookAsync()).Head.Halt.ShouldBe(HaltState.Halted);
        (await cloud.AlertsAsync()).ShouldContain(alert => alert.Kind == "second-installation");
    }

    [Fact]
    public async Task Buy_WhileTheGateIsClosed_IsRefusedWithTheReason()
    {
        cloud.Settings[CloudOptions.ConfirmationSetting] = "";
        await cloud.OpenAndAskAsync();

        var answer = await new CloudOperations(cloud.Trader).PerformAsync(new ActionForm("buy", "BTC") { Key = "k1", Amount = "50" }, default);

        answer.Outcome.ShouldBe(ActionOutcome.Refused);
        answer.Refusals.ShouldHaveSingleItem().Detail.ShouldContain(CloudOptions.ConfirmationSetting);
        var work = await cloud.Trader.OpenEmptyAsync(default);
        (await work.Brokers.WhyNotBoughtAsync((await cloud.BookAsync()).Head, default))!.ShouldContain("the gate to real money is closed");
    }
}
