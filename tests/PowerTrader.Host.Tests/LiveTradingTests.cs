using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Host.Tests;

/// <summary>Real money, from the gate to the books.</summary>
public sealed class LiveTradingTests
{
    [Theory]
    [InlineData("kucoin", "USDT", 1)]
    [InlineData("robinhood", "USD", 1.001)]
    [Trait("Tier", "full")]
    public async Task Run_Confirmed_TradesAtTheVenue_AndAgreesWithItToTheLastDigit(string venue, string quote, double basis)
    {
        await using var scene = LiveScene.At(venue, quote);
        scene.Basis = (decimal)basis;
        await scene.StartAsync(scene.Words);

        await scene.PlayAsync(TimeSpan.FromHours(14));

        var book = await scene.BookAsync();
        (book.Head.Mode, book.Head.Venue, book.Head.Currency).ShouldBe((PortfolioMode.Live, venue, quote));
        book.Head.FillCount.ShouldBeGreaterThan(3);
        scene.Venue.Orders().Count(order => order.Filled > 0).ShouldBeGreaterThan(1);
        scene.Venue.Orders().Select(order => order.Ticket.ClientId).Distinct().Count().ShouldBe(scene.Venue.Orders().Count);
        await SettleAsync(scene);
        book = await scene.BookAsync();
        book.Head.Cash.Amount.ShouldBe(scene.AtVenue(quote));
        book.SymbolOf(scene.Pair).Held.Value.ShouldBe(scene.AtVenue("BTC"));
        book.Head.KnownDifferences.ShouldBeEmpty();
        book.SymbolOf(scene.Pair).Halt.ShouldBe(HaltState.Active);
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_Caps_HoldWhateverTheSettingsSay()
    {
        await using var scene = LiveScene.At("kucoin", "USDT", "live.maxOrder=30", "live.maxHeld=80", "risk.positionPercent=100", "risk.orderCapPercent=100", "risk.heldCapPercent=100", "risk.allCoinsPercent=100");
        await scene.StartAsync(scene.Words);

        await scene.PlayAsync(TimeSpan.FromHours(2));

        var buys = scene.Venue.Orders().Where(order => order.Ticket.Side == OrderSide.Buy).ToList();
        buys.ShouldNotBeEmpty();
        buys.ShouldAllBe(order => order.Ticket.Quantity * order.Ticket.Limit * 1.001m <= 30m);
        (await scene.BookAsync()).SymbolOf(scene.Pair).HeldCost.Amount.ShouldBeInRange(0, 80);
    }

    [Fact]
    public async Task Start_Unconfirmed_SaysTheWords_AndNothingIsSent()
    {
        await using var scene = LiveScene.At();

        (await Should.ThrowAsync<UsageException>(() => scene.StartAsync(null))).Faults.ShouldHaveSingleItem().ShouldContain($"--confirm '{scene.Words}'");
        (await Should.ThrowAsync<UsageException>(() => scene.StartAsync("yes"))).Faults.ShouldHaveSingleItem().ShouldContain("--confirm 'yes' is not what allows real money");
        await scene.PlayAsync(TimeSpan.FromHours(1));

        scene.Venue.Orders().ShouldBeEmpty("the order path asks for the confirmation too");
    }

    [Fact]
    public async Task Start_ConfirmedBefore_AsksAgainOnlyForOtherTerms()
    {
        await using var scene = LiveScene.At();
        await scene.StartAsync(scene.Words);

        await scene.StartAsync(null);

        (await scene.BookAsync()).Head.LiveTerms.ShouldBe(LiveTerms.Of(scene.Settings));
        scene.System.AccountSource.ShouldBeNull("this venue tells nothing unasked");
    }

    public static TheoryData<string, string> Closed => new()
    {
        { "blocked", "takes no orders now" }, { "key", "may not trade" }, { "fee", "costs.feePercent '0.1'" }, { "spread", "risk.collarPercent '1'" }, { "dead", "Account" },
    };

    [Theory]
    [MemberData(nameof(Closed))]
    [Trait("Tier", "full")]
    public async Task Start_VenueNotFit_IsRefusedBeforeAnythingIsSent(string what, string told)
    {
        await using var scene = LiveScene.At();
        scene.Venue.Options = what switch
        {
            "blocked" => scene.Venue.Options with { Account = AccountStanding.Blocked },
            "key" => scene.Venue.Options with { MayTrade = false },
            "fee" => scene.Venue.Options with { TakerFee = 0.0095m },
            _ => scene.Venue.Options,
        };
        if (what == "spread") scene.Venue.Show(scene.Pair, new SimulatedQuote(90, 1, 100, 1));
        if (what == "dead") scene.Faults.OnNext(VenueCall.Account, VenueFault.BeforeRequest);

        var fault = await Should.ThrowAsync<Exception>(() => scene.StartAsync(scene.Words));

        (fault is UsageException usage ? string.Join('\n', usage.Faults) : fault.Message).ShouldContain(told);
        fault.ShouldBeAssignableTo(what == "dead" ? typeof(TransientException) : what is "fee" or "spread" ? typeof(UsageException) : typeof(WorldException));
        scene.Venue.Orders().ShouldBeEmpty();
    }

    /// <summary>The quote coin that the signals are in is worth no dollar any more: what is held may be sold, nothing is bought.</summary>
    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_VenuesDollarsFarFromTheMarkets_BuysNothing()
    {
        await using var scene = LiveScene.At("robinhood", "USD");
        scene.Basis = 0.95m;
        await scene.StartAsync(scene.Words);

        await scene.PlayAsync(TimeSpan.FromHours(2));

        scene.Venue.Orders().ShouldBeEmpty();
        (await scene.System.Operations.GetStatusAsync(default)).Coins.Single().Symbol.ShouldBe("BTC-USD");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Stop_WithAPositionAndAnOpenOrder_CancelsIt_Sells_AndSaysWhatItDid()
    {
        await using var scene = LiveScene.At();
        await scene.StartAsync(scene.Words);
        await scene.PlayAsync(TimeSpan.FromMinutes(2));
        await AskAsync(scene, new ActionRequest(ActionKind.Buy, scene.Pair, "k1") { Amount = new Money(100) });
        await scene.PlayAsync(TimeSpan.FromMinutes(1));
        (await scene.BookAsync()).SymbolOf(scene.Pair).Deal.ShouldNotBeNull();
        scene.Venue.Show(scene.Pair, new SimulatedQuote(60_000, 0, 60_001, 0));
        await AskAsync(scene, new ActionRequest(ActionKind.AddFunds, scene.Pair, "k2") { Amount = new Money(50) });
        await scene.PlayAsync(TimeSpan.FromSeconds(15));

        var held = await scene.System.Operations.StopAsync(sell: false, "the case", default);
        var sold = await scene.System.Operations.StopAsync(sell: true, "the case", default);
        await scene.PlayAsync(TimeSpan.FromMinutes(3));

        held.State.ShouldBe("halted");
        held.Steps.ShouldContain(step => step.Outcome == "held");
        sold.State.ShouldBe("reducing");
        var text = string.Join('|', held.Steps.Concat(sold.Steps).Select(step => $"{step.Outcome} {step.Text}"));
        text.ShouldContain("BTC of deal");
        scene.Venue.OpenOrders().ShouldBeEmpty(text);
    }

    [Theory]
    [InlineData("kucoin", "", "venue 'kucoin' needs keys, and kucoin-api-key")]
    [InlineData("robinhood", "version=9", "venueOptions: robinhood@1")]
    public async Task Run_WithoutKeysOrWithAWrongOption_IsOneLineBeforeAnythingIsFetched(string venue, string options, string told)
    {
        using var trader = new Trader();

        var outcome = await Trader.RunAsync(
            "run", "--market", "kucoin", "--coins", "BTC", "--data", trader.Data, "--set", "mode=live", "--set", "venue=" + venue, "--set", "venueOptions=" + options,
            "--set", "live.coins=BTC", "--set", "live.maxOrder=5", "--set", "live.maxPerDay=5", "--set", "live.maxHeld=5");

        outcome.ExitCode.ShouldBe(2);
        outcome.ErrorLines.ShouldHaveSingleItem().ShouldStartWith(told);
    }

    private static async Task AskAsync(LiveScene scene, ActionRequest request) =>
        (await scene.System.Work.Actions.PerformAsync(TradingSystem.DefaultPortfolio, request, default)).ShouldNotBeNull();

    private static async Task SettleAsync(LiveScene scene)
    {
        await scene.System.Operations.SetHaltAsync("halted", null, "the case ends", default);
        await scene.PlayAsync(TimeSpan.FromMinutes(12));
    }
}
