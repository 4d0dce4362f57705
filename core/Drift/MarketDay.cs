using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Drift;

/// <summary>What the store keeps of a market's UTC day, the same for every portfolio. Coins are pairs of the executing venue and are read when first asked for.</summary>
public sealed class MarketDay
{
    private readonly ITableStore tables;
    private readonly MarketId market;
    private readonly SymbolMap map;
    private readonly DateTimeOffset start;
    private readonly Dictionary<Symbol, List<CoinLook>> looks = [];
    private readonly Dictionary<Symbol, IReadOnlyList<Forecast>> forecasts = [];
    private readonly Dictionary<Symbol, IReadOnlyList<Candle>> hours = [];

    private MarketDay(ITableStore tables, MarketId market, SymbolMap map, DateOnly day)
    {
        (this.tables, this.market, this.map, Day) = (tables, market, map, day);
        start = RecordedDay.StartOf(day);
    }

    public DateOnly Day { get; }

    /// <summary>Minutes in which the gate looked at every portfolio.</summary>
    public int Minutes { get; private set; }

    /// <summary>When the oldest minute that is kept was due; null where none is.</summary>
    public DateTimeOffset? KeptSince { get; private set; }

    /// <param name="map">From the executing venue's pairs to the market's.</param>
    public static async Task<MarketDay> ReadAsync(ITableStore tables, MarketId market, SymbolMap map, DateOnly day, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var read = new MarketDay(tables, market, map, day);
        var query = new TableQuery(TickCounter.Table, market.Value, CoinLook.Key(read.start), CoinLook.Key(read.start.AddDays(1)));
        await foreach (var row in tables.ReadAllAsync(query, cancellationToken))
        {
            read.Minutes++;
            foreach (var (coin, look) in CoinLook.Read(row))
            {
                if (!read.looks.TryGetValue(coin, out var all)) read.looks[coin] = all = [];
                all.Add(look);
            }
        }
        var oldest = await tables.QueryAsync(TableQuery.Prefix(TickCounter.Table, market.Value, CoinLook.Kind, pageSize: 1), null, cancellationToken);
        if (oldest.Rows.Count > 0) read.KeptSince = CoinLook.TimeOf(oldest.Rows[0]);
        return read;
    }

    /// <summary>Of one coin, oldest first.</summary>
    public IReadOnlyList<CoinLook> LooksOf(Symbol coin) => looks.TryGetValue(coin, out var found) ? found : [];

    /// <summary>Forecasts that could have been known that day.</summary>
    public async Task<IReadOnlyList<Forecast>> ForecastsOfAsync(Symbol coin, CancellationToken cancellationToken)
    {
        if (forecasts.TryGetValue(coin, out var known)) return known;
        var found = new List<Forecast>();
        foreach (var timeframe in Timeframes.All)
        {
            var records = await RecordedDay.BetweenAsync<ForecastRecord>(
                tables, Names.Forecasts, ForecastFlow.Partition(market, map.SignalOf(coin), timeframe), start - timeframe.Length() * 2, start.AddDays(1), cancellationToken);
            found.AddRange(records.Select(record => record.Forecast));
        }
        return forecasts[coin] = found;
    }

    /// <summary>Hourly candles of the signal market that opened that day.</summary>
    public async Task<IReadOnlyList<Candle>> HoursOfAsync(Symbol coin, CancellationToken cancellationToken)
    {
        if (hours.TryGetValue(coin, out var known)) return known;
        var all = await new CandleStore(tables, market).ReadAsync(map.SignalOf(coin), Timeframe.Hour1, start, cancellationToken);
        return hours[coin] = [.. all.TakeWhile(candle => candle.OpenTime < start.AddDays(1))];
    }
}
