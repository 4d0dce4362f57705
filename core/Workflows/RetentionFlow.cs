using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Workflows;

/// <summary>Deletes what is older than the rules keep, a hundred rows a commit and a bounded number of commits a day; the next day goes on.</summary>
/// <remarks>It knows forecasts, decisions, reports of replays, the gate's minutes, candles, looks at the service, and dead letters. Portfolio, orders, fills, ledger and audit are out of its reach.</remarks>
/// <param name="trimDeadLetters">Deletes at most a hundred of a queue's dead letters beyond the newest so many, and says how many; null where the queue keeps its own.</param>
public sealed class RetentionFlow(
    ITableStore tables, CandleStore candles, MarketId market, PortfolioSessions sessions, IReadOnlyList<Symbol> symbols, RetentionRules rules,
    Func<string, int, CancellationToken, Task<int>>? trimDeadLetters)
{
    public const string DeleteActivity = "DeleteOldRows";

    internal const int CommitsAtOnce = 200;

    private const int ServiceDays = 400;

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue.Activity(DeleteActivity, DeleteAsync);
    }

    private async Task<string> DeleteAsync(string input, CancellationToken cancellationToken)
    {
        var now = Wire.Read<DailyCloseInput>(input).ScheduledFor;
        var work = new Budget();
        var forecasts = 0;
        var months = 0;
        foreach (var symbol in symbols)
        {
            foreach (var timeframe in Timeframes.All)
                forecasts += await DeleteAsync(work, Names.Forecasts, ForecastFlow.Partition(market, symbol, timeframe), Older(rules.ForecastsDays, now), null, cancellationToken);
            if (rules.CandlesMonths > 0 && work.Take())
                months += await candles.DeleteMonthsBeforeAsync(symbol, Timeframe.Hour1, now.AddMonths(-rules.CandlesMonths), TableRules.MaxOperations, cancellationToken);
        }
        var (decisions, reports) = (0, 0);
        foreach (var key in sessions.Keys)
        {
            decisions += await DeleteAsync(work, Names.Decisions, key.ToString(), Older(rules.DecisionsDays, now), null, cancellationToken);
            if (rules.DriftDays > 0) reports += await DeleteAsync(work, Names.Drift, key.ToString(), "", DailyCloseFlow.Row(DateOnly.FromDateTime(now.UtcDateTime.AddDays(-rules.DriftDays))), cancellationToken);
        }
        var minutes = rules.MinutesDays > 0 ? await DeleteAsync(work, TickCounter.Table, market.Value, CoinLook.Kind, CoinLook.Key(now.AddDays(-rules.MinutesDays)), cancellationToken) : 0;
        var looks = await DeleteAsync(work, Names.Service, market.Value, "", ServiceBoard.Row(now.AddDays(-ServiceDays)), cancellationToken);
        var letters = 0;
        foreach (var queue in (string[])[Names.OrdersQueue, Names.ActionsQueue, Names.AlertsQueue])
        {
            for (var trimmed = 1; trimDeadLetters is not null && trimmed > 0 && work.Take(); letters += trimmed)
                trimmed = await trimDeadLetters(queue, rules.DeadLetters, cancellationToken);
        }
        return Wire.Write(new RetentionOutcome(forecasts, decisions, months, looks, letters, work.IsSpent) { Reports = reports, Minutes = minutes });
    }

    /// <summary>First key of what is older; null where all is kept.</summary>
    private static string? Older(int days, DateTimeOffset now) => days == 0 ? null : NewestFirst.Of(now.AddDays(-days));

    private async Task<int> DeleteAsync(Budget work, string table, string partition, string? from, string? to, CancellationToken cancellationToken)
    {
        var deleted = 0;
        while (from is not null && work.Take())
        {
            var page = await tables.QueryAsync(new TableQuery(table, partition, from, to, TableRules.MaxOperations), null, cancellationToken);
            if (page.Rows.Count == 0) break;
            await tables.WriteAsync(table, partition, [.. page.Rows.Select(row => new TableOperation.Delete(row.Row))], cancellationToken);
            deleted += page.Rows.Count;
        }
        return deleted;
    }

    /// <summary>Commits that are left for today.</summary>
    private sealed class Budget
    {
        private int left = CommitsAtOnce;

        public bool IsSpent => left == 0;

        public bool Take() => left > 0 && left-- > 0;
    }
}
