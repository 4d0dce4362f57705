namespace PowerTrader.Core.Ports;

/// <summary>Trading time: persisted, and simulated only when the market is. Everything but sockets and locks lives in it.</summary>
public interface ITradingClock
{
    DateTimeOffset Now { get; }

    /// <summary>The same time for code that takes a time provider (rate gates, retry delays).</summary>
    TimeProvider TimeProvider { get; }
}
