namespace PowerTrader.Core.Workflows;

/// <summary>What becomes of a message after its handler. An exception counts as <see cref="Abandon"/>.</summary>
public abstract record HandlerOutcome
{
    private HandlerOutcome() { }

    public static HandlerOutcome Completed { get; } = new Complete();

    public static HandlerOutcome Abandoned { get; } = new Abandon();

    /// <summary>Done; never delivered again.</summary>
    public sealed record Complete : HandlerOutcome;

    /// <summary>Visible again at once, without back-off; the tenth delivery that ends so is dead.</summary>
    public sealed record Abandon : HandlerOutcome;

    /// <summary>A deterministic failure: to the dead letters at once.</summary>
    public sealed record DeadLetter(string Reason, string Description) : HandlerOutcome;
}
