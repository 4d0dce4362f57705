using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Scheduling;

/// <summary>What the runtime works with; all of it on one file.</summary>
/// <param name="Tables">Where the schedules' rows are; may be a decorator of the store's own tables.</param>
/// <param name="Clock">A simulated clock is moved by the runtime; any other is waited for.</param>
/// <param name="Wall">For pacing and waiting.</param>
public sealed record EmbeddedPorts(
    SqliteStore Store, ITableStore Tables, SqliteMessageQueue Queue, SqliteWorkflowEngine Workflows, ITradingClock Clock, TimeProvider Wall)
{
    /// <summary>The usual composition over an open store. The catalogue is filled afterwards, with bodies that take these ports.</summary>
    public static EmbeddedPorts Over(SqliteStore store, WorkCatalogue catalogue, ITradingClock clock, TimeProvider wall) =>
        new(store, new SqliteTableStore(store), new SqliteMessageQueue(store, clock, wall), new SqliteWorkflowEngine(store, catalogue, clock), clock, wall);
}
