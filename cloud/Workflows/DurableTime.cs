namespace PowerTrader.Cloud.Workflows;

/// <summary>
/// Trading time of workflows on the durable engine, which only knows the wall's. On a real market they are one; a market that runs faster
/// has its instants mapped both ways; one that stands still between its instants has a mapping of its own.
/// </summary>
/// <param name="engineOrigin">Instant of the engine at which trading time is <paramref name="tradingOrigin"/>.</param>
/// <param name="speed">Trading seconds per second of the engine.</param>
public class DurableTime(DateTimeOffset engineOrigin, DateTimeOffset tradingOrigin, double speed)
{
    /// <summary>Trading time is the wall's.</summary>
    public static DurableTime Real { get; } = new(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1);

    public virtual DateTimeOffset ToTrading(DateTimeOffset engine) => tradingOrigin + (engine - engineOrigin) * speed;

    public virtual DateTimeOffset ToEngine(DateTimeOffset trading) => engineOrigin + (trading - tradingOrigin) / speed;

    public TimeSpan ToEngine(TimeSpan trading) => trading / speed;
}
