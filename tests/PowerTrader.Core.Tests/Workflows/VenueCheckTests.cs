using PowerTrader.Core.Alerts;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>The whole comparison with the venue: cash, coins, fills, orders.</summary>
public class VenueCheckTests
{
    private const decimal CashOfHolding = 1000 - 99.099m;

    [Fact]
    public async Task Nothing_Different_PassesTheFourChecks_AndIsKeptOnceAnHour()
    {
        var fixture = await HoldingAsync();

        var first = await RunAsync(fixture);
        fixture.Now += TimeSpan.FromMinutes(5);
        await RunAsync(fixture);

        first.Passed.ShouldBeTrue();
        first.Checks.Select(check => check.Name).ShouldBe(["quantity", "cost", "fees", "ids"]);
        first.Findings.ShouldBeEmpty();
        first.Waiting.ShouldBeNull();
        first.Fills.ShouldBe(1);
        (await StoredAsync<Reconciliation>(fixture, Names.Reconciliations, OrderFixture.Key.ToString())).ShouldHaveSingleItem().Time.ShouldBe(fixture.Now);
    }

    [Theory]
    [InlineData(250, "deposit")]
    [InlineData(-400, "withdrawal")]
    public async Task CashFromOutside_IsAnExternalFlow_BookedOnce(decimal flow, string kind)
    {
        var fixture = await HoldingAsync();
        Show(fixture, CashOfHolding + flow, 1);

        var record = await RunAsync(fixture);
        var again = await RunAsync(fixture);

        var book = await fixture.BookAsync();
        record.Findings.ShouldHaveSingleItem().ShouldContain(kind);
        again.Findings.ShouldBeEmpty();
        book.Head.Cash.Amount.ShouldBe(CashOfHolding + flow);
        book.Head.Deposits.Amount.ShouldBe(1000 + flow);
        book.Head.Halt.ShouldBe(HaltState.Active);
        (await LedgerAsync(fixture)).Count(entry => entry.Kind == kind && entry.Reference != "initial").ShouldBe(1);
    }

    /// <summary>A venue that tells its cash to the cent, cut off or rounded: what it leaves out is nobody's flow.</summary>
    [Theory]
    [InlineData(900.90)]
    [InlineData(900.91)]
    public async Task Cash_ToldToTheCent_RoundingIsNoFlow(double told)
    {
        var fixture = await HoldingAsync();
        Show(fixture, (decimal)told, 1, 0.01m);

        var record = await RunAsync(fixture);

        record.Passed.ShouldBeTrue();
        record.Findings.ShouldBeEmpty();
        (await fixture.BookAsync()).Head.Cash.Amount.ShouldBe(CashOfHolding);
        (await LedgerAsync(fixture)).Count(entry => entry.Kind is "deposit" or "withdrawal").ShouldBe(1, "the first one");
    }

    /// <summary>Four tenths of a cent a time: nothing is booked until they show, and then nothing of them is lost.</summary>
    [Fact]
    public async Task Cash_ToldToTheCent_DifferencesThatAddUpAreFound()
    {
        var fixture = await HoldingAsync();
        for (var time = 1; time <= 10; time++)
        {
            Show(fixture, Math.Floor((CashOfHolding - time * 0.004m) * 100) / 100, 1, 0.01m);
            fixture.Now += TimeSpan.FromMinutes(5);
            await RunAsync(fixture);
            var apart = (await fixture.BookAsync()).Head.Cash.Amount - (CashOfHolding - time * 0.004m);
            Math.Abs(apart).ShouldBeLessThan(0.01m, $"after {time}");
        }

        (await fixture.BookAsync()).Head.Deposits.Amount.ShouldBeInRange(1000 - 0.05m, 1000 - 0.03m);
    }

    [Theory]
    [InlineData(250)]
    [InlineData(-400)]
    [InlineData(0.02)]
    public async Task CashFromOutside_ToldToTheCent_IsBookedInWholeCents(double flow)
    {
        var fixture = await HoldingAsync();
        Show(fixture, decimal.Round(CashOfHolding + (decimal)flow, 2), 1, 0.01m);

        var record = await RunAsync(fixture);
        var again = await RunAsync(fixture);

        record.Findings.ShouldHaveSingleItem();
        record.Passed.ShouldBeTrue();
        again.Findings.ShouldBeEmpty();
        (await fixture.BookAsync()).Head.Deposits.Amount.ShouldBe(1000 + (decimal)flow);
    }

    [Fact]
    public async Task CashFromOutside_ReplyToTheCommitLost_IsBookedOnce()
    {
        var fixture = await HoldingAsync();
        await RunAsync(fixture);
        Show(fixture, CashOfHolding + 250, 1);
        fixture.Tables.RepliesToLose = 1;

        await RunAsync(fixture);
        await RunAsync(fixture);

        (await fixture.BookAsync()).Head.Deposits.Amount.ShouldBe(1250);
    }

