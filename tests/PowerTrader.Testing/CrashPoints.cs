using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Counts every call to the ports that it wraps, with one counter for all, and disturbs one of them: that call is a crash point.</summary>
/// <param name="target">The call to disturb, from 1; 0 only counts.</param>
public sealed class CrashPoints(long target = 0, CrashMoment moment = CrashMoment.Before) : PortTap
{
    private readonly Lock gate = new();
    private readonly List<PortCall> calls = [];
    private bool dead;

    /// <summary>Every call so far, in order.</summary>
    public IReadOnlyList<PortCall> Calls
    {
        get
        {
            lock (gate) return [.. calls];
        }
    }

    /// <summary>The call that was disturbed; null until it came.</summary>
    public PortCall? Hit { get; private set; }

    /// <summary>What the other does; for <see cref="CrashMoment.Overtaken"/>.</summary>
    public Func<Task> Meanwhile { get; init; } = () => Task.CompletedTask;

    public bool IsDead
    {
        get
        {
            lock (gate) return dead;
        }
    }

    public override T Call<T>(string name, Func<T> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var here = Enter(name, LostReply.Never);
        if (here && moment == CrashMoment.Overtaken) Task.Run(Meanwhile).GetAwaiter().GetResult();
        var result = call();
        Leave(here, name, LostReply.Never);
        return result;
    }

    protected override async Task<T> CallAsync<T>(string name, LostReply reply, Func<Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        var here = Enter(name, reply);
        if (here && moment == CrashMoment.Overtaken) await Meanwhile();
        var result = await call();
        Leave(here, name, reply);
        return result;
    }

    /// <summary>True where this call is the point.</summary>
    private bool Enter(string name, LostReply reply)
    {
        lock (gate)
        {
            if (dead) throw new ProcessKilledException($"before {name}");
            calls.Add(new PortCall(name, reply));
            if (calls.Count != target) return false;
            Hit = calls[^1];
            dead = moment == CrashMoment.Before;
            return dead ? throw new ProcessKilledException($"before {name}, call {target}") : true;
        }
    }

    private void Leave(bool here, string name, LostReply reply)
    {
        lock (gate)
        {
            if (here && moment == CrashMoment.ReplyLost && reply == LostReply.Transient) throw new TransientException($"the reply to {name} was lost");
            if (here && moment == CrashMoment.ReplyLost && reply == LostReply.Ambiguous) throw new AmbiguousException($"the reply to {name} was lost");
            dead |= here && moment != CrashMoment.Overtaken;
            if (dead) throw new ProcessKilledException($"after {name}, call {target}");
        }
    }
}
