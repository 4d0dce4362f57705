using NCrontab;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Scheduling;

/// <summary>A registered schedule and where it stands. Occurrences are UTC.</summary>
internal sealed class Schedule
{
    private readonly CrontabSchedule cron;

    /// <exception cref="ArgumentException">No NCRONTAB expression with seconds.</exception>
    public Schedule(ScheduleRegistration registration, DateTimeOffset last)
    {
        Registration = registration;
        cron = CronOccurrences.Parse(registration.Name, registration.Cron);
        MarkDone(last);
    }

    public ScheduleRegistration Registration { get; }

    /// <summary>The first occurrence that is not done.</summary>
    public DateTimeOffset Next { get; private set; }

    /// <summary>The last occurrence at or before the instant; missed ones collapse into it. Asks that <see cref="Next"/> is due.</summary>
    public DateTimeOffset LastDue(DateTimeOffset now)
    {
        if (After(Next) > now) return Next;
        return CronOccurrences.LastUntil(cron, now) is { } last && last > Next ? last : Next;
    }

    public void MarkDone(DateTimeOffset occurrence) => Next = After(occurrence);

    private DateTimeOffset After(DateTimeOffset instant) => new(cron.GetNextOccurrence(instant.UtcDateTime), TimeSpan.Zero);
}
