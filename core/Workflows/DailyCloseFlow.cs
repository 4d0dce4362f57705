using System.Globalization;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>After each UTC day: a summary of every portfolio and the day's replay, a backup, and the deletion of what is too old. One that fails does not keep the others.</summary>
/// <param name="drift">Part of the summary's activity, so that the sequence of awaits stays that of the version.</param>
/// <param name="backUp">Writes the day's backup and names it; null where none is wanted.</param>
public sealed class DailyCloseFlow(
    PortfolioSessions sessions, MarketViews views, CostRules costs, ITableStore tables, IWorkflowEngine engine, DriftCheck drift, Func<DateOnly, CancellationToken, Task<string?>>? backUp)
{
    public const string SummariseActivity = "SummariseDay";
    public const string BackUpActivity = "BackUpStore";

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue
            .Workflow(Names.CloseDay, WorkPhase.DailyClose, CloseAsync)
            .Activity(SummariseActivity, SummariseAsync)
            .Activity(BackUpActivity, BackUpAsync);
    }

    public async Task StartAsync(DailyCloseInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        var id = $"{Names.CloseDay}|{input.Market}|{Row(DayOf(input))}";
        await engine.StartAsync(new WorkflowStart(Names.CloseDay, id, Wire.Write(input)), cancellationToken);
    }

    /// <summary>Key of a day's row in the portfolio's partition of <c>Days</c>.</summary>
    public static string Row(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static DateOnly DayOf(DailyCloseInput input) => DateOnly.FromDateTime(input.ScheduledFor.UtcDateTime).AddDays(-1);

    private static async Task<string> CloseAsync(IWorkflowContext context)
    {
        var summary = await TryAsync(context, SummariseActivity);
        var backup = await TryAsync(context, BackUpActivity);
        var retention = await TryAsync(context, RetentionFlow.DeleteActivity);
        return Wire.Write(new DailyCloseOutcome(summary, backup, retention));
    }

    private static async Task<string> TryAsync(IWorkflowContext context, string activity)
    {
        try
        {
            return await context.CallActivityAsync(activity, context.Input, ActivityRetry.Standard);
        }
        catch (ActivityFailedException fault)
        {
            return $"failed: {fault.Reason}";
        }
    }

    private async Task<string> SummariseAsync(string input, CancellationToken cancellationToken)
    {
        var day = DayOf(Wire.Read<DailyCloseInput>(input));
        foreach (var key in sessions.Keys)
        {
            var summary = DaySummary.Of(await sessions.GetAsync(key, cancellationToken), day, views.BidOf, costs.FeeRate);
            // The first one stands: a repeat after a crash would see later prices.
            await tables.WriteAsync(Names.Days, key.ToString(), [new TableOperation.Insert(TableRow.OfJson(key.ToString(), Row(day), Wire.Write(summary)))], cancellationToken);
        }
        // Before retention may delete what it is replayed from.
        await drift.CheckAsync(sessions.Keys, day, cancellationToken);
        return Row(day);
    }

    private async Task<string> BackUpAsync(string input, CancellationToken cancellationToken) =>
        backUp is null ? "none" : await backUp(DayOf(Wire.Read<DailyCloseInput>(input)), cancellationToken) ?? "none";
}
