using System.Net;

namespace PowerTrader.Adapters.Simulation;

/// <summary>What can go wrong with one answer of a simulated exchange.</summary>
public abstract record Fault
{
    private Fault() { }

    /// <summary>No answer ever comes.</summary>
    /// <param name="EndsAtOnce">In process the client's patience is taken as used up: nobody waits in real time for simulated trouble.</param>
    public sealed record Stall(bool EndsAtOnce = false) : Fault;

    /// <summary>The connection breaks.</summary>
    public sealed record Reset : Fault;

    /// <summary>An answer in JSON that says no.</summary>
    public sealed record Refused(HttpStatusCode Status, string Code, string Message) : Fault;

    /// <summary>Over the limit. With <paramref name="ResetAfter"/> the venue's headers say when its window ends; without, it is overloaded.</summary>
    public sealed record Throttled(TimeSpan? ResetAfter) : Fault;

    /// <summary>A proxy in front answers with a page.</summary>
    public sealed record Page(HttpStatusCode Status, string Html) : Fault;

    /// <summary>Success is claimed, and there is no data.</summary>
    public sealed record NoData : Fault;
}
