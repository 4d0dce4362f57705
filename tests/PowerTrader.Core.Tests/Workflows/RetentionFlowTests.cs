using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

public class RetentionFlowTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly MarketId Market = MarketId.Simulated(1);
    private static readonly PortfolioKey Key = new("local", "main");
    private static readonly DateTimeOffset Now = new(2025, 6, 1, 0, 5, 0, TimeSpan.Zero);

    private readonly InMemoryTableStore tables = new();
    private readonly List<(string Queue, int Keep)> trims = [];

    [Fact]
    public async Task Delete_OldForecastsAndDecisions_Go_AndTheBooksStay()
    {
        var partition = ForecastFlow.Partition(Market, Btc, Timeframe.Day1);
        foreach (var days in (int[])[0, 29, 31, 400]) await PutAsync(Names.Forecasts, partition, ForecastFlow.Row(Now.AddDays(-days), "sound"));
        foreach (var days in (int[])[1, 11]) await PutAsync(Names.Decisions, Key.ToString(), PortfolioBook.ProjectionKey(Now.AddDays(-days), "BTC-USDT"));
        string[] books = [Names.Portfolios, Names.Orders, Names.Fills];
        foreach (var table in books) await PutAsync(table, Key.ToString(), "0000000000000000001|x");

        var outcome = await DeleteAsync(new RetentionRules(0, 30, 10, 5));

        outcome.ShouldBe(new RetentionOutcome(2, 1, 0, 0, 3, false));
        (await CountAsync(Names.Forecasts, partition)).ShouldBe(2);
        (await CountAsync(Names.Decisions, Key.ToString())).ShouldBe(1);
        foreach (var table in books) (await CountAsync(table, Key.ToString())).ShouldBe(1, table);
        trims.ShouldBe([(Names.OrdersQueue, 5), (Names.OrdersQueue, 5), (Names.ActionsQueue, 5), (Names.AlertsQueue, 5)]);
    }

    [Fact]
    public async Task Delete_ZeroDaysAndMonths_KeepEverything()
    {
        var partition = ForecastFlow.Partition(Market, Btc, Timeframe.Day1);
        await PutAsync(Names.Forecasts, partition, ForecastFlow.Row(Now.AddYears(-20), "sound"));
        await MergeAsync(2000);

        var outcome = await DeleteAsync(new RetentionRules(0, 0, 0, 5));

        (outcome.Forecasts, outcome.CandleMonths).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Delete_OldReportsAndMinutes_Go_AndTheTickCountStays()
    {
        foreach (var days in (int[])[1, 20, 21, 400]) await PutAsync(Names.Drift, Key.ToString(), DailyCloseFlow.Row(DateOnly.FromDateTime(Now.UtcDateTime.AddDays(-days))));
        foreach (var minutes in (int[])[1, 2 * 1440 - 1, 2 * 1440 + 1, 9 * 1440]) await PutAsync(TickCounter.Table, Market.Value, CoinLook.Key(Now.AddMinutes(-minutes)));
        foreach (var row in (string[])["forecasts|BTC-USDT", "trade-ticks"]) await PutAsync(TickCounter.Table, Market.Value, row);

        var outcome = await DeleteAsync(new RetentionRules(0, 0, 0, 5) { DriftDays = 20, MinutesDays = 2 });
        var kept = await DeleteAsync(new RetentionRules(0, 0, 0, 5));

        (outcome.Reports, outcome.Minutes).ShouldBe((2, 2));
        (await CountAsync(Names.Drift, Key.ToString())).ShouldBe(2);
        (await CountAsync(TickCounter.Table, Market.Value)).ShouldBe(4);
        (kept.Reports, kept.Minutes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task Delete_CandlesBeyondTheMonths_GoByWholeMonths()
    {
        await MergeAsync(24 * 500);

        (await DeleteAsync(new RetentionRules(13, 0, 0, 5))).CandleMonths.ShouldBeGreaterThan(0);

        var oldest = (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default))[0].OpenTime;
        oldest.ShouldBe(new DateTimeOffset(2024, 5, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Delete_MoreThanADaysShare_IsBounded_AndGoesOnNextTime()
    {
        var partition = ForecastFlow.Partition(Market, Btc, Timeframe.Hour1);
        var rows = (RetentionFlow.CommitsAtOnce + 3) * 100;
        for (var i = 0; i < rows; i += 100)
        {
            await tables.WriteAsync(Names.Forecasts, partition, [.. Enumerable.Range(i, 100).Select(hour =>
                new TableOperation.Upsert(TableRow.OfJson(partition, ForecastFlow.Row(Now.AddDays(-40).AddHours(-hour), "sound"), "{}")))], default);
        }

        var first = await DeleteAsync(new RetentionRules(0, 30, 0, 5));
        var second = await DeleteAsync(new RetentionRules(0, 30, 0, 5));

        (first.Forecasts, first.More).ShouldBe((RetentionFlow.CommitsAtOnce * 100, true));
        (second.Forecasts, second.More).ShouldBe((300, false));
    }

    private async Task MergeAsync(int hours) => await new CandleStore(tables, Market).MergeAsync(
        Btc, Timeframe.Hour1, [.. Enumerable.Range(1, hours).Select(i => new Candle(Now.AddMinutes(-5).AddHours(-hours + i), 1, 1, 1, 1, 1))], CandleSource.History, Now, default);

    private async Task<RetentionOutcome> DeleteAsync(RetentionRules rules)
    {
        var left = 3;
        Task<int> Trim(string queue, int keep, CancellationToken cancellationToken)
        {
            trims.Add((queue, keep));
            (var trimmed, left) = (left, 0);
            return Task.FromResult(trimmed);
        }
        var catalogue = new WorkCatalogue();
        var sessions = new PortfolioSessions(new PortfolioStore(tables), [Key]);
        new RetentionFlow(tables, new CandleStore(tables, Market), Market, sessions, [Btc], rules, Trim).Register(catalogue);
        var input = Wire.Write(new DailyCloseInput(Market, Now));
        return Wire.Read<RetentionOutcome>(await catalogue.Activities[RetentionFlow.DeleteActivity].Body(input, default));
    }

    private Task PutAsync(string table, string partition, string row) => tables.UpsertAsync(table, TableRow.OfJson(partition, row, "{}"), default);

    private async Task<int> CountAsync(string table, string partition) => (await tables.QueryAsync(new TableQuery(table, partition), null, default)).Rows.Count;
}
