using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Drift;

/// <summary>What the store keeps of a UTC day of a portfolio, oldest first.</summary>
/// <param name="Orders">Also those of the day before: one of its fills may fall into this day.</param>
public sealed record RecordedDay(DateOnly Day, IReadOnlyList<DecisionRecord> Decisions, IReadOnlyList<Order> Orders, IReadOnlyList<Fill> Fills)
{
    /// <summary>Forecasts by coin and timeframe that could have been known that day, oldest first.</summary>
    public IReadOnlyDictionary<Symbol, IReadOnlyList<Forecast>> Forecasts { get; init; } = new Dictionary<Symbol, IReadOnlyList<Forecast>>();

    public DateTimeOffset Start => StartOf(Day);

    public DateTimeOffset End => StartOf(Day.AddDays(1));

    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>Reads projections only, in as many pages as the day has.</summary>
    public static async Task<RecordedDay> ReadAsync(ITableStore tables, MarketId market, PortfolioKey portfolio, DateOnly day, CancellationToken cancellationToken)
    {
        var (start, end) = (StartOf(day), StartOf(day.AddDays(1)));
        var partition = portfolio.ToString();
        var decisions = await BetweenAsync<DecisionRecord>(tables, Names.Decisions, partition, start, end, cancellationToken);
        var orders = await BetweenAsync<Order>(tables, Names.Orders, partition, start.AddDays(-1), end, cancellationToken);
        var fills = await BetweenAsync<Fill>(tables, Names.Fills, partition, start, end, cancellationToken);
        var forecasts = new Dictionary<Symbol, IReadOnlyList<Forecast>>();
        foreach (var symbol in decisions.Where(decision => decision.Inputs is not null).Select(decision => decision.Symbol).Distinct())
        {
            var known = new List<Forecast>();
            foreach (var timeframe in Timeframes.All)
            {
                var records = await BetweenAsync<ForecastRecord>(
                    tables, Names.Forecasts, ForecastFlow.Partition(market, symbol, timeframe), start - timeframe.Length() * 2, end, cancellationToken);
                known.AddRange(records.Select(record => record.Forecast));
            }
            forecasts[symbol] = known;
        }
        return new RecordedDay(day, decisions, orders, fills) { Forecasts = forecasts };
    }

    /// <summary>Keys begin with inverted ticks: what is from the start on and before the end.</summary>
    private static async Task<List<T>> BetweenAsync<T>(
        ITableStore tables, string table, string partition, DateTimeOffset start, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var found = new List<T>();
        var query = new TableQuery(table, partition, NewestFirst.Of(end.AddTicks(-1)), NewestFirst.Of(start.AddTicks(-1)));
        await foreach (var row in tables.ReadAllAsync(query, cancellationToken)) found.Add(Wire.Read<T>(row.Json));
        found.Reverse();
        return found;
    }
}
