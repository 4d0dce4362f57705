using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests;

public sealed class InMemoryTableStoreComplianceTests : TableStoreCompliance
{
    protected override ITableStore Store { get; } = new InMemoryTableStore();
}

public sealed class SqliteTableStoreComplianceTests : TableStoreCompliance, IDisposable
{
    private readonly TemporaryStore file = new();

    public SqliteTableStoreComplianceTests() => Store = new SqliteTableStore(file.Store);

    protected override ITableStore Store { get; }

    public void Dispose() => file.Dispose();
}

public sealed class SqliteBlobStoreComplianceTests : BlobStoreCompliance, IDisposable
{
    private readonly TemporaryStore file = new();

    public SqliteBlobStoreComplianceTests() => Store = new SqliteBlobStore(file.Store);

    protected override IBlobStore Store { get; }

    public void Dispose() => file.Dispose();
}

public sealed class SqliteMessageQueueComplianceTests : MessageQueueCompliance, IDisposable
{
    private readonly TemporaryStore file = new();
    private readonly ManualTimeProvider wall = new(TestInstants.Wall);
    private readonly SqliteStore second;
    private readonly SimulatedClock clock;

    public SqliteMessageQueueComplianceTests()
    {
        clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        second = SqliteStore.Open(file.FilePath);
        Port = new SqliteMessageQueue(file.Store, clock, wall);
        Rival = new SqliteMessageQueue(second, clock, wall);
    }

    protected override IMessageQueue Port { get; }

    protected override IMessageQueue Rival { get; }

    protected override DateTimeOffset Now => clock.Now;

    public void Dispose()
    {
        second.Dispose();
        file.Dispose();
    }

    protected override Task PassTradingTimeAsync(TimeSpan time)
    {
        clock.AdvanceTo(clock.Now + time);
        return Task.CompletedTask;
    }

    protected override Task PassWallTimeAsync(TimeSpan time)
    {
        wall.Advance(time);
        return Task.CompletedTask;
    }
}

public sealed class SqliteWorkflowEngineComplianceTests : WorkflowEngineCompliance, IDisposable
{
    private readonly TemporaryStore file = new();
    private readonly SimulatedClock clock;
    private EmbeddedRuntime? runtime;

    public SqliteWorkflowEngineComplianceTests() => clock = SimulatedClock.Open(file.Store, TestInstants.Start);

    protected override DateTimeOffset Now => clock.Now;

    public void Dispose() => file.Dispose();

    protected override IWorkflowEngine Open(WorkCatalogue catalogue)
    {
        var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
        runtime = new EmbeddedRuntime(catalogue, ports);
        return ports.Workflows;
    }

    protected override Task RunForAsync(TimeSpan time) => runtime!.RunUntilAsync(clock.Now + time, TestContext.Current.CancellationToken);
}

internal static class TestInstants
{
    public static DateTimeOffset Start { get; } = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Wall { get; } = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);
}
