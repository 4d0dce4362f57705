using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>The ports that the work stands on, whoever provides them.</summary>
/// <param name="Clock">Trading time.</param>
/// <param name="Wall">For what people wait for.</param>
public sealed record WorkPorts(ITableStore Tables, IBlobStore Blobs, IMessageQueue Queue, IWorkflowEngine Workflows, ITradingClock Clock, TimeProvider Wall);
