using Microsoft.DurableTask;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Workflows;

/// <summary>Failures of the durable engine in the contract's words: the task, the bare type's name, the message.</summary>
internal static class DurableFailures
{
    public static ActivityFailedException Translate(string task, TaskFailedException fault)
    {
        var details = fault.FailureDetails;
        return new ActivityFailedException(task, BareName(details.ErrorType), details.ErrorMessage);
    }

    public static string Words(TaskFailureDetails details) => $"{BareName(details.ErrorType)}: {details.ErrorMessage}";

    /// <summary>A terminated sub-orchestration fails its call without any details, as does one that was purged.</summary>
    public static bool IsWithoutDetails(TaskFailedException fault) => fault.FailureDetails is not { ErrorType: not (null or "(unknown)") };

    private static string BareName(string errorType) => errorType[(errorType.LastIndexOf('.') + 1)..];
}
