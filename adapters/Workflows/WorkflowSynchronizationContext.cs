namespace PowerTrader.Adapters.Workflows;

/// <summary>Runs a body's continuations on the thread that drains it, and only while it drains; whatever else arrives is foreign.</summary>
/// <param name="onForeign">Called for each foreign continuation, on its thread, however late.</param>
internal sealed class WorkflowSynchronizationContext(Action onForeign) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> queue = new();
    private int drainingThread = -1;
    private bool sawForeign;

    /// <summary>The body awaited, or was resumed by, something that is not its context's.</summary>
    public bool SawForeign
    {
        get
        {
            lock (queue) return sawForeign;
        }
    }

    public bool IsDrainingHere
    {
        get
        {
            lock (queue) return Environment.CurrentManagedThreadId == drainingThread;
        }
    }

    public override void Post(SendOrPostCallback d, object? state)
    {
        lock (queue)
        {
            if (Environment.CurrentManagedThreadId == drainingThread)
            {
                queue.Enqueue((d, state));
                return;
            }
        }
        ReportForeign();
    }

    public void ReportForeign()
    {
        lock (queue) sawForeign = true;
        onForeign();
    }

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs the action and everything that it sets off on this thread.</summary>
    public void Run(Action action)
    {
        var outer = Current;
        SetSynchronizationContext(this);
        lock (queue) drainingThread = Environment.CurrentManagedThreadId;
        try
        {
            action();
            while (TryTake(out var work)) work.Callback(work.State);
        }
        finally
        {
            lock (queue) drainingThread = -1;
            SetSynchronizationContext(outer);
        }
    }

    private bool TryTake(out (SendOrPostCallback Callback, object? State) work)
    {
        lock (queue) return queue.TryDequeue(out work);
    }
}
