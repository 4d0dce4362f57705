using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Workflows;

/// <summary>Joins quotes, forecasts, instruments and measures of risk to what a decision sees.</summary>
/// <param name="returns">Null where no hours are stored.</param>
public sealed class MarketViews(QuoteBoard quotes, ForecastDesk desk, TimeSpan grace, ReturnBoard? returns = null)
{
    /// <summary>A forecast stays valid this long after its candle's end: the next one needs the grace, a tick and the learning.</summary>
    private static readonly TimeSpan Handover = TimeSpan.FromMinutes(3);

    private readonly Dictionary<Symbol, Instrument> instruments = [];

    public void SetInstruments(IEnumerable<Instrument> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        foreach (var instrument in all) instruments[instrument.Symbol] = instrument;
    }

    public Instrument? InstrumentOf(Symbol symbol) => instruments.GetValueOrDefault(symbol);

    public QuoteState? QuoteOf(Symbol symbol) => quotes.Of(symbol);

    public SignalLevels LevelsOf(Symbol symbol, DateTimeOffset now) => SignalLevels.From(desk.Newest(symbol), now, grace + Handover);

    /// <param name="execution">Quote of the executing venue, fetched by the caller.</param>
    public SymbolMarket Of(Symbol symbol, Quote? execution, DateTimeOffset now)
    {
        var state = quotes.Of(symbol);
        var levels = LevelsOf(symbol, now);
        var price = state?.Quote.Mid;
        var outlier = state is { IsLoneOutlier: true } ? Math.Abs(state.Quote.Mid / state.ReferencePrice - 1) * 100m : 0;
        return new SymbolMarket(
            symbol, execution, price, state?.Quote.VenueTime, outlier, price is { } p ? levels.Long(p) : 0, price is { } q ? levels.Short(q) : 0,
            levels.Active, InstrumentOf(symbol))
        { Measures = returns?.Of(symbol) ?? CoinMeasures.None };
    }

    /// <summary>What the gate sees before anybody asks the executing venue: the last quote known, which a cycle replaces by its own before it orders.</summary>
    /// <param name="fresh">A quote of at most this age is taken for that of now; an older one keeps its age, and nothing is traded on it.</param>
    public SymbolMarket AtGate(Symbol symbol, DateTimeOffset now, TimeSpan fresh)
    {
        var quote = quotes.Of(symbol)?.Quote;
        return Of(symbol, quote is not null && quote.Age(now) <= fresh ? quote with { VenueTime = now } : quote, now);
    }

    public Price? BidOf(Symbol symbol) => quotes.Of(symbol)?.Quote.Bid;
}
