using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Workflows;

/// <summary>Runs the bodies of the catalogue on Durable Task: what an orchestrator or activity function calls, and nothing else.</summary>
public sealed class DurableBodies(WorkCatalogue catalogue, DurableTime time)
{
    public WorkCatalogue Catalogue { get; } = catalogue;

    /// <summary>The whole of an orchestrator function.</summary>
    public async Task<string> RunWorkflowAsync(string name, TaskOrchestrationContext context, string? input)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (!Catalogue.Workflows.TryGetValue(name, out var workflow)) throw new InvalidOperationException($"no workflow is named '{name}'");
        using var own = new DurableWorkflowContext(context, input ?? "", Catalogue, time);
        try
        {
            var output = await workflow.Body(own);
            WorkflowRules.CheckSize(output, "the output");
            return output;
        }
        catch (Exception) when (NoteFailure(name, context))
        {
            throw;
        }
    }

    /// <summary>Always false: the failure goes on as it was. A replay tells nothing anew.</summary>
    private static bool NoteFailure(string name, TaskOrchestrationContext context)
    {
        if (!context.IsReplaying) TraderTelemetry.WorkflowFailed(name);
        return false;
    }

    /// <summary>The whole of an activity function.</summary>
    public Task<string> RunActivityAsync(string name, string? input, CancellationToken cancellationToken) =>
        Catalogue.Activities.TryGetValue(name, out var activity)
            ? activity.Body(input ?? "", cancellationToken)
            : throw new InvalidOperationException($"no activity is named '{name}'");

    public static async Task<bool> InstanceExistsAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        return await client.GetInstanceAsync(instanceId, cancellationToken) is not null;
    }

    public static async Task<string> InstanceEndAsync(DurableTaskClient client, string instanceId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(client);
        var found = await client.GetInstanceAsync(instanceId, getInputsAndOutputs: true, cancellationToken);
        return found is null ? "" : ":" + found.ReadOutputAs<string>();
    }

    /// <summary>Registers everything in a worker of Durable Task itself; in Functions each has its own function.</summary>
    /// <param name="bodies">Asked when work comes: a worker is made before its client is.</param>
    public static void Register(DurableTaskRegistry registry, WorkCatalogue catalogue, Func<DurableBodies> bodies, Func<DurableTaskClient> client)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(catalogue);
        foreach (var name in catalogue.Workflows.Keys)
            registry.AddOrchestratorFunc<string, string>(DurableNames.Of(name), (context, input) => bodies().RunWorkflowAsync(name, context, input));
        foreach (var name in catalogue.Activities.Keys)
            registry.AddActivityFunc<string, string>(name, (_, input) => bodies().RunActivityAsync(name, input, CancellationToken.None));
        registry.AddActivityFunc<string, bool>(DurableActivities.InstanceExists, (_, id) => InstanceExistsAsync(client(), id, CancellationToken.None));
        registry.AddActivityFunc<string, string>(DurableActivities.InstanceEnd, (_, id) => InstanceEndAsync(client(), id, CancellationToken.None));
    }
}
