using System.Text;
using Microsoft.DurableTask.Testing;
using PowerTrader.Cloud.Workflows;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Tests.Workflows;

/// <summary>The very suite that the embedded engine passes, on Durable Task's own worker, client and in-process host.</summary>
/// <remarks>The host knows real time only: trading time begins when it has started, and runs a number of times as fast.</remarks>
[Trait("Tier", "full")]
public sealed class DurableWorkflowEngineTests : WorkflowEngineCompliance, IAsyncDisposable
{
    private const double Speed = 6;

    /// <summary>The longest pause between two steps of work that is due, on a busy machine.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(0.5);

    private static readonly DateTimeOffset Begin = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private DurableTime? time;
    private DurableTaskTestHost? host;

    protected override DateTimeOffset Now => time?.ToTrading(DateTimeOffset.UtcNow) ?? Begin;

    protected override TimeSpan Tolerance => TimeSpan.FromSeconds(5);

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
    }

    protected override IWorkflowEngine Open(WorkCatalogue catalogue)
    {
        DurableBodies? bodies = null;
        host = DurableTaskTestHost.StartAsync(
            registry => DurableBodies.Register(registry, catalogue, () => bodies!, () => host!.Client), cancellationToken: TestContext.Current.CancellationToken).GetAwaiter().GetResult();
        time = new DurableTime(DateTimeOffset.UtcNow, Begin, Speed);
        bodies = new DurableBodies(catalogue, time);
        return new DurableWorkflowEngine(host.Client, bodies, time);
    }

    protected override async Task RunForAsync(TimeSpan time)
    {
        await Task.Delay(time / Speed, TestContext.Current.CancellationToken);
        await QuietAsync();
    }

    /// <summary>Work that was due is done: no instance has changed for a while.</summary>
    private async Task QuietAsync()
    {
        var last = "";
        for (var since = DateTime.UtcNow; DateTime.UtcNow - since < Settling;)
        {
            var state = new StringBuilder();
            await foreach (var instance in host!.Client.GetAllInstancesAsync()) state.Append(instance.InstanceId).Append(instance.RuntimeStatus).Append(instance.LastUpdatedAt.UtcTicks);
            if (state.ToString() != last) since = DateTime.UtcNow;
            last = state.ToString();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
