using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>Pairs that the venue suspends or gives up while the trader runs, and when it starts.</summary>
public sealed class InstrumentTests : IAsyncLifetime
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly Symbol Eth = Symbol.Parse("ETH-USDT");

    private readonly FaultPlan faults = new();
    private readonly SystemUnderTest trader;

    public InstrumentTests() => trader = new SystemUnderTest(
        SystemUnderTest.Simulated(6), new MarketWiring { Faults = faults }, TraderSettings.Default with { Coins = [Eth, Btc] });

    public async ValueTask InitializeAsync() => await trader.StartAsync();

    public ValueTask DisposeAsync() => trader.DisposeAsync();

    [Fact]
    public async Task Run_PairSuspendedForAWhile_IsNotTradableUntilItIsBack()
    {
        await trader.RunAsync(TimeSpan.FromMinutes(30));
        faults.DisableTrading(Eth);
        await trader.RunAsync(TimeSpan.FromMinutes(45));

        trader.System.Views.InstrumentOf(Eth)!.EnableTrading.ShouldBeFalse();
        trader.Notices.ShouldContain($"ETH-USDT is not traded any more: {trader.System.Choice.Id} has suspended its trading");

        faults.EnableTrading(Eth);
        await trader.RunAsync(TimeSpan.FromHours(1));
        trader.System.Views.InstrumentOf(Eth)!.EnableTrading.ShouldBeTrue();
        trader.Notices.ShouldContain("ETH-USDT may be traded again");
    }

    /// <summary>The first of the two: what fails for it must not keep the other.</summary>
    [Fact]
    public async Task Run_PairDelisted_TheOtherHasQuotesAndCandlesToTheEnd()
    {
        await trader.RunAsync(TimeSpan.FromMinutes(90));
        faults.Delist(Eth);
        await trader.RunAsync(TimeSpan.FromMinutes(150));

        var now = trader.System.Clock.Now;
        trader.System.Work.Quotes.Of(Btc)!.Quote.VenueTime.ShouldBe(now, TimeSpan.FromMinutes(1));
        (await trader.System.Work.Candles.NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Timeframe.Hour1.OpenOf(now.AddMinutes(-1)).AddHours(-1));
        trader.System.Views.InstrumentOf(Eth)!.EnableTrading.ShouldBeFalse();
        trader.System.Runtime.Counters.ScheduleFaults.ShouldBe(0);
    }

    [Fact]
    public async Task Start_UnlistedPairWithoutADeal_IsRefusedWithARemedy()
    {
        faults.Delist(Eth);

        (await Should.ThrowAsync<UsageException>(trader.StartAsync)).Faults.ShouldHaveSingleItem().ShouldContain("'ETH-USDT' is not listed on sim-6; choose among BTC-USDT");
    }

    [Fact]
    public async Task Start_UnlistedPairWithAnOpenOrder_IsKeptWithAWarning()
    {
        await trader.RunAsync(TimeSpan.FromMinutes(5));
        var now = trader.System.Clock.Now;
        await trader.System.Sessions.ChangeAsync(TradingSystem.DefaultPortfolio, "test", book => book.Intend(new OrderDraft(
            Eth, "test", Leg.Entry, OrderSide.Buy, new Quantity(0.01m), new Price(1), new Price(1), now, now.AddMinutes(1), 0.001m, new Money(100), "test")), default);
        faults.Delist(Eth);

        await trader.StartAsync();

        trader.Notices.ShouldContain("ETH-USDT is not listed on sim-6 any more and holds a deal: it is kept, and nothing of it is traded");
        await trader.RunAsync(TimeSpan.FromMinutes(10));
        trader.System.Work.Quotes.Of(Btc)!.Quote.VenueTime.ShouldBe(trader.System.Clock.Now, TimeSpan.FromMinutes(1));
        (await trader.System.BookAsync(default)).Head.Symbols.ShouldContain(Eth);
    }

    /// <summary>So long away that its history would be asked for.</summary>
    [Fact]
    public async Task Start_PairUnlistedForHoursWithAnOpenOrder_GoesOnWithItsOldHistory()
    {
        faults.Delist(Eth);
        await trader.RunAsync(TimeSpan.FromHours(6));
        var now = trader.System.Clock.Now;
        await trader.System.Sessions.ChangeAsync(TradingSystem.DefaultPortfolio, "test", book => book.Intend(new OrderDraft(
            Eth, "test", Leg.Entry, OrderSide.Buy, new Quantity(0.01m), new Price(1), new Price(1), now, now.AddMinutes(1), 0.001m, new Money(100), "test")), default);

        await trader.StartAsync();
        await trader.RunAsync(TimeSpan.FromMinutes(10));

        trader.System.Work.Quotes.Of(Btc)!.Quote.VenueTime.ShouldBe(trader.System.Clock.Now, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Start_VenueUnreachable_GoesOnWithWhatIsKnown()
    {
        faults.Next(new Fault.Reset(), times: 1, path: "/api/v2/symbols");

        await trader.StartAsync();

        trader.Notices.ShouldContain(notice => notice.StartsWith("sim-6 cannot be asked for its pairs now"));
    }

    [Fact]
    public async Task Execution_PairSuspended_ThePaperVenueRefusesToo()
    {
        faults.DisableTrading(Eth);
        await trader.RunAsync(TimeSpan.FromMinutes(61));
        var broker = trader.System.Work.Brokers.For((await trader.System.BookAsync(default)).Head);

        var answer = await broker.PlaceAsync(
            new Core.Ports.PlaceRequest(new ClientOrderId(ClientOrderId.Namespace), Eth, OrderSide.Buy, new Quantity(0.01m), new Price(1000)), default);

        answer.ShouldBeOfType<Core.Ports.PlaceResult.Rejected>().Error.Message.ShouldContain("not trading");
    }
}
