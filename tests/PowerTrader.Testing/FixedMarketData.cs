using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>One instrument whose quote stands until the test moves it.</summary>
public sealed class FixedMarketData(Instrument instrument) : IMarketData
{
    public MarketId Market { get; } = MarketId.Simulated(0);

    public Instrument Instrument { get; set; } = instrument;

    public Quote? Quote { get; set; }

    public Task<IReadOnlyList<Candle>> GetCandlesAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candle>>([]);

    public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(symbol == Instrument.Symbol ? Quote : null);
    }

    public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Instrument>>([Instrument]);

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => Task.FromResult(Quote?.VenueTime ?? DateTimeOffset.UnixEpoch);
}
