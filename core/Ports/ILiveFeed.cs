using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Ports;

/// <summary>Prices that a venue sends unasked. A help, never a need: what it does not know is asked for through <see cref="IMarketData"/>.</summary>
/// <remarks>Asking costs nothing and never waits. Thread-safe.</remarks>
public interface ILiveFeed : IAsyncDisposable
{
    FeedState State { get; }

    /// <summary>The newest quote that came by the stream, with the venue's own time; null where none has come. The caller judges its age.</summary>
    Quote? Newest(Symbol symbol);

    /// <summary>Open of the newest hour that the stream has seen give way to a later one. A hint: only the market's own time proves a candle closed.</summary>
    DateTimeOffset? LastEndedHour(Symbol symbol);
}

/// <summary>Whether a feed flows.</summary>
/// <param name="Reason">Why it does not; empty while it does.</param>
public readonly record struct FeedState(bool IsLive, string Reason);
