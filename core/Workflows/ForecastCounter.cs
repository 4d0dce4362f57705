using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>How many forecasts this store has seen, over all runs. Counting one twice has the effect of once.</summary>
public sealed class ForecastCounter(ITableStore tables, MarketId market)
{
    private const string Kind = "forecasts|";

    private readonly Dictionary<string, (long Count, DateTimeOffset Last)> series = new(StringComparer.Ordinal);

    public long Count { get; private set; }

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        series.Clear();
        Count = 0;
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(TickCounter.Table, market.Value, Kind), cancellationToken))
        {
            var count = (long)row.Properties["count"]!;
            series[row.Row] = (count, (DateTimeOffset)row.Properties["last"]!);
            Count += count;
        }
    }

    /// <param name="candleOpen">Of the candle that was forecast: a forecast of it, or of a later one, is counted already.</param>
    public async Task CountAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset candleOpen, CancellationToken cancellationToken)
    {
        var row = $"{Kind}{symbol}|{timeframe.Name()}";
        var known = series.GetValueOrDefault(row);
        if (known.Count > 0 && candleOpen <= known.Last) return;
        var properties = new Dictionary<string, object?> { ["count"] = known.Count + 1, ["last"] = candleOpen };
        await tables.UpsertAsync(TickCounter.Table, new TableRow(market.Value, row, properties), cancellationToken);
        series[row] = (known.Count + 1, candleOpen);
        Count++;
    }
}
