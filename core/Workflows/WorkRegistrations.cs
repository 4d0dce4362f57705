using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <param name="Name">With its version: <c>TrackOrder.v1</c>.</param>
/// <param name="Body">Deterministic; awaits only the context. Returns JSON of at most 32 KB.</param>
public sealed record WorkflowRegistration(string Name, WorkPhase Phase, Func<IWorkflowContext, Task<string>> Body);

/// <param name="Body">JSON in, JSON out; idempotent, since it may run again after a crash.</param>
public sealed record ActivityRegistration(string Name, Func<string, CancellationToken, Task<string>> Body);

/// <param name="Handler">Idempotent; never waits.</param>
public sealed record QueueRegistration(string Name, WorkPhase Phase, Func<ReceivedMessage, CancellationToken, Task<HandlerOutcome>> Handler);

/// <param name="Cron">NCRONTAB with seconds, UTC.</param>
/// <param name="Body">Given the last due occurrence; missed ones collapse into it.</param>
public sealed record ScheduleRegistration(string Name, string Cron, WorkPhase Phase, Func<DateTimeOffset, CancellationToken, Task> Body);
