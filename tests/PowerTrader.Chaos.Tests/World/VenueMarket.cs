using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.World;

/// <summary>Public prices of the venue itself. No candles: what is forecast is stored beforehand.</summary>
internal sealed class VenueMarket(SimulatedVenue venue, IBroker prices) : IMarketData
{
    public static readonly MarketId Id = MarketId.Simulated(41);

    public MarketId Market => Id;

    public Task<IReadOnlyList<Candle>> GetCandlesAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candle>>([]);

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => prices.GetQuoteAsync(symbol, cancellationToken);

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => prices.GetInstrumentsAsync(cancellationToken);

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => Task.FromResult(venue.Now);
}
