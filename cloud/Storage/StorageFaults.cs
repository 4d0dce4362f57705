using Azure;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Storage;

/// <summary>The storage services' failures in the words of the ports.</summary>
internal static class StorageFaults
{
    /// <summary>Network faults have status 0; 408, 429 and 5xx are the service's own. The client has retried already.</summary>
    public static bool IsPassing(this RequestFailedException fault) => fault.Status is 0 or 408 or 429 or >= 500;

    /// <summary>For a read: nothing happened, ask again.</summary>
    public static TransientException Transient(this RequestFailedException fault) =>
        new($"storage did not answer ({Words(fault)})", fault);

    /// <summary>For a write: the request may have been done before the reply was lost.</summary>
    public static AmbiguousException Ambiguous(this RequestFailedException fault) =>
        new($"storage may have written, its answer is missing ({Words(fault)})", fault);

    /// <summary>The message of the client holds headers over many lines; the code says as much.</summary>
    private static string Words(RequestFailedException fault) => fault.Status == 0 ? "network" : $"HTTP {fault.Status} {fault.ErrorCode}";
}
