using PowerTrader.Core.Ports;

namespace PowerTrader.Host.Running;

/// <summary>An instance as <c>flows --json</c> prints it. Seconds are trading time.</summary>
internal sealed record FlowSummary(
    string Id, string Name, string Status, DateTimeOffset Started, DateTimeOffset Updated, double Seconds, string Input, string? Output)
{
    public static FlowSummary Of(WorkflowInstance instance) => new(
        instance.InstanceId, instance.Name, StatusName(instance.Status), instance.CreatedAt, instance.UpdatedAt,
        (instance.UpdatedAt - instance.CreatedAt).TotalSeconds, instance.Input, instance.Output);

    public static string StatusName(WorkflowStatus status) => status.ToString().ToLowerInvariant();
}

/// <param name="More">Whether older ones were left out.</param>
internal sealed record FlowList(IReadOnlyList<FlowSummary> Flows, bool More);

internal sealed record FlowHappening(
    DateTimeOffset Time, string Kind, string? Name, int? Attempts, double? Seconds, string? Input, string? Output, string? Error, DateTimeOffset? Due, string? Child)
{
    public static FlowHappening Of(WorkflowEvent e) => new(
        e.At, char.ToLowerInvariant(e.Kind.ToString()[0]) + e.Kind.ToString()[1..], e.Name, e.Attempts == 0 ? null : e.Attempts, e.Took?.TotalSeconds,
        e.Input, e.Output, e.Error, e.Due, e.Child);
}

internal sealed record FlowDetail(FlowSummary Flow, IReadOnlyList<FlowHappening> Events);
