using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>Names and bodies of all work, in one place for every engine. Filled once at start-up, read afterwards.</summary>
/// <remarks>A name is registered once (<see cref="ArgumentException"/>); schedules of one phase run in the order they were added.</remarks>
public sealed class WorkCatalogue
{
    private readonly Dictionary<string, WorkflowRegistration> workflows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityRegistration> activities = new(StringComparer.Ordinal);
    private readonly Dictionary<string, QueueRegistration> queues = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ScheduleRegistration> schedules = new(StringComparer.Ordinal);
    private readonly List<ScheduleRegistration> schedulesInOrder = [];

    public IReadOnlyDictionary<string, WorkflowRegistration> Workflows => workflows;

    public IReadOnlyDictionary<string, ActivityRegistration> Activities => activities;

    public IReadOnlyDictionary<string, QueueRegistration> Queues => queues;

    /// <summary>In the order they were added.</summary>
    public IReadOnlyList<ScheduleRegistration> Schedules => schedulesInOrder;

    public WorkCatalogue Workflow(string name, WorkPhase phase, Func<IWorkflowContext, Task<string>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add(workflows, "workflow", name, new WorkflowRegistration(name, phase, body));
    }

    public WorkCatalogue Activity(string name, Func<string, CancellationToken, Task<string>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return Add(activities, "activity", name, new ActivityRegistration(name, body));
    }

    public WorkCatalogue Queue(string name, WorkPhase phase, Func<ReceivedMessage, CancellationToken, Task<HandlerOutcome>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        return Add(queues, "queue", name, new QueueRegistration(name, phase, (message, token) => HandleAsync(name, handler, message, token)));
    }

    public WorkCatalogue Schedule(string name, string ncrontabWithSeconds, WorkPhase phase, Func<DateTimeOffset, CancellationToken, Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ArgumentException.ThrowIfNullOrWhiteSpace(ncrontabWithSeconds);
        var schedule = new ScheduleRegistration(name, ncrontabWithSeconds, phase, (due, token) => TraderTelemetry.TickAsync(name, due, body, token));
        Add(schedules, "schedule", name, schedule);
        schedulesInOrder.Add(schedule);
        return this;
    }

    private static async Task<HandlerOutcome> HandleAsync(
        string queue, Func<ReceivedMessage, CancellationToken, Task<HandlerOutcome>> handler, ReceivedMessage message, CancellationToken cancellationToken)
    {
        var outcome = await handler(message, cancellationToken);
        if (outcome is HandlerOutcome.DeadLetter dead) TraderTelemetry.DeadLettered(queue, dead.Reason);
        return outcome;
    }

    private WorkCatalogue Add<T>(Dictionary<string, T> names, string kind, string name, T registration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (!names.TryAdd(name, registration)) throw new ArgumentException($"the {kind} '{name}' is registered twice", nameof(name));
        return this;
    }
}
