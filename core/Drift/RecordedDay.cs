using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Drift;

/// <summary>What the store keeps of a UTC day of a portfolio, oldest first.</summary>
/// <param name="Orders">Also those of the day before, whose fills may fall into this day, and those that are open.</param>
public sealed record RecordedDay(DateOnly Day, IReadOnlyList<DecisionRecord> Decisions, IReadOnlyList<Order> Orders, IReadOnlyList<Fill> Fills)
{
    /// <summary>Forecasts by coin and timeframe that could have been known that day, oldest first.</summary>
    public IReadOnlyDictionary<Symbol, IReadOnlyList<Forecast>> Forecasts { get; init; } = new Dictionary<Symbol, IReadOnlyList<Forecast>>();

    /// <summary>The gate's minutes by coin, oldest first.</summary>
    public IReadOnlyDictionary<Symbol, IReadOnlyList<CoinLook>> Looks { get; init; } = new Dictionary<Symbol, IReadOnlyList<CoinLook>>();

    /// <summary>Hourly candles of the signal market by coin, oldest first.</summary>
    public IReadOnlyDictionary<Symbol, IReadOnlyList<Candle>> Hours { get; init; } = new Dictionary<Symbol, IReadOnlyList<Candle>>();

    /// <summary>From when to when each minute should have been looked at; null where the gate's minutes are not kept.</summary>
    public (DateTimeOffset From, DateTimeOffset To)? Watched { get; init; }

    /// <summary>Minutes of the day in which the gate looked.</summary>
    public int Minutes { get; init; }

    /// <summary>The executing venue has quotes of its own.</summary>
    public bool IsApart { get; init; }

    /// <summary>Null where the portfolio's past was not read.</summary>
    public BookPast? Past { get; init; }

    public DateTimeOffset Start => StartOf(Day);

    public DateTimeOffset End => StartOf(Day.AddDays(1));

    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Reads projections and the portfolio's own rows, in as many pages as the day has.</summary>
    /// <param name="book">As it is now: what is open still, and where the past is counted back from.</param>
    /// <param name="now">Nothing later was to be looked at.</param>
    public static async Task<RecordedDay> ReadAsync(ITableStore tables, MarketDay market, PortfolioBook book, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(market);
        ArgumentNullException.ThrowIfNull(book);
        var (day, partition) = (market.Day, book.Key.ToString());
        var (start, end) = (StartOf(day), StartOf(day.AddDays(1)));
        var open = book.OpenOrders.Where(order => order.CreatedAt < end).ToList();
        var ended = await BetweenAsync<Order>(tables, Names.Orders, partition, start.AddDays(-1), end, cancellationToken);
        var recorded = new RecordedDay(
            day, await BetweenAsync<DecisionRecord>(tables, Names.Decisions, partition, start, end, cancellationToken),
            [.. ended.Where(order => open.TrueForAll(other => other.Id != order.Id)), .. open], await BetweenAsync<Fill>(tables, Names.Fills, partition, start, end, cancellationToken));
        var (forecasts, hours) = (new Dictionary<Symbol, IReadOnlyList<Forecast>>(), new Dictionary<Symbol, IReadOnlyList<Candle>>());
        foreach (var coin in book.Head.Symbols.Union(recorded.Decisions.Select(decision => decision.Symbol)))
        {
            forecasts[coin] = await market.ForecastsOfAsync(coin, cancellationToken);
            hours[coin] = await market.HoursOfAsync(coin, cancellationToken);
        }
        return recorded with
        {
            Forecasts = forecasts,
            Hours = hours,
            Looks = forecasts.Keys.ToDictionary(coin => coin, market.LooksOf),
            Minutes = market.Minutes,
            IsApart = book.Head.Venue is { } venue && venue != book.Head.Market.Value,
            Watched = Watching(start, end, book.Head.CreatedAt, market.KeptSince, now),
            Past = await BookPast.ReadAsync(tables, book, recorded, cancellationToken),
        };
    }

    private static (DateTimeOffset, DateTimeOffset)? Watching(DateTimeOffset start, DateTimeOffset end, DateTimeOffset opened, DateTimeOffset? kept, DateTimeOffset now)
    {
        if (kept is not { } since) return null;
        var (from, to) = (new[] { start, opened, since }.Max(), now < end ? now : end);
        return from < to ? (from, to) : null;
    }

    /// <summary>Keys begin with inverted ticks: what is from the start on and before the end.</summary>
    internal static async Task<List<T>> BetweenAsync<T>(
        ITableStore tables, string table, string partition, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        var query = new TableQuery(table, partition, NewestFirst.Of(end.AddTicks(-1)), NewestFirst.Of(start.AddTicks(-1)));
        await foreach (var row in tables.ReadAllAsync(query, cancellationToken)) found.Add(Wire.Read<T>(row.Json));
        found.Reverse();
        return found;
    }
}