    [Fact]
    public async Task Cash_WhileAnOrderIsOpenOrHasJustEnded_WaitsUntilItIsQuiet()
    {
        var fixture = await OrderFixture.CreateAsync();
        Show(fixture, 1300, 0);

        (await RunAsync(fixture)).Waiting.ShouldNotBeNull().ShouldContain("open");
        await EndAsync(fixture);
        (await RunAsync(fixture)).Waiting.ShouldNotBeNull().ShouldContain("just ended");
        (await fixture.BookAsync()).Head.Deposits.Amount.ShouldBe(1000);
        fixture.Now += fixture.Venue.ConclusiveAfter;

        (await RunAsync(fixture)).Waiting.ShouldBeNull();
        (await fixture.BookAsync()).Head.Deposits.Amount.ShouldBe(1300);
    }

    [Fact]
    public async Task Withdrawal_OfReservedCash_ReducesWithAnAlert_Once()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        Show(fixture, 60, 0);

        await RunAsync(fixture);
        fixture.Now += TimeSpan.FromMinutes(1);
        await ResumeAsync(fixture);
        await RunAsync(fixture);

        (await fixture.BookAsync()).Head.Halt.ShouldBe(HaltState.Active, "a person who resumed is not stopped by the same difference");
        var alert = (await AlertsAsync(fixture)).ShouldHaveSingleItem();
        alert.Kind.ShouldBe("withdrawal-of-reserved-cash");
        alert.Text.ShouldContain("open orders need 100.1");
        (await AuditAsync(fixture)).ShouldContain(entry => entry.Kind == "halt-changed" && entry.Text.StartsWith("Reducing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Withdrawal_BesideAnOpenOrderThatStaysFunded_StopsNothing()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open, 0.5m);
        Show(fixture, 50.05m, 0.5m);

        await RunAsync(fixture);

        (await fixture.BookAsync()).Head.Halt.ShouldBe(HaltState.Active);
    }

    [Fact]
    public async Task Coins_ThatAppear_AreUnmanagedAndNoPartOfEquity_ConfiguredOrNot()
    {
        var fixture = await HoldingAsync();
        fixture.Venue.Balances = new(new Money(CashOfHolding), new Dictionary<string, Quantity> { ["BTC"] = new(1.5m), ["SHIB"] = new(1000) });
        var equity = (await fixture.BookAsync()).Equity(_ => new Price(100), 0);

        await RunAsync(fixture);

        var book = await fixture.BookAsync();
        book.UnmanagedOf("BTC").Value.ShouldBe(0.5m);
        book.UnmanagedOf("SHIB").Value.ShouldBe(1000);
        book.SymbolOf(OrderFixture.Btc).Deal!.Quantity.Value.ShouldBe(1);
        book.Equity(_ => new Price(100), 0).ShouldBe(equity);
    }

    [Fact]
    public async Task Coins_ThatLeave_ShrinkUnmanagedFirst_AndStopNothing()
    {
        var fixture = await HoldingAsync();
        Show(fixture, CashOfHolding, 1.5m);
        await RunAsync(fixture);
        Show(fixture, CashOfHolding, 1.2m);

        await RunAsync(fixture);

        var book = await fixture.BookAsync();
        book.UnmanagedOf("BTC").Value.ShouldBe(0.2m);
        book.SymbolOf(OrderFixture.Btc).Deal!.Quantity.Value.ShouldBe(1);
        book.SymbolOf(OrderFixture.Btc).Halt.ShouldBe(HaltState.Active);
        (await AlertsAsync(fixture)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Coins_OfADealThatLeave_AreABookedRemoval_AndTheCoinIsReducing()
    {
        var fixture = await HoldingAsync();
        Show(fixture, CashOfHolding, 0.75m);

        await RunAsync(fixture);
        var again = await RunAsync(fixture);

        var symbol = (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc);
        again.Findings.ShouldBeEmpty();
        symbol.Deal!.Quantity.Value.ShouldBe(0.75m);
        symbol.Removals.ShouldHaveSingleItem().Quantity.Value.ShouldBe(0.25m);
        symbol.Halt.ShouldBe(HaltState.Reducing);
        (await AlertsAsync(fixture)).ShouldHaveSingleItem().Text.ShouldContain("powertrader confirm BTC");
    }

    /// <summary>The venue shows the user's own sale: nothing is unexplained, the removal still waits for a word.</summary>
    [Fact]
    public async Task Coins_SoldByTheUserAtTheVenue_AreExplained()
    {
        var fixture = await HoldingAsync();
        await RunAsync(fixture);
        fixture.Now += TimeSpan.FromMinutes(1);
        fixture.Venue.Fills.Add(new VenueFill("own", "v9", null, OrderFixture.Btc, OrderSide.Sell, new Quantity(0.25m), new Price(104), new Money(0.026m), fixture.Now));
        Show(fixture, CashOfHolding + 25.974m, 0.75m);

        await RunAsync(fixture);

        var book = await fixture.BookAsync();
        book.SymbolOf(OrderFixture.Btc).Removals.Count.ShouldBe(1);
        book.SymbolOf(OrderFixture.Btc).Halt.ShouldBe(HaltState.Active);
        book.Head.ForeignOrders.ShouldHaveSingleItem().IsOurs.ShouldBeFalse();
        book.Head.Halt.ShouldBe(HaltState.Active);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ForeignOrder_OfOurShape_HaltsWithAnAlert_Once(bool asFill)
    {
        var fixture = await HoldingAsync();
        var id = ClientOrderId.Derive("another epoch", OrderFixture.Key, OrderFixture.Btc, "powertrader", 1, Leg.Entry, 0);
        if (asFill) fixture.Venue.Fills.Add(fixture.FillOf("t9", 0.1m) with { ClientOrderId = id, VenueOrderId = "v9" });
        else fixture.Venue.Orders[id] = fixture.AtVenue(VenueOrderStatus.Open) with { ClientOrderId = id, VenueOrderId = "v9" };

        await RunAsync(fixture);
        (await fixture.BookAsync()).Head.Halt.ShouldBe(HaltState.Halted);
        await ResumeAsync(fixture);
        await RunAsync(fixture);

        (await fixture.BookAsync()).Head.Halt.ShouldBe(HaltState.Active);
        (await AlertsAsync(fixture)).ShouldHaveSingleItem().Kind.ShouldBe("second-installation");
        fixture.Venue.Cancelled.ShouldBeEmpty("an order of somebody else is not touched");
    }

    [Fact]
    public async Task ForeignOrder_OfAnotherShape_IsShownAndStopsNothing()
    {
        var fixture = await HoldingAsync();
        var id = new ClientOrderId(Guid.Parse("0b8ff0c2-6a5e-4d0c-9d4e-2f3f5f0f8a11"));
        fixture.Venue.Orders[id] = fixture.AtVenue(VenueOrderStatus.Open) with { ClientOrderId = id, VenueOrderId = "v9" };

        var record = await RunAsync(fixture);

        (await fixture.BookAsync()).Head.Halt.ShouldBe(HaltState.Active);
        record.Findings.ShouldHaveSingleItem().ShouldContain("v9: buy 1 BTC-USDT at 100");
        record.Passed.ShouldBeTrue();
    }

    [Fact]
    public async Task LateFill_OfACancelledOrder_IsBookedOnce_WithinTheOverlap()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Cancelled);
        await fixture.Track.SettleAsync(OrderFixture.Key, await fixture.StoredAsync(), "settle", default);
        var cancelled = fixture.Now;
        fixture.Now += TimeSpan.FromMinutes(20);
        await RunAsync(fixture);
        fixture.Venue.Fills.Add(fixture.FillOf("late", 0.4m) with { Time = cancelled });
        Show(fixture, 1000 - 39.6m - 0.0396m, 0.4m);
        fixture.Now += TimeSpan.FromMinutes(20);

        var record = await RunAsync(fixture);
        var again = await RunAsync(fixture);

        (record.LateFills, again.LateFills).ShouldBe((1, 0));
        record.Findings.ShouldHaveSingleItem().ShouldContain("1 fills came after");
        var order = await fixture.StoredAsync();
        (order.State, order.Filled.Value, order.Fees.Amount).ShouldBe((OrderState.Cancelled, 0.4m, 0.0396m));
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Deal!.Cost.Amount.ShouldBe(39.6396m);
        (await fixture.BookAsync()).Head.Deposits.Amount.ShouldBe(1000, "it is a purchase, not a withdrawal");
    }

    [Fact]
    public async Task LateFill_ReplyToTheCommitLost_IsBookedOnce()
    {
        var fixture = await OrderFixture.CreateAsync();
        await EndAsync(fixture);
        await RunAsync(fixture);
        fixture.Venue.Fills.Add(fixture.FillOf("late", 0.4m));
        fixture.Now += TimeSpan.FromMinutes(1);
        Show(fixture, 1000 - 39.6396m, 0.4m);
        fixture.Tables.RepliesToLose = 1;

        await RunAsync(fixture);

        (await fixture.BookAsync()).Head.FillCount.ShouldBe(1);
    }

    [Fact]
    public async Task LateFill_OfAnOpenOrder_IsLeftToItsTracking()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 0.4m));

