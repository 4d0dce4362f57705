namespace PowerTrader.Core.Portfolio;

public enum OutboxKind
{
    /// <summary>A message to a queue.</summary>
    Send,

    /// <summary>A workflow to start.</summary>
    Start,

    /// <summary>A row of a projection, which only a later write replaces.</summary>
    Project,
}

/// <summary>Something to do after the commit that caused it. Doing it twice has the effect of once.</summary>
/// <param name="Target">Queue, workflow name or table.</param>
/// <param name="Key">Message id, instance id or row key.</param>
/// <param name="Group">Queue session, or partition of the projection; empty for a start.</param>
/// <param name="SortKey">Order among what is due at one instant.</param>
/// <param name="Body">JSON.</param>
public sealed record OutboxItem(long Sequence, OutboxKind Kind, string Target, string Key, string Group, string SortKey, string Body);
