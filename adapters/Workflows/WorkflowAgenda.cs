using System.Diagnostics.CodeAnalysis;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Workflows;

/// <summary>Which instances may take a step now, and when the next sleeper wakes. Its own lock: starts and events come from any thread.</summary>
internal sealed class WorkflowAgenda
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, OpenInstance> open = new(StringComparer.Ordinal);
    private readonly SortedSet<OpenInstance>[] ready;
    private readonly SortedSet<OpenInstance> sleeping = new(new WakeOrder());

    public WorkflowAgenda()
    {
        ready = new SortedSet<OpenInstance>[Enum.GetValues<WorkPhase>().Length];
        for (var i = 0; i < ready.Length; i++) ready[i] = new(new WakeOrder());
    }

    /// <summary>Trading ticks; <see cref="long.MaxValue"/> when nobody sleeps.</summary>
    public long NextWake
    {
        get
        {
            lock (gate) return sleeping.Min?.Wake ?? long.MaxValue;
        }
    }

    public int OpenCount
    {
        get
        {
            lock (gate) return open.Count;
        }
    }

    public void Add(OpenInstance instance)
    {
        lock (gate)
        {
            if (open.TryAdd(instance.Id, instance)) Place(instance, long.MinValue);
        }
    }

    public bool Contains(string id)
    {
        lock (gate) return open.ContainsKey(id);
    }

    public List<string> OpenIds()
    {
        lock (gate) return [.. open.Keys];
    }

    public void Clear()
    {
        lock (gate)
        {
            open.Clear();
            sleeping.Clear();
            foreach (var instances in ready) instances.Clear();
        }
    }

    public void Remove(string id)
    {
        lock (gate)
        {
            if (open.Remove(id, out var instance)) Lift(instance);
        }
    }

    /// <summary>Has an event: ready as soon as its step, if one runs, has ended.</summary>
    public void Notice(string id)
    {
        lock (gate)
        {
            if (!open.TryGetValue(id, out var instance)) return;
            instance.HasEvents = true;
            if (sleeping.Contains(instance)) Place(instance, long.MinValue);
        }
    }

    /// <summary>Takes the first ready instance of the phase at the instant; give it back with <see cref="Return"/>.</summary>
    public bool TryTake(WorkPhase phase, long now, [NotNullWhen(true)] out OpenInstance? instance)
    {
        lock (gate)
        {
            while (sleeping.Min is { } first && first.Wake <= now) Place(first, long.MinValue);
            instance = ready[(int)phase].Min;
            if (instance is not null) Lift(instance);
            return instance is not null;
        }
    }

    /// <param name="wake">Trading ticks; the past for at once.</param>
    public void Return(OpenInstance instance, long wake, long now)
    {
        lock (gate)
        {
            // Suspended and resumed meanwhile, the id belongs to another object, which reads the journal anew.
            if (open.GetValueOrDefault(instance.Id) == instance) Place(instance, instance.HasEvents || wake <= now ? long.MinValue : wake);
        }
    }

    private void Place(OpenInstance instance, long wake)
    {
        Lift(instance);
        instance.Wake = wake;
        if (wake == long.MinValue) ready[(int)instance.Registration.Phase].Add(instance);
        else sleeping.Add(instance);
    }

    private void Lift(OpenInstance instance)
    {
        sleeping.Remove(instance);
        ready[(int)instance.Registration.Phase].Remove(instance);
    }
}
