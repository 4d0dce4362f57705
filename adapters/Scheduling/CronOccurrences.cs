using NCrontab;

namespace PowerTrader.Adapters.Scheduling;

/// <summary>Occurrences of NCRONTAB expressions with seconds, UTC.</summary>
public static class CronOccurrences
{
    /// <summary>Ever longer looks back: most schedules have been due within the first.</summary>
    private static readonly TimeSpan[] Windows =
        [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(32), TimeSpan.FromDays(366), TimeSpan.FromDays(1500)];

    /// <summary>The last occurrence at or before the instant; null where there was none in four years.</summary>
    /// <param name="name">Of the schedule, for the message.</param>
    /// <exception cref="ArgumentException">No NCRONTAB expression with seconds.</exception>
    public static DateTimeOffset? LastUntil(string name, string cron, DateTimeOffset now) => LastUntil(Parse(name, cron), now);

    /// <exception cref="ArgumentException">No NCRONTAB expression with seconds.</exception>
    internal static CrontabSchedule Parse(string name, string cron) =>
        CrontabSchedule.TryParse(cron, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
        ?? throw new ArgumentException($"schedule '{name}': '{cron}' is no NCRONTAB expression with seconds; for example '0 * * * * *' for each minute");

    internal static DateTimeOffset? LastUntil(CrontabSchedule cron, DateTimeOffset now)
    {
        foreach (var window in Windows)
        {
            DateTimeOffset? last = null;
            for (var next = After(cron, now - window); next <= now; next = After(cron, next)) last = next;
            if (last is not null) return last;
        }
        return null;
    }

    private static DateTimeOffset After(CrontabSchedule cron, DateTimeOffset instant) => new(cron.GetNextOccurrence(instant.UtcDateTime), TimeSpan.Zero);
}
