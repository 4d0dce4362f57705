using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Scheduling;

/// <summary>All schedules with their last completed occurrence, which is a row each: table <c>Schedules</c>, partition <c>embedded</c>, row = name.</summary>
internal sealed class ScheduleBook
{
    public const string Table = "Schedules";
    public const string Partition = "embedded";
    public const string LastProperty = "last";

    private readonly ITableStore tables;
    private readonly List<Schedule>[] byPhase;

    private ScheduleBook(ITableStore tables)
    {
        this.tables = tables;
        byPhase = new List<Schedule>[Enum.GetValues<WorkPhase>().Length];
        for (var i = 0; i < byPhase.Length; i++) byPhase[i] = [];
    }

    /// <summary>Occurrences begin with the instant of the first start, itself included.</summary>
    public static async Task<ScheduleBook> OpenAsync(
        ITableStore tables, IReadOnlyList<ScheduleRegistration> registrations, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var book = new ScheduleBook(tables);
        foreach (var registration in registrations)
        {
            var row = await tables.GetAsync(Table, Partition, registration.Name, cancellationToken);
            var last = row is null ? now - TimeSpan.FromTicks(1) : LastOf(row);
            var schedule = new Schedule(registration, last);
            if (row is null) await book.SaveAsync(schedule, last, cancellationToken);
            book.byPhase[(int)registration.Phase].Add(schedule);
        }
        return book;
    }

    public DateTimeOffset NextDue()
    {
        var next = DateTimeOffset.MaxValue;
        foreach (var schedules in byPhase)
        {
            foreach (var schedule in schedules) next = schedule.Next < next ? schedule.Next : next;
        }
        return next;
    }

    public Schedule? FirstDue(WorkPhase phase, DateTimeOffset now) => byPhase[(int)phase].Find(schedule => schedule.Next <= now);

    public async Task SaveAsync(Schedule schedule, DateTimeOffset occurrence, CancellationToken cancellationToken)
    {
        var row = new TableRow(Partition, schedule.Registration.Name, new Dictionary<string, object?> { ["v"] = 1, [LastProperty] = occurrence });
        try
        {
            await tables.UpsertAsync(Table, row, cancellationToken);
        }
        catch (AmbiguousException)
        {
            // Written twice it says the same.
            await tables.UpsertAsync(Table, row, cancellationToken);
        }
    }

    private static DateTimeOffset LastOf(TableRow row) => row.Properties.GetValueOrDefault(LastProperty) is DateTimeOffset last
        ? last
        : throw new CorruptException($"row {row.Partition}/{row.Row} of {Table} has no time '{LastProperty}'");
}
