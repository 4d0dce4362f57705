namespace PowerTrader.Adapters.Workflows;

/// <summary>An open instance needs a workflow that this program does not have: nothing runs before somebody has decided what becomes of it.</summary>
public sealed class UnknownWorkflowException : Exception
{
    public UnknownWorkflowException(string workflow, string instanceId)
        : base($"the open flow '{instanceId}' needs the workflow '{workflow}', which this program does not have. "
            + $"Start the program that has it until the flow has ended, or end it without another step: powertrader flows terminate '{instanceId}'")
    {
        Workflow = workflow;
        InstanceId = instanceId;
    }

    public string Workflow { get; }

    public string InstanceId { get; }
}
