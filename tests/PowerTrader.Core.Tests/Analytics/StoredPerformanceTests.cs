using PowerTrader.Core.Analytics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tests.Portfolio;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Analytics;

public class StoredPerformanceTests
{
    private static readonly DateTimeOffset Start = BookBuilder.Start;

    [Fact]
    public async Task Read_TradedPortfolio_IsWhatItWentThrough()
    {
        // 1,000 at the start. Bought 1 at 100 (fee 0.1), sold at 120 (fee 0.12): +19.78. Then 500 paid in, then 1 at 110 (fee 0.11) that is worth 99 now.
        var tables = new InMemoryTableStore();
        var builder = new BookBuilder { Now = Start.AddHours(30) };
        builder.Buy(Leg.Entry, 1, 100);
        builder.Now = Start.AddHours(31);
        builder.Sell(1, 120);
        await SaveDayAsync(tables, builder.Book, new DateOnly(2025, 1, 2));
        builder.Book.BookCashFlow(new Money(500), new Money(1019.78m), Start.AddHours(60), "bank");
        builder.Now = Start.AddHours(70);
        builder.Buy(Leg.Entry, 1, 110);
        (await new PortfolioStore(tables).CommitAsync(builder.Book, null, "c1", default)).Result.ShouldBe(CommitResult.Committed);

        var input = await StoredPerformance.ReadAsync(tables, builder.Book.Key, _ => new Price(99), 0, Start.AddHours(72), default);
        var report = Performance.Of(input.ShouldNotBeNull());

        input.Marks.Select(mark => (mark.Time, mark.Equity, mark.Locked)).ShouldBe(
        [
            (Start, 1000m, 0m), (Start.AddHours(48), 1019.78m, 0m), (Start.AddHours(72), 1019.78m + 500 - 110.11m + 99, 110.11m),
        ]);
        input.Flows.ShouldContain(new ExternalFlow(Start.AddHours(60), 500));
        input.Fills.Select(fill => (fill.Rule, fill.DecisionPrice)).ShouldBe([("entry", 100m), ("exit", 120m), ("entry", 110m)]);
        input.Closed.ShouldHaveSingleItem().Profit.ShouldBe(19.78m);
        report.Money.Profit.ShouldBe(19.78m - 11.11m);
        (report.Money.Realised, report.Money.Unrealised, report.Money.NetFlows).ShouldBe((19.78m, -11.11m, 500m));
        report.Trades.HitRate.ShouldBe(1);
        report.Trades.HitRateAtMarket.ShouldBe(0.5);
        // Half a day of 500 more: −11.11 on 1,019.78 + 250.
        report.Returns.TimeWeighted.ShouldBe(1.01978m * (1 - 11.11m / 1269.78m) - 1, 1e-20m);
    }

    [Fact]
    public async Task Read_NoPortfolio_IsNothing() =>
        (await StoredPerformance.ReadAsync(new InMemoryTableStore(), new BookBuilder().Book.Key, _ => null, 0, Start, default)).ShouldBeNull();

    [Fact]
    public void Flow_OfCoinsThatLeft_CountsOnce()
    {
        // They leave at cost; confirming it later only changes the account's name.
        FlowOf((LedgerAccounts.Outside(BookBuilder.Btc), 40), (LedgerAccounts.Holdings(BookBuilder.Btc), -40)).ShouldBe(-40);
        FlowOf((LedgerAccounts.Capital, 40), (LedgerAccounts.Outside(BookBuilder.Btc), -40)).ShouldBeNull();
        FlowOf((LedgerAccounts.Holdings(BookBuilder.Btc), 40), (LedgerAccounts.Capital, -40)).ShouldBe(40);
        FlowOf((LedgerAccounts.Cash, -40), (LedgerAccounts.Holdings(BookBuilder.Btc), 40)).ShouldBeNull();
    }

    private static decimal? FlowOf(params (string Account, decimal Amount)[] postings) =>
        StoredPerformance.FlowOf(new LedgerEntry(1, Start, "made-up", "", [.. postings.Select(line => new Posting(line.Account, new Money(line.Amount)))]))?.Amount;

    private static async Task SaveDayAsync(InMemoryTableStore tables, PortfolioBook book, DateOnly day)
    {
        var row = TableRow.OfJson(book.Key.ToString(), DailyCloseFlow.Row(day), Wire.Write(DaySummary.Of(book, day, _ => null, 0)));
        await tables.WriteAsync(Names.Days, book.Key.ToString(), [new TableOperation.Insert(row)], default);
    }
}
