using System.Collections.Concurrent;
using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>Quotes and pairs of a venue that executes on another market's signals, and its usual distance from that market: kept as rows, so that every process knows it.</summary>
/// <param name="id">Under which they are stored: the venue's name.</param>
public sealed class VenueBoard(ITableStore tables, MarketId id, SymbolMap map)
{
    /// <summary>Share of the newest distance in the usual one, a quote a minute: half of a change is taken in after about twenty.</summary>
    private const decimal Share = 1m / 30;

    private const int Digits = 12;

    /// <summary>Two quotes farther apart in time say nothing of a distance.</summary>
    private static readonly TimeSpan Together = TimeSpan.FromMinutes(2);

    /// <summary>A distance that was not followed for so long says nothing of today's: the next one begins anew.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(6);

    private const string ValueProperty = "basis";
    private const string TimeProperty = "at";

    private readonly ConcurrentDictionary<Symbol, (decimal Value, DateTimeOffset At)> basis = [];
    private readonly string partition = $"{id.Value}|{ValueProperty}";

    public SymbolMap Map => map;

    public QuoteBoard Quotes { get; } = new(tables, id);

    public InstrumentBoard Instruments { get; } = new(tables, id);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await Quotes.LoadAsync(cancellationToken);
        await Instruments.LoadAsync(cancellationToken);
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Quotes, partition), cancellationToken))
        {
            if (!decimal.TryParse(row.Text(ValueProperty), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || row.Properties[TimeProperty] is not DateTimeOffset at)
                throw new CorruptException($"the distance of {row.Row} from its market cannot be read");
            basis[Symbol.Parse(row.Row)] = (value, at);
        }
    }

    /// <summary>Price at the venue over price at the signal market, as it usually is; null where it was never seen.</summary>
    public decimal? BasisOf(Symbol execution) => basis.TryGetValue(execution, out var known) ? known.Value : null;

    /// <summary>Takes the venue's quotes of one minute, and what they say beside the market's.</summary>
    /// <param name="signalOf">Newest quote of the signal market.</param>
    public async Task UpdateAsync(IReadOnlyList<Quote> quotes, Func<Symbol, Quote?> signalOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quotes);
        ArgumentNullException.ThrowIfNull(signalOf);
        await Quotes.UpdateAsync(quotes, cancellationToken);
        foreach (var quote in quotes)
        {
            if (signalOf(map.SignalOf(quote.Symbol)) is not { } signal || (signal.VenueTime - quote.VenueTime).Duration() > Together || signal.Mid <= 0) continue;
            var now = quote.Mid / signal.Mid;
            var next = basis.AddOrUpdate(
                quote.Symbol, (now, quote.VenueTime), (_, before) => (quote.VenueTime - before.At > Remembered ? now : decimal.Round(before.Value + (now - before.Value) * Share, Digits), quote.VenueTime));
            await tables.UpsertAsync(Names.Quotes, new TableRow(partition, quote.Symbol.Value, new Dictionary<string, object?>
            {
                [ValueProperty] = next.Item1.ToString(CultureInfo.InvariantCulture),
                [TimeProperty] = next.Item2,
            }), cancellationToken);
        }
    }
}
