using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Ports;

/// <summary>Public prices of one market. Every call may be retried.</summary>
/// <remarks>Throws <see cref="TransientException"/> where the market could not be asked, <see cref="MarketRefusedException"/> where it refused.</remarks>
public interface IMarketData
{
    MarketId Market { get; }

    /// <summary>Candles with <c>from ≤ open &lt; to</c>, ascending, paged as far as needed; the forming one too where the market gives it.</summary>
    Task<IReadOnlyList<Candle>> GetCandlesAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken);

    /// <summary>Null where the market has no quote for the symbol.</summary>
    Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken);

    Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken);

    Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken);

    /// <summary>Whether the venue trades now; <see cref="VenueState.Unknown"/> where it could not be asked, null where this market never tells.</summary>
    Task<VenueState?> GetServiceAsync(CancellationToken cancellationToken) => Task.FromResult<VenueState?>(null);
}
