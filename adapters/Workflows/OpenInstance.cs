using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Workflows;

/// <summary>A running instance, as the engine keeps it in memory between steps.</summary>
internal sealed class OpenInstance(WorkflowRegistration registration, string id, string sortKey, string input, long createdAt)
{
    private bool sawForeign;

    public WorkflowRegistration Registration { get; } = registration;

    public string Id { get; } = id;

    public string SortKey { get; } = sortKey;

    public string Input { get; } = input;

    public long CreatedAt { get; } = createdAt;

    /// <summary>Null until the first step after the opening has read it.</summary>
    public List<JournalEvent>? Journal { get; set; }

    public int Steps { get; set; }

    /// <summary>Trading ticks; <see cref="long.MinValue"/> when it is ready.</summary>
    public long Wake { get; set; } = long.MinValue;

    /// <summary>An event may have come since the last step read them.</summary>
    public bool HasEvents { get; set; } = true;

    /// <summary>Something that is not the context's resumed the body; set from any thread.</summary>
    public bool SawForeign
    {
        get => Volatile.Read(ref sawForeign);
        set => Volatile.Write(ref sawForeign, value);
    }
}

/// <summary>By wake-up, then sort key, then id; never by the order of arrival.</summary>
internal sealed class WakeOrder : IComparer<OpenInstance>
{
    public int Compare(OpenInstance? x, OpenInstance? y)
    {
        var order = x!.Wake.CompareTo(y!.Wake);
        if (order == 0) order = string.CompareOrdinal(x.SortKey, y.SortKey);
        return order != 0 ? order : string.CompareOrdinal(x.Id, y.Id);
    }
}
