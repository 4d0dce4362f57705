using Microsoft.DurableTask.Client;
using PowerTrader.Cloud.Workflows;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The workflow engine of the app. Functions hands its client to a function when it calls it; until the first call nothing can be started.</summary>
/// <param name="own">In the place of the functions' client; null where they bring one.</param>
public sealed class CloudEngine(Func<DurableBodies> bodies, DurableTime time, IWorkflowEngine? own = null) : IWorkflowEngine
{
    private DurableWorkflowEngine? brought;

    private IWorkflowEngine Engine => own ?? brought ?? throw new InvalidOperationException("no function has brought a client of the workflow engine yet");

    /// <summary>From now on the client is used; each is as good as another.</summary>
    public void Use(DurableTaskClient client) => brought = new DurableWorkflowEngine(client, bodies(), time);

    public Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken) => Engine.StartAsync(start, cancellationToken);

    public Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken) =>
        Engine.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);

    public Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken) => Engine.GetAsync(instanceId, cancellationToken);

    public Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken) => Engine.TerminateAsync(instanceId, reason, cancellationToken);

    public Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken) => Engine.SuspendAsync(instanceId, reason, cancellationToken);

    public Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken) => Engine.ResumeAsync(instanceId, cancellationToken);

    public Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken) => Engine.PurgeAsync(before, cancellationToken);
}
