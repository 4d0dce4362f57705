using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Markets;

/// <summary>One market as decisions see it: the stream's quotes while they are fresh, else asked for; instruments as last read; candles always asked for.</summary>
public sealed class LiveMarketData(IMarketData asked, ILiveFeed? feed, InstrumentBoard instruments, ITradingClock clock) : IMarketData
{
    /// <summary>Age up to which a streamed quote is taken. Half of what risk allows an execution quote, so that it stays good until it is used.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    public MarketId Market => asked.Market;

    /// <summary>Quotes given from the stream.</summary>
    public long FromStream { get; private set; }

    /// <summary>Quotes that had to be asked for.</summary>
    public long Asked { get; private set; }

    public async Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A feed that is down may still hold a quote of its last moments; one stamped in the future tells of a wrong clock.
        if (feed is { State.IsLive: true } && feed.Newest(symbol) is { } quote && quote.Age(clock.Now).Duration() <= Freshness)
        {
            FromStream++;
            return quote;
        }
        Asked++;
        return await asked.GetQuoteAsync(symbol, cancellationToken);
    }

    public Task<IReadOnlyList<Candle>> GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) =>
        asked.GetCandlesAsync(symbol, timeframe, from, to, cancellationToken);

    public async Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) =>
        instruments.CheckedAt is null ? await asked.GetInstrumentsAsync(cancellationToken) : instruments.All;

    public Task<DateTimeOffset> GetServerTimeAsync(CancellationToken cancellationToken) => asked.GetServerTimeAsync(cancellationToken);

    public Task<VenueState?> GetServiceAsync(CancellationToken cancellationToken) => asked.GetServiceAsync(cancellationToken);
}
