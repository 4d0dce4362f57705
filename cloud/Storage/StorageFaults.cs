using Azure;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Storage;

/// <summary>The services' failures in the words of the ports.</summary>
internal static class StorageFaults
{
    /// <summary>
    /// Network faults have status 0; 408, 429 and 5xx are the service's own. The client has retried already, and where it has, its last word is one exception over all
    /// tries. A try that ran into its own time-out is cancelled without the caller having asked.
    /// </summary>
    public static bool IsPassing(this Exception fault, CancellationToken cancellationToken) => fault switch
    {
        RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500,
        AggregateException tries => tries.InnerExceptions.All(each => each.IsPassing(cancellationToken)),
        OperationCanceledException => !cancellationToken.IsCancellationRequested,
        IOException or HttpRequestException => true,
        _ => false,
    };

    /// <summary>For a read: nothing happened, ask again.</summary>
    public static TransientException Transient(this Exception fault) => new($"storage did not answer ({Words(fault)})", fault);

    /// <summary>For a write: the request may have been done before the reply was lost.</summary>
    public static AmbiguousException Ambiguous(this Exception fault) => new($"storage may have written, its answer is missing ({Words(fault)})", fault);

    /// <summary>The message of the client holds headers over many lines; the code says as much.</summary>
    public static string Words(Exception fault) => fault switch
    {
        RequestFailedException { Status: > 0 } failed => $"HTTP {failed.Status} {failed.ErrorCode}".TrimEnd(),
        AggregateException { InnerExceptions: [.., var last] } => Words(last),
        OperationCanceledException => "time-out",
        _ => "network",
    };
}
