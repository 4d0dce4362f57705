using PowerTrader.Chaos.Tests.Plans;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.World;

/// <summary>Stands before every port of one host's life, and does what the plan says at each call.</summary>
internal sealed class ChaosTap(ChaosRun run) : PortTap
{
    /// <summary>The process has ended: whatever its handlers try reaches nothing.</summary>
    public bool IsDead { get; private set; }

    public override IMessageQueue Over(IMessageQueue inner) => base.Over(new UnrulyQueue(run, inner));

    public override T Call<T>(string name, Func<T> call) => CallAsync(name, LostReply.Never, () => Task.FromResult(call())).GetAwaiter().GetResult();

    protected override async Task<T> CallAsync<T>(string name, LostReply reply, Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        ObjectDisposed(name);
        run.Spend(name);
        if (run.Meet(name) is not { } trouble) return await call();
        switch (trouble.Moment)
        {
            case Moment.KilledBefore:
                throw Kill(name, trouble);
            case Moment.RequestLost:
                throw Lost(name, reply);
            case Moment.Overtaken:
                await run.OvertakeAsync(trouble.Seconds);
                break;
            case Moment.Paused:
                run.Time.Advance(TimeSpan.FromSeconds(trouble.Seconds));
                break;
            case Moment.Stale:
                await run.CommitAsAnotherAsync();
                break;
            default:
                break;
        }
        var result = await call();
        if (trouble.Moment == Moment.KilledAfter) throw Kill(name, trouble);
        return trouble.Moment == Moment.ReplyLost ? throw Lost(name, reply) : result;
    }

    private void ObjectDisposed(string name)
    {
        if (IsDead) throw new ProcessKilledException("before " + name);
    }

    private ProcessKilledException Kill(string name, Disturbance.AtPort trouble)
    {
        IsDead = true;
        run.Downtime = TimeSpan.FromSeconds(trouble.Seconds);
        return new ProcessKilledException($"{name} {trouble.Moment}");
    }

    private static Exception Lost(string name, LostReply reply) => reply == LostReply.Transient
        ? new TransientException($"the reply to {name} was lost")
        : new AmbiguousException($"nobody knows what became of {name}");
}

/// <summary>A queue that doubles or delays the messages that the plan names.</summary>
internal sealed class UnrulyQueue(ChaosRun run, IMessageQueue inner) : IMessageQueue
{
    public async Task<SendResult> SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken)
    {
        if (run.MeetMessage() is not { } trouble) return await inner.SendAsync(queue, message, cancellationToken);
        var later = run.Clock.Now.AddSeconds(trouble.Seconds);
        if (trouble.Trouble == MessageTrouble.Delayed) return await inner.SendAsync(queue, message with { NotBefore = later }, cancellationToken);
        var result = await inner.SendAsync(queue, message, cancellationToken);
        await inner.SendAsync(queue, message with { MessageId = message.MessageId + ".again", NotBefore = later }, cancellationToken);
        return result;
    }

    public Task<ReceivedMessage?> ReceiveAsync(string queue, CancellationToken cancellationToken) => inner.ReceiveAsync(queue, cancellationToken);

    public Task<bool> RenewLockAsync(ReceivedMessage message, CancellationToken cancellationToken) => inner.RenewLockAsync(message, cancellationToken);

    public Task<bool> CompleteAsync(ReceivedMessage message, CancellationToken cancellationToken) => inner.CompleteAsync(message, cancellationToken);

    public Task<bool> AbandonAsync(ReceivedMessage message, CancellationToken cancellationToken) => inner.AbandonAsync(message, cancellationToken);

    public Task<bool> DeadLetterAsync(ReceivedMessage message, string reason, string description, CancellationToken cancellationToken) =>
        inner.DeadLetterAsync(message, reason, description, cancellationToken);

    public Task<IReadOnlyList<DeadLetter>> PeekDeadLettersAsync(string queue, int limit, CancellationToken cancellationToken) => inner.PeekDeadLettersAsync(queue, limit, cancellationToken);
}
