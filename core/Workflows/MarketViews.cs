using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Workflows;

/// <summary>Joins quotes, forecasts, instruments and measures of risk to what a decision sees. Symbols are pairs of the executing venue.</summary>
/// <param name="returns">Null where no hours are stored.</param>
public sealed class MarketViews(QuoteBoard quotes, ForecastDesk desk, TimeSpan grace, ReturnBoard? returns = null)
{
    /// <summary>A forecast stays valid this long after its candle's end: the next one needs the grace, a tick and the learning.</summary>
    private static readonly TimeSpan Handover = TimeSpan.FromMinutes(3);

    /// <summary>An older quote of the peg says that nobody knows: as bad as a broken one.</summary>
    private static readonly TimeSpan PegFreshness = TimeSpan.FromMinutes(30);

    private const decimal UnknownPeg = 100m;

    private readonly Dictionary<Symbol, Instrument> instruments = [];

    /// <summary>The executing venue, where it has quotes and pairs of its own; null where it shares the market's.</summary>
    public VenueBoard? Venue { get; init; }

    /// <summary>A pair that is worth one while the quote coin is worth a dollar, such as USDC-USDT; null where nobody watches.</summary>
    public Symbol? Peg { get; init; }

    public void SetInstruments(IEnumerable<Instrument> all)
    {
        ArgumentNullException.ThrowIfNull(all);
        foreach (var instrument in all) instruments[instrument.Symbol] = instrument;
    }

    public Instrument? InstrumentOf(Symbol symbol) => Venue is null ? instruments.GetValueOrDefault(symbol) : Venue.Instruments.Of(symbol);

    /// <summary>Of the signal market.</summary>
    public QuoteState? QuoteOf(Symbol symbol) => quotes.Of(SignalOf(symbol));

    public SignalLevels LevelsOf(Symbol symbol, DateTimeOffset now) => SignalLevels.From(desk.Newest(SignalOf(symbol)), now, grace + Handover);

    /// <param name="execution">Quote of the executing venue, fetched by the caller.</param>
    public SymbolMarket Of(Symbol symbol, Quote? execution, DateTimeOffset now)
    {
        var state = QuoteOf(symbol);
        var levels = LevelsOf(symbol, now);
        var price = state?.Quote.Mid;
        var outlier = state is { IsLoneOutlier: true } ? Math.Abs(state.Quote.Mid / state.ReferencePrice - 1) * 100m : 0;
        return new SymbolMarket(
            symbol, execution, Venue is null ? price : price * Venue.BasisOf(symbol), state?.Quote.VenueTime, outlier, price is { } p ? levels.Long(p) : 0,
            price is { } q ? levels.Short(q) : 0, levels.Active, InstrumentOf(symbol))
        { Measures = MeasuresOf(symbol), PegPercent = PegPercent(symbol, now) };
    }

    /// <summary>What the gate sees before anybody asks the executing venue: the last quote known, which a cycle replaces by its own before it orders.</summary>
    /// <param name="fresh">A quote of at most this age is taken for that of now; an older one keeps its age, and nothing is traded on it.</param>
    public SymbolMarket AtGate(Symbol symbol, DateTimeOffset now, TimeSpan fresh)
    {
        var quote = (Venue is null ? quotes.Of(symbol) : Venue.Quotes.Of(symbol))?.Quote;
        return Of(symbol, quote is not null && quote.Age(now) <= fresh ? quote with { VenueTime = now } : quote, now);
    }

    /// <summary>Last known quotes of the signal market and of the executing venue; null where one of them has none.</summary>
    public (Quote Signal, Quote Execution)? QuotesOf(Symbol symbol) =>
        QuoteOf(symbol)?.Quote is { } signal && (Venue is null ? signal : Venue.Quotes.Of(symbol)?.Quote) is { } execution ? (signal, execution) : null;

    /// <summary>Of the executing venue.</summary>
    public Price? BidOf(Symbol symbol) => (Venue is null ? quotes.Of(symbol) : Venue.Quotes.Of(symbol))?.Quote.Bid;

    private Symbol SignalOf(Symbol symbol) => Venue is null ? symbol : Venue.Map.SignalOf(symbol);

    private CoinMeasures MeasuresOf(Symbol symbol)
    {
        var known = returns?.Of(SignalOf(symbol)) ?? CoinMeasures.None;
        return Venue is null || Venue.Map.IsSame ? known : known with { Correlations = known.Correlations.ToDictionary(other => Venue.Map.ExecutionOf(other.Key), other => other.Value) };
    }

    /// <summary>The worse of what the peg's own quote says, and of how far the venue's dollars are from the market's.</summary>
    private decimal? PegPercent(Symbol symbol, DateTimeOffset now)
    {
        decimal? apart = Venue is { Map.IsSame: false } && Venue.BasisOf(symbol) is { } basis ? Math.Abs(basis - 1) * 100m : null;
        // A market that does not list it says nothing; one that has stopped quoting it is no comfort.
        if (Peg is not { } peg || quotes.Of(peg)?.Quote is not { } quote) return apart;
        return Math.Max(quote.Age(now) <= PegFreshness ? Math.Abs(quote.Mid - 1) * 100m : UnknownPeg, apart ?? 0);
    }
}
