using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Scheduling;

/// <summary>The ports of the work, all of them on one file, and what the runtime itself works with.</summary>
/// <param name="OwnQueue">The runtime's own view, without a decorator.</param>
/// <param name="OwnEngine">The same.</param>
/// <param name="Clock">A simulated clock is moved by the runtime; any other is waited for.</param>
/// <param name="Wall">For pacing and waiting.</param>
/// <param name="Decorator">Stands before every port of the work, and before the runtime's own calls.</param>
public sealed record EmbeddedPorts(
    SqliteStore Store, SqliteMessageQueue OwnQueue, SqliteWorkflowEngine OwnEngine, ITradingClock Clock, TimeProvider Wall, IPortDecorator Decorator)
{
    /// <summary>Where the schedules' rows are too.</summary>
    public ITableStore Tables { get; } = Decorator.Over(new SqliteTableStore(Store));

    public IBlobStore Blobs { get; } = Decorator.Over(new SqliteBlobStore(Store));

    public IMessageQueue Queue { get; } = Decorator.Over(OwnQueue);

    public IWorkflowEngine Workflows { get; } = Decorator.Over(OwnEngine);

    /// <summary>The usual composition over an open store. The catalogue is filled afterwards, with bodies that take these ports.</summary>
    public static EmbeddedPorts Over(
        SqliteStore store, WorkCatalogue catalogue, ITradingClock clock, TimeProvider wall, IPortDecorator? decorator = null)
    {
        decorator ??= IPortDecorator.None;
        return new(store, new SqliteMessageQueue(store, clock, wall), new SqliteWorkflowEngine(store, catalogue, clock, decorator), clock, wall, decorator);
    }
}