        await fixture.Reconcile.RunAsync(fixture.Now, atStart: true, default);

        (await fixture.BookAsync()).Head.FillCount.ShouldBe(0);
    }

    [Fact]
    public async Task BookedFill_WithAnotherFeeAtTheVenue_FailsThatCheckAndReducesTheCoin()
    {
        var fixture = await HoldingAsync();
        fixture.Venue.Fills[0] = fixture.Venue.Fills[0] with { Fee = new Money(0.5m) };

        var record = await RunAsync(fixture);

        record.Checks.Single(check => !check.Passed).Name.ShouldBe("fees");
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Halt.ShouldBe(HaltState.Reducing);
    }

    [Fact]
    public async Task OrderOverInTheBooks_OpenAtTheVenue_IsCancelledThere()
    {
        var fixture = await HoldingAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Open, 0.5m);

        var record = await RunAsync(fixture);

        fixture.Venue.Cancelled.ShouldBe([fixture.Id]);
        record.Checks.Single(check => !check.Passed).Name.ShouldBe("ids");
    }

    [Fact]
    public async Task Dust_WorthNothing_IsWrittenOff()
    {
        var fixture = await HoldingAsync();
        await fixture.Sessions.ChangeAsync(OrderFixture.Key, "aside", book => book.SetAside(OrderFixture.Btc, fixture.Now), default);
        await RunAsync(fixture);
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Dust.ShouldNotBeNull();
        fixture.Show(0.02m);
        fixture.Venue.Quote = fixture.Venue.Quote! with { Bid = new Price(0.009m) };
        await RunAsync(fixture);
        (await fixture.BookAsync()).SymbolOf(OrderFixture.Btc).Dust.ShouldNotBeNull("a start does nothing that hangs on a moment's price");

        await fixture.Reconcile.RunAsync(fixture.Now, atStart: false, default);
        var again = await RunAsync(fixture);

        var book = await fixture.BookAsync();
        book.SymbolOf(OrderFixture.Btc).Dust.ShouldBeNull();
        book.UnmanagedOf("BTC").Value.ShouldBe(1);
        again.Findings.ShouldBeEmpty();
    }

    /// <summary>A deal of 1 BTC that cost 99.099.</summary>
    private static async Task<OrderFixture> HoldingAsync()
    {
        var fixture = await OrderFixture.CreateAsync();
        await fixture.DeliverAsync();
        fixture.Venue.Orders[fixture.Id] = fixture.AtVenue(VenueOrderStatus.Filled, 1);
        fixture.Venue.Fills.Add(fixture.FillOf("t1", 1));
        (await fixture.Track.SettleAsync(OrderFixture.Key, await fixture.StoredAsync(), "settle", default)).ShouldBeTrue();
        fixture.Now += TimeSpan.FromMinutes(1);
        Show(fixture, CashOfHolding, 1);
        return fixture;
    }

    private static void Show(OrderFixture fixture, decimal cash, decimal btc, decimal unit = 0) =>
        fixture.Venue.Balances = new(new Money(cash), new Dictionary<string, Quantity> { ["BTC"] = new(btc) }) { CashUnit = new Money(unit) };

    private static Task<bool> EndAsync(OrderFixture fixture) => fixture.Sessions.ChangeAsync(OrderFixture.Key, "end", book =>
    {
        book.Finish(fixture.Id, OrderState.Refused, "no", fixture.Now);
        return true;
    }, default);

    private static Task<bool> ResumeAsync(OrderFixture fixture) =>
        fixture.Sessions.ChangeAsync(OrderFixture.Key, "resume", book => book.SetHalt(null, HaltState.Active, "asked", fixture.Now), default);

    private static async Task<Reconciliation> RunAsync(OrderFixture fixture) => (await fixture.Reconcile.RunAsync(fixture.Now, atStart: true, default)).ShouldHaveSingleItem();

    private static Task<List<Alert>> AlertsAsync(OrderFixture fixture) => StoredAsync<Alert>(fixture, Names.Alerts, OrderFixture.Key.Tenant);

    private static async Task<List<T>> StoredAsync<T>(OrderFixture fixture, string table, string partition)
    {
        var found = new List<T>();
        await foreach (var row in fixture.Tables.ReadAllAsync(new TableQuery(table, partition), default)) found.Add(Wire.Read<T>(row.Json));
        return found;
    }

    private static async Task<List<LedgerEntry>> LedgerAsync(OrderFixture fixture)
    {
        var entries = new List<LedgerEntry>();
        await foreach (var entry in fixture.Store.ReadAsync<LedgerEntry>(OrderFixture.Key, "ledger", default)) entries.Add(entry);
        return entries;
    }

    private static async Task<List<Audit.AuditEntry>> AuditAsync(OrderFixture fixture)
    {
        var entries = new List<Audit.AuditEntry>();
        await foreach (var entry in fixture.Store.ReadAsync<Audit.AuditEntry>(OrderFixture.Key, "audit", default)) entries.Add(entry);
        return entries;
    }
}
