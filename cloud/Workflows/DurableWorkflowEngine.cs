using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Cloud.Workflows;

/// <summary><see cref="IWorkflowEngine"/> on the client of Durable Task.</summary>
/// <param name="bodies">Its names are the only ones that may be started.</param>
public sealed class DurableWorkflowEngine(DurableTaskClient client, DurableBodies bodies, DurableTime time) : IWorkflowEngine
{
    /// <summary>Every status keeps its id: the engine would terminate and replace what is not listed.</summary>
    private static readonly string[] EveryStatus = [.. Enum.GetNames<OrchestrationRuntimeStatus>().Where(name => name != "ContinuedAsNew")];

    private static readonly OrchestrationRuntimeStatus[] Finished =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    public async Task<StartResult> StartAsync(WorkflowStart start, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(start);
        if (!bodies.Catalogue.Workflows.ContainsKey(start.Name)) throw new ArgumentException($"no workflow is named '{start.Name}'", nameof(start));
        if (!IdGrammar.IsId(start.InstanceId)) throw new ArgumentException($"'{start.InstanceId}' is no instance id", nameof(start));
        WorkflowRules.CheckSize(start.Input, "the input");
        try
        {
            var options = new StartOrchestrationOptions(start.InstanceId) { DedupeStatuses = EveryStatus };
            await client.ScheduleNewOrchestrationInstanceAsync(DurableNames.Of(start.Name), start.Input, options, cancellationToken);
            return StartResult.Started;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return StartResult.AlreadyExists;
        }
        catch (RpcException fault) when (IsPassing(fault))
        {
            // Starting again answers AlreadyExists where it had happened.
            throw new AmbiguousException($"the start of {start.InstanceId} was not answered ({fault.StatusCode})", fault);
        }
    }

    public async Task<bool> RaiseEventAsync(string instanceId, string eventName, string payload, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        WorkflowRules.CheckSize(payload, "the payload");
        if (!await IsOpenAsync(instanceId, cancellationToken)) return false;
        await client.RaiseEventAsync(instanceId, eventName, payload, cancellationToken);
        return true;
    }

    public async Task<WorkflowInstance?> GetAsync(string instanceId, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken) is { } found ? ToInstance(found) : null;

    public async Task<bool> TerminateAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (!await IsOpenAsync(instanceId, cancellationToken)) return false;
        await client.TerminateInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }

    public async Task<bool> SuspendAsync(string instanceId, string reason, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { RuntimeStatus: OrchestrationRuntimeStatus.Running or OrchestrationRuntimeStatus.Pending }) return false;
        await client.SuspendInstanceAsync(instanceId, reason, cancellationToken);
        return true;
    }

    public async Task<bool> ResumeAsync(string instanceId, CancellationToken cancellationToken)
    {
        if (await client.GetInstanceAsync(instanceId, cancellationToken) is not { RuntimeStatus: OrchestrationRuntimeStatus.Suspended }) return false;
        await client.ResumeInstanceAsync(instanceId, reason: null, cancellationToken);
        return true;
    }

    /// <remarks>The service filters by creation; what was touched later is looked at one by one.</remarks>
    public async Task<int> PurgeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        var limit = time.ToEngine(before);
        var query = new OrchestrationQuery(CreatedTo: limit, Statuses: Finished);
        var ids = new List<string>();
        await foreach (var instance in client.GetAllInstancesAsync(query).WithCancellation(cancellationToken))
        {
            if (instance.LastUpdatedAt < limit && Finished.Contains(instance.RuntimeStatus)) ids.Add(instance.InstanceId);
        }
        var purged = 0;
        foreach (var id in ids) purged += (await client.PurgeInstanceAsync(id, cancellationToken)).PurgedInstanceCount;
        return purged;
    }

    private async Task<bool> IsOpenAsync(string instanceId, CancellationToken cancellationToken) =>
        await client.GetInstanceAsync(instanceId, cancellationToken) is { IsCompleted: false };

    private WorkflowInstance ToInstance(OrchestrationMetadata found) => new(
        NameOf(found.Name), found.InstanceId, StatusOf(found.RuntimeStatus), found.ReadInputAs<string>() ?? "", OutputOf(found),
        time.ToTrading(found.CreatedAt), time.ToTrading(found.LastUpdatedAt));

    private string NameOf(string function) => bodies.Catalogue.Workflows.Keys.FirstOrDefault(name => DurableNames.Of(name) == function) ?? function;

    private static WorkflowStatus StatusOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => WorkflowStatus.Completed,
        OrchestrationRuntimeStatus.Failed => WorkflowStatus.Failed,
        OrchestrationRuntimeStatus.Terminated => WorkflowStatus.Terminated,
        OrchestrationRuntimeStatus.Suspended => WorkflowStatus.Suspended,
        _ => WorkflowStatus.Running,
    };

    private static string? OutputOf(OrchestrationMetadata found) => found.RuntimeStatus switch
    {
        OrchestrationRuntimeStatus.Failed => found.FailureDetails is { } details ? DurableFailures.Words(details) : found.SerializedOutput,
        OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Terminated or OrchestrationRuntimeStatus.Suspended => found.ReadOutputAs<string>(),
        _ => null,
    };

    private static bool IsPassing(RpcException fault) => fault.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown;
}
