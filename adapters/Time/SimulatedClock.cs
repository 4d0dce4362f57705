using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.Time;

/// <summary>Trading time of a simulated or replayed market, kept in the store's file. Only the runtime moves it.</summary>
/// <remarks>An advance is saved with the first commit after it: until something is written, nothing depends on the new instant.</remarks>
public sealed class SimulatedClock : ITradingClock
{
    private readonly SqliteStore store;
    private readonly SimulatedTimeProvider time;

    private SimulatedClock(SqliteStore store, long ticks)
    {
        this.store = store;
        time = new SimulatedTimeProvider(ticks);
    }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Stands still between advances; its timers fire during them.</summary>
    public TimeProvider TimeProvider => time;

    /// <summary>Resumes at the instant of the file, or begins a new file at <paramref name="start"/>.</summary>
    public static SimulatedClock Open(SqliteStore store, DateTimeOffset start)
    {
        ArgumentNullException.ThrowIfNull(store);
        var ticks = store.Write(s =>
        {
            s.Statement("INSERT OR IGNORE INTO counters VALUES('clock', $1)").Execute(start.UtcTicks);
            return (long)s.Statement("SELECT value FROM counters WHERE name = 'clock'").Scalar()!;
        });
        return new SimulatedClock(store, ticks);
    }

    /// <summary>Goes to the instant of the file, back too, after another host moved it.</summary>
    internal void Reload() => time.StandAt(store.ReloadClock());

    /// <exception cref="ArgumentOutOfRangeException">Before <see cref="Now"/>: time never goes back.</exception>
    internal void AdvanceTo(DateTimeOffset instant)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, Now);
        store.SetClock(instant.UtcTicks);
        time.AdvanceTo(instant.UtcTicks);
    }
}
