using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Cloud.Tests.RealMoney;

/// <summary>What closes the gate to real money, one by one: the reason is in the status, people are told once, and nothing is sent.</summary>
public sealed class GateTests : IDisposable
{
    private readonly LiveCloud cloud = new();

    public void Dispose() => cloud.Dispose();

    [Fact]
    public async Task Gate_EverythingInOrder_IsOpenAndTheWordStandsInTheBooks()
    {
        await cloud.OpenAndAskAsync();

        (await cloud.RefusalsAsync()).ShouldBeEmpty();
        var head = (await cloud.BookAsync()).Head;
        (head.Mode, head.Venue, head.Key).ShouldBe((PortfolioMode.Live, "kucoin", new PortfolioKey("main", "live-kucoin")));
        head.LiveTerms.ShouldBe("kucoin: order 400, day 20000, held 900, coins BTC");
        (await cloud.StatusAsync()).Money.ShouldBe("live");
        (await cloud.AlertsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("POWERTRADER_LIVE_MAXORDER", "", "live.maxOrder '0' must be set where mode is live: real money has no default; for example POWERTRADER_LIVE_MAXORDER=50")]
    [InlineData("POWERTRADER_LIVE_MAXPERDAY", "", "live.maxPerDay '0'")]
    [InlineData("POWERTRADER_LIVE_MAXHELD", "0", "live.maxHeld '0'")]
    [InlineData("POWERTRADER_LIVE_COINS", "", "live.coins ''")]
    [InlineData("PowerTrader__Coins", "BTC,ETH", "coins 'ETH-USDT' is not among live.coins")]
    [InlineData("POWERTRADER_VENUE", "none", "venue 'none' must be kucoin or robinhood where mode is live; for example POWERTRADER_VENUE=kucoin")]
    [InlineData("POWERTRADER_VENUEOPTIONS", "api=smoke", "venueOptions: kucoin@1")]
    public async Task Settings_ThatCannotTradeRealMoney_StartTheAppAndRefuse(string setting, string value, string told)
    {
        cloud.Settings[setting] = value;

        await cloud.RunAsync(Names.Prepare);

        (await cloud.RefusalsAsync()).ShouldContain(reason => reason.StartsWith(told, StringComparison.Ordinal));
        (await cloud.AlertsAsync()).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            alert => alert.Kind.ShouldBe(GateNews.ClosedKind), alert => alert.Severity.ShouldBe(AlertSeverity.Critical), alert => alert.Text.ShouldContain(told));
        (await cloud.Trader.HeadAsync(default)).ShouldBeNull("nothing is prepared that cannot be traded on");
        cloud.KuCoin.Log.ShouldBeEmpty("nobody asks an account that is not to be used");
    }

    [Theory]
    [InlineData(VenueSecrets.KuCoinApiKey)]
    [InlineData(VenueSecrets.KuCoinApiPassphrase)]
    [InlineData(VenueSecrets.KuCoinApiKeyVersion)]
    [Trait("Tier", "full")]
    public async Task Keys_NotInTheVault_AreNamed(string name)
    {
        cloud.Keys.Remove(VenueSecrets.Of(cloud.Options.Portfolio, name));

        await cloud.RunAsync(Names.Prepare);
        await cloud.OpenAndAskAsync();

        (await cloud.RefusalsAsync()).ShouldHaveSingleItem().ShouldContain($"the vault lacks 4-main-live-kucoin-{name}");
        (await cloud.AlertsAsync()).ShouldHaveSingleItem();
        (await cloud.BookAsync()).Head.LiveTerms.ShouldBeNull();
    }

