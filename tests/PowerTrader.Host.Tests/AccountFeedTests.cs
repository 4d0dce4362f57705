using PowerTrader.Adapters.Scheduling;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Host.Running;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Host.Tests;

/// <summary>A trader whose venue tells of its account unasked.</summary>
public sealed class AccountFeedTests
{
    /// <summary>The clock stands still, so that no poll is due: only what the venue told can have booked it.</summary>
    [Fact]
    public async Task Run_ToldOfAFill_BooksItWithoutWaitingForThePoll()
    {
        await using var scene = LiveScene.At();
        var tells = false;
        scene.Tells = (change, hear) =>
        {
            if (tells) hear(HintOf(change));
        };
        await scene.StartAsync(scene.Words);
        await scene.PlayAsync(TimeSpan.FromMinutes(2));
        var quote = scene.Venue.QuoteOf(scene.Pair)!;
        scene.Venue.Show(scene.Pair, quote with { BidSize = 0, AskSize = 0 });
        await BuyAsync(scene);
        (await scene.BookAsync()).OpenOrders.ShouldHaveSingleItem().State.ShouldBe(OrderState.Accepted);
        var filled = false;
        tells = true;
        scene.System.Sessions.Committed = (_, fills, _) => filled |= fills.Count > 0;

        scene.Venue.Show(scene.Pair, quote with { BidSize = 100, AskSize = 100 });
        (await scene.System.Runtime.RunAsync(() => filled, TestContext.Current.CancellationToken)).ShouldBe(RuntimeOutcome.ConditionMet);

        (await scene.BookAsync()).SymbolOf(scene.Pair).Deal.ShouldNotBeNull().HasPosition.ShouldBeTrue();
        scene.System.AccountSource.ShouldBe("stream");
        (await scene.System.Operations.GetStatusAsync(default)).AccountBy.ShouldBe("stream");
        StatusText.Totals(await scene.System.Operations.GetStatusAsync(default), null)[0].ShouldEndWith("account by stream");
    }

    /// <summary>Repeated, forged, without content, and again as something else: the books are the venue's, to the last digit.</summary>
    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_ToldTruthsAndLies_AgreesWithTheVenue()
    {
        await using var scene = LiveScene.At();
        var told = 0;
        scene.Tells = (change, hear) =>
        {
            told++;
            for (var i = 0; i < 5; i++) hear(HintOf(change));
            hear(default);
            hear(new AccountHint(new ClientOrderId(new Guid(told, 1, 0x5000, [0x80, 1, 2, 3, 4, 5, 6, 7])), null));
        };
        await scene.StartAsync(scene.Words);

        await scene.PlayAsync(TimeSpan.FromHours(4));
        await scene.System.Operations.SetHaltAsync("halted", null, "the case ends", default);
        await scene.PlayAsync(TimeSpan.FromMinutes(12));

        var book = await scene.BookAsync();
        told.ShouldBeGreaterThan(2);
        book.Head.FillCount.ShouldBe(scene.Venue.Truth().Trades.Count);
        book.Head.Cash.Amount.ShouldBe(scene.AtVenue("USDT"));
        book.SymbolOf(scene.Pair).Held.Value.ShouldBe(scene.AtVenue("BTC"));
        book.Head.KnownDifferences.ShouldBeEmpty();
        book.Head.Deposits.Amount.ShouldBe(10_000);
        book.SymbolOf(scene.Pair).Halt.ShouldBe(HaltState.Active);
    }

    private static AccountHint HintOf(VenueChange change) => new(ClientOrderId.Parse(change.Order.Ticket.ClientId!), change.Order.Ticket.Symbol);

    private static async Task BuyAsync(LiveScene scene)
    {
        var asked = new ActionRequest(ActionKind.Buy, scene.Pair, "k1") { Amount = new Money(100) };
        (await scene.System.Work.Actions.PerformAsync(TradingSystem.DefaultPortfolio, asked, default)).Order.ShouldNotBeNull();
        // Its message is handled in the same instant.
        await scene.System.Runtime.RunUntilAsync(scene.Clock.GetUtcNow(), default);
    }
}
