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
        cron = CrontabSchedule.TryParse(registration.Cron, new CrontabSchedule.ParseOptions { IncludingSeconds = true })
            ?? throw new ArgumentException($"schedule '{registration.Name}': '{registration.Cron}' is no NCRONTAB expression with seconds");
        MarkDone(last);
    }

    public ScheduleRegistration Registration { get; }

    /// <summary>The first occurrence that is not done.</summary>
    public DateTimeOffset Next { get; private set; }

    /// <summary>The last occurrence at or before the instant; missed ones collapse into it. Asks that <see cref="Next"/> is due.</summary>
    public DateTimeOffset LastDue(DateTimeOffset now)
    {
        if (After(Next) > now) return Next;
        foreach (var window in Windows)
        {
            var last = LastWithin(now - window, now);
            if (last > Next) return last;
        }
        return Next;
    }

    public void MarkDone(DateTimeOffset occurrence) => Next = After(occurrence);

    private static TimeSpan[] Windows { get; } =
        [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(32), TimeSpan.FromDays(366), TimeSpan.FromDays(1500)];

    private DateTimeOffset LastWithin(DateTimeOffset after, DateTimeOffset now)
    {
        var last = DateTimeOffset.MinValue;
        for (var next = After(after); next <= now; next = After(next)) last = next;
        return last;
    }

    private DateTimeOffset After(DateTimeOffset instant) => new(cron.GetNextOccurrence(instant.UtcDateTime), TimeSpan.Zero);
}