    public static TheoryData<string, string> Unfit => new()
    {
        { "blocked", "takes no orders now" }, { "key", "may not trade; make one that may and store it in the vault" }, { "fee", "costs.feePercent '0.1'" }, { "spread", "risk.collarPercent '1'" },
        { "secret", "does not let this app in" },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    [Trait("Tier", "full")]
    public async Task Account_NotFit_IsRefusedAndTheWordIsNotWritten(string what, string told)
    {
        Spoil(what);

        await cloud.OpenAndAskAsync();

        (await cloud.RefusalsAsync()).ShouldContain(reason => reason.Contains(told, StringComparison.Ordinal));
        (await cloud.AlertsAsync()).ShouldHaveSingleItem().Text.ShouldContain(told);
        (await cloud.BookAsync()).Head.LiveTerms.ShouldBeNull();
        cloud.Venue.Orders().ShouldBeEmpty();
    }

    [Fact]
    public async Task Account_DoesNotAnswer_IsRefusedUntilItDoes()
    {
        await cloud.OpenAsync();
        for (var number = 1; number < 60; number++) cloud.Faults.On(VenueCall.Account, number, VenueFault.ServerError5xxBefore);
        (await cloud.RefusalsAsync()).ShouldHaveSingleItem().ShouldContain("was not asked under these settings yet");

        await cloud.RunAsync(Names.Reconcile);
        var asked = await cloud.RefusalsAsync();
        cloud.Faults.IsQuiet = true;
        await cloud.RunAsync(Names.Reconcile);

        asked.ShouldHaveSingleItem().ShouldContain("the account at kucoin did not answer");
        (await cloud.RefusalsAsync()).ShouldBeEmpty();
    }

    /// <summary>Once open it closes by itself when the account, or the books, are not heard of any more.</summary>
    [Fact]
    public async Task Gate_NothingHeardForLong_ClosesAgain()
    {
        await cloud.OpenAndAskAsync();

        cloud.Clock.Advance(TimeSpan.FromMinutes(16));
        (await cloud.RefusalsAsync()).ShouldHaveSingleItem().ShouldContain("books that nobody compared");
        cloud.Clock.Advance(TimeSpan.FromMinutes(5));
        (await cloud.RefusalsAsync()).ShouldHaveSingleItem().ShouldContain("has not answered since");
    }

    [Theory]
    [InlineData("", "it is not set")]
    [InlineData("yes", "it says 'yes'")]
    [InlineData("real money of main at kucoin: order 400, day 20000, held 900, coins BTC", "set PowerTrader__LiveConfirm to 'real money of live-kucoin at kucoin: order 400, day 20000, held 900, coins BTC'")]
    [InlineData("real money of live-kucoin at kucoin: order 400, day 20000, held 800, coins BTC", "held 900")]
    [Trait("Tier", "full")]
    public async Task Word_MissingOrOfSomethingElse_IsAskedForWordForWord(string said, string told)
    {
        cloud.Settings[CloudOptions.ConfirmationSetting] = said;

        await cloud.OpenAndAskAsync();

        (await cloud.RefusalsAsync()).ShouldHaveSingleItem().ShouldContain(told);
        (await cloud.BookAsync()).Head.LiveTerms.ShouldBeNull();
    }

    [Fact]
    public async Task Caps_RaisedLater_AskForAnotherWord_AndTheOrderPathKnows()
    {
        await cloud.OpenAndAskAsync();
        cloud.Settings["POWERTRADER_LIVE_MAXORDER"] = "500";
        cloud.Restart();

        await cloud.OpenAndAskAsync();

        (await cloud.RefusalsAsync()).ShouldContain(reason => reason.Contains("order 500", StringComparison.Ordinal) && reason.Contains("order 400", StringComparison.Ordinal));
        (await cloud.BookAsync()).Head.LiveTerms.ShouldBe("kucoin: order 400, day 20000, held 900, coins BTC");
        (await cloud.AlertsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task News_OfOneReason_ComeOnce_AndTheOpeningIsTold()
    {
        cloud.KuCoin.Options = cloud.KuCoin.Options with { Permission = "General" };
        await cloud.OpenAndAskAsync();
        cloud.Clock.Advance(TimeSpan.FromMinutes(5));
        await cloud.RunAsync(Names.Reconcile);
        (await cloud.AlertsAsync()).Count.ShouldBe(1);

        cloud.KuCoin.Options = cloud.KuCoin.Options with { Permission = "General,Spot" };
        await cloud.RunAsync(Names.Reconcile);

        (await cloud.AlertsAsync()).Select(alert => alert.Kind).ShouldBe([GateNews.OpenKind, GateNews.ClosedKind], ignoreOrder: true);
        (await cloud.RefusalsAsync()).ShouldBeEmpty();
    }

    private void Spoil(string what)
    {
        if (what == "blocked") cloud.KuCoin.Options = cloud.KuCoin.Options with { Status = "cancelonly" };
        if (what == "key") cloud.KuCoin.Options = cloud.KuCoin.Options with { Permission = "General" };
        if (what == "fee") cloud.Venue.Options = cloud.Venue.Options with { TakerFee = 0.0095m };
        if (what == "spread") cloud.Venue.Show(cloud.Pair, new SimulatedQuote(90, 1, 100, 1));
        if (what == "secret") cloud.Keys[VenueSecrets.Of(cloud.Options.Portfolio, VenueSecrets.KuCoinApiSecret)] = "another-secret-of-somebody";
    }
}
