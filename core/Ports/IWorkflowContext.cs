namespace PowerTrader.Core.Ports;

/// <summary>Attempts with a first delay, a factor and a cap. No jitter: both engines wait the same.</summary>
public sealed record ActivityRetry(int Attempts, TimeSpan FirstDelay, double Factor, TimeSpan Cap)
{
    public static ActivityRetry None { get; } = new(1, TimeSpan.Zero, 1, TimeSpan.Zero);

    /// <summary>Four attempts after 1, 2 and 4 seconds.</summary>
    public static ActivityRetry Standard { get; } = new(4, TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(30));

    /// <param name="attempt">The one that failed, from 1.</param>
    public TimeSpan DelayAfter(int attempt)
    {
        var seconds = FirstDelay.TotalSeconds * Math.Pow(Factor, attempt - 1);
        return seconds < Cap.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Cap;
    }
}

/// <summary>Any failure of an activity or a sub-workflow, in both engines; never the original type.</summary>
/// <remarks>Except <see cref="CorruptException"/>, which no body ever sees: it stops the process, and the instance resumes once the data is whole.</remarks>
public sealed class ActivityFailedException : Exception
{
    public ActivityFailedException(string activity, string errorType, string message)
        : base($"{activity} failed: {errorType}: {message}")
    {
        Activity = activity;
        ErrorType = errorType;
        Reason = message;
    }

    public string Activity { get; }

    public string ErrorType { get; }

    public string Reason { get; }
}

/// <summary>What a workflow body may await. Awaiting anything else fails the instance. Strings are JSON by <c>Wire</c>.</summary>
/// <remarks>Tasks of one context may be combined by <c>Task.WhenAll</c> and <c>Task.WhenAny</c>; a body that ends leaves no timer behind.</remarks>
public interface IWorkflowContext
{
    string InstanceId { get; }

    /// <summary>JSON given at the start.</summary>
    string Input { get; }

    /// <summary>For timers only; every instant of a decision or id is in the input.</summary>
    DateTimeOffset CurrentTime { get; }

    bool IsReplaying { get; }

    /// <exception cref="ActivityFailedException">After the last attempt.</exception>
    Task<string> CallActivityAsync(string activity, string input, ActivityRetry? retry = null);

    /// <summary>Starts another workflow and waits for its output. Terminating or suspending this instance leaves it running.</summary>
    /// <param name="instanceId">Derived from this instance's id or input, so that a replay asks for the same.</param>
    /// <exception cref="ActivityFailedException">
    /// The sub-workflow failed, was terminated (<c>Terminated</c>) or purged (<c>NotFound</c>), no workflow has the name
    /// (<c>UnknownWorkflow</c>), or the id was used before by anybody (<c>AlreadyExists</c>).
    /// </exception>
    Task<string> CallSubWorkflowAsync(string name, string instanceId, string input);

    /// <summary>Durable; completes at the instant, at once where it has passed.</summary>
    Task DelayUntilAsync(DateTimeOffset dueAt);

    /// <summary>The event's payload, or null at the time-out. The lost timer is cancelled.</summary>
    /// <param name="eventName">With a nonce: a name that has timed out once fails the instance when it is awaited again.</param>
    Task<string?> WaitForEventAsync(string eventName, DateTimeOffset until);
}
