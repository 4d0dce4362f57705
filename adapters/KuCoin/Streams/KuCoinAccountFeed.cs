using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>An account's private stream kept alive, with a new token for each connection. Its hints only wake who asks; nothing is lost while it is down.</summary>
public sealed class KuCoinAccountFeed : IAccountFeed
{
    /// <summary>An account may be silent for days: pings alone tell whether the stream lives.</summary>
    private static readonly StreamLimits Limits = new(TimeSpan.FromSeconds(10), TimeSpan.MaxValue, TimeSpan.FromHours(23), IsPrivate: true);

    private readonly KuCoinSpotClient client;
    private readonly StreamLink link;
    private readonly TimeProvider time;
    private readonly Func<double> random;
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private FeedState state = new(IsLive: false, "not begun");
    private Task? running;
    private int connections;

    /// <param name="random">Chance, 0 to 1, that spreads reconnects.</param>
    public KuCoinAccountFeed(KuCoinSpotClient client, IStreamConnector connector, TimeProvider time, Func<double>? random = null)
    {
        this.client = client;
        this.time = time;
        this.random = random ?? Random.Shared.NextDouble;
        link = new StreamLink(connector, Limits.AnswerLimit, time);
    }

    public FeedState State
    {
        get
        {
            lock (gate) return state;
        }
    }

    public void Start(Action<AccountHint> hear)
    {
        ArgumentNullException.ThrowIfNull(hear);
        if (running is not null) throw new InvalidOperationException("the feed has been started");
        running = Task.Run(() => RunAsync(hear, stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (running is not null) await running;
        stop.Dispose();
    }

    private async Task RunAsync(Action<AccountHint> hear, CancellationToken cancellationToken)
    {
        try
        {
            for (var failures = 1; ; failures++)
            {
                var reason = await ConnectAsync(hear, cancellationToken);
                if (State.IsLive) failures = 1;
                Change(new FeedState(IsLive: false, reason));
                await Task.Delay(StreamLink.Delay(failures, random()), time, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Change(new FeedState(IsLive: false, "stopped"));
        }
    }

    /// <summary>One connection, from its token to its end; says why it ended. A key that is refused is tried again: the state says what to do.</summary>
    private async Task<string> ConnectAsync(Action<AccountHint> hear, CancellationToken cancellationToken)
    {
        try
        {
            var bullet = SpotErrors.Require(await client.GetPrivateBulletAsync(cancellationToken));
            await using var connection = await link.OpenAsync(bullet, FormattableString.Invariant($"account{Interlocked.Increment(ref connections)}"), cancellationToken);
            using var session = new FeedSession(connection, bullet.InstanceServers[0], Limits, new AccountTopics(hear, Change), time);
            return await session.RunAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever a venue can send: nothing depends on this stream, and it begins anew.
            return fault.Message;
        }
    }

    private void Change(FeedState now)
    {
        lock (gate) state = now;
    }
}
