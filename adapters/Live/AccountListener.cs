using System.Threading.Channels;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Live;

/// <summary>Listens to an account, and lets what it hears be followed between two items of the runtime, once a second at most. Ends with its disposal.</summary>
/// <param name="feed">Not begun; ended with this.</param>
/// <param name="onFault">Told of what must not happen; the listening goes on.</param>
public sealed class AccountListener(IAccountFeed feed, AccountWake wake, EmbeddedRuntime runtime, TimeProvider time, Action<Exception>? onFault = null) : IAsyncDisposable
{
    /// <summary>Between two times that hints are followed, however many come.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> heard = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource stop = new();
    private Task? following;

    /// <summary>Whether the venue tells anything now.</summary>
    public FeedState State => feed.State;

    /// <summary>Begins. Once.</summary>
    public void Start()
    {
        if (following is not null) throw new InvalidOperationException("the listener has been started");
        following = Task.Run(() => FollowAsync(stop.Token));
        feed.Start(hint =>
        {
            wake.Hear(hint);
            heard.Writer.TryWrite(true);
        });
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await feed.DisposeAsync();
        if (following is not null) await following;
        stop.Dispose();
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            TimeSpan? rest = null;
            while (true)
            {
                await HearAsync(rest, cancellationToken);
                rest = await RunAsync(cancellationToken);
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It ends.
        }
    }

    /// <summary>Until something is heard, or what is left is due.</summary>
    private async Task HearAsync(TimeSpan? rest, CancellationToken cancellationToken)
    {
        if (rest is not { } left)
        {
            await heard.Reader.ReadAsync(cancellationToken);
            return;
        }
        using var due = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, due.Token);
        try
        {
            await heard.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // What is left is due.
        }
    }

    private async Task<TimeSpan?> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await runtime.InvokeAsync(wake.RunAsync, cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Nothing depends on hints: whatever went wrong here is met again, and dealt with, where it matters.
            onFault?.Invoke(fault);
            return null;
        }
    }
}
