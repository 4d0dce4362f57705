using PowerTrader.Adapters.Scheduling;
using PowerTrader.Core;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Hosting;

/// <summary>Schedules of the app: its settings fire the timers, and tell here which occurrence one is of.</summary>
public static class CloudSchedules
{
    /// <summary>A timer may fire a little before its time by this machine's clock; it is then of the occurrence to come.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(2);

    /// <summary>Reads <c>Schedules__MarketTick</c> and so on; what is not set has its default.</summary>
    public static WorkSchedules Read(Func<string, string?> read, ICollection<string> faults)
    {
        ArgumentNullException.ThrowIfNull(read);
        ArgumentNullException.ThrowIfNull(faults);
        string Of(string name, string fallback)
        {
            var text = read("Schedules__" + name) is { Length: > 0 } own ? own : fallback;
            try
            {
                CronOccurrences.LastUntil(name, text, DateTimeOffset.UnixEpoch);
                return text;
            }
            catch (ArgumentException fault)
            {
                faults.Add($"Schedules__{name}: {fault.Message}");
                return fallback;
            }
        }
        return new WorkSchedules
        {
            MarketTick = Of(Names.MarketTick, Schedules.MarketTick),
            TradeTick = Of(Names.TradeTick, Schedules.TradeTick),
            Reconcile = Of(Names.Reconcile, Schedules.Reconcile),
            Train = Of(Names.Train, Schedules.Train),
            Repair = Of(Names.Repair, Schedules.Repair),
            Prepare = Of(Names.Prepare, Schedules.Prepare),
            DailyClose = Of(Names.DailyClose, Schedules.DailyClose),
        };
    }

    /// <summary>The occurrence that a timer which fires now is of; missed ones collapse into it.</summary>
    public static DateTimeOffset Occurrence(ScheduleRegistration schedule, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return CronOccurrences.LastUntil(schedule.Name, schedule.Cron, now + Early) ?? now;
    }
}
