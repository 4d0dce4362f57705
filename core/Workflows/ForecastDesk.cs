using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>A forecast and, once its candle has closed, what really came.</summary>
public sealed record ForecastRecord(Forecast Forecast, Candle? Outcome);

/// <summary>The models of one market in memory, a pure function of the last checkpoint and the stored candles, and the newest forecast of each symbol and timeframe.</summary>
public sealed class ForecastDesk(ITableStore tables, IBlobStore blobs, CandleStore candles, MarketId market)
{
    private const string Relearn = "relearn|";

    private readonly Dictionary<Symbol, SymbolForecaster> forecasters = [];
    private readonly HashSet<Symbol> forgotten = [];
    private readonly Dictionary<Symbol, Forecast?[]> newest = [];

    /// <summary>Hours of history that warm up the aggregators of a loaded model: the current week is never more.</summary>
    private static readonly TimeSpan AggregationWarmup = TimeSpan.FromDays(15);

    /// <summary>Newest forecasts of a symbol, one per timeframe that has any.</summary>
    public IEnumerable<Forecast> Newest(Symbol symbol) =>
        newest.TryGetValue(symbol, out var forecasts) ? forecasts.Where(forecast => forecast is not null).Select(forecast => forecast!) : [];

    public void Publish(Symbol symbol, Forecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        if (!newest.TryGetValue(symbol, out var forecasts)) newest[symbol] = forecasts = new Forecast?[Timeframes.Count];
        forecasts[(int)forecast.Timeframe] = forecast;
    }

    /// <summary>Reads the newest stored forecasts, so that a restart decides on the same ones.</summary>
    public async Task LoadForecastsAsync(IEnumerable<Symbol> symbols, CancellationToken cancellationToken)
    {
        foreach (var symbol in symbols)
        {
            foreach (var timeframe in Timeframes.All)
            {
                var query = new TableQuery(Names.Forecasts, ForecastFlow.Partition(market, symbol, timeframe), PageSize: 1);
                var page = await tables.QueryAsync(query, null, cancellationToken);
                if (page.Rows.Count > 0) Publish(symbol, Wire.Read<ForecastRecord>(page.Rows[0].Json).Forecast);
            }
        }
    }

    /// <summary>The symbol's models, having learned every stored candle that ended by the instant.</summary>
    public async Task<SymbolForecaster> LearnAsync(Symbol symbol, DateTimeOffset until, CancellationToken cancellationToken, IProgress<int>? progress = null)
    {
        if (!forecasters.TryGetValue(symbol, out var forecaster))
            forecasters[symbol] = forecaster = await LoadAsync(symbol, cancellationToken);
        var from = forecaster.LastBase is { } last ? last + Timeframe.Hour1.Length() : WarmupStart(forecaster);
        if (from + Timeframe.Hour1.Length() > until) return forecaster;
        var done = 0;
        var series = await candles.ReadSeriesAsync(symbol, Timeframe.Hour1, from, cancellationToken);
        var kindOf = series.Kinds.Count > 0 ? series.KindOf : (Func<DateTimeOffset, GapKind>?)null;
        foreach (var stored in series.Candles)
        {
            if (stored.Candle.OpenTime + Timeframe.Hour1.Length() > until) break;
            forecaster.Learn(stored.Candle, frozen: false, kindOf);
            if (++done % 1000 == 0) progress?.Report(done);
        }
        return forecaster;
    }

    /// <summary>
    /// Stored candles, or kinds of gaps, changed at the instant: the models in memory go, and are built again from the checkpoint as after a restart.
    /// Where the checkpoint itself has learned what changed, the symbol is marked to be learned anew.
    /// </summary>
    public async Task ForgetAsync(Symbol symbol, DateTimeOffset changed, CancellationToken cancellationToken)
    {
        forecasters.Remove(symbol);
        forgotten.Add(symbol);
        var saved = await LoadAsync(symbol, cancellationToken);
        if (saved.Model(Timeframe.Hour1).LastLearned is not { } last || changed > last) return;
        await tables.UpsertAsync(Names.Models, new TableRow(market.Value, Relearn + symbol, new Dictionary<string, object?> { ["v"] = 1, ["changed"] = changed }), cancellationToken);
    }

    /// <summary>Learns marked symbols anew from every stored candle that ended by the instant. Ends with a checkpoint: until then the marks stay.</summary>
    public async Task RelearnAndCheckpointAsync(DateTimeOffset until, CancellationToken cancellationToken)
    {
        var marks = new List<string>();
        await foreach (var row in tables.ReadAllAsync(TableQuery.Prefix(Names.Models, market.Value, Relearn), cancellationToken)) marks.Add(row.Row);
        var anew = marks.Select(mark => Symbol.Parse(mark[Relearn.Length..])).ToList();
        foreach (var symbol in anew) forecasters[symbol] = new SymbolForecaster();
        // What was forgotten since is saved too, as a process that started since would.
        foreach (var symbol in anew.Union(forgotten).ToList()) await LearnAsync(symbol, until, cancellationToken);
        forgotten.Clear();
        await CheckpointAsync(cancellationToken);
        foreach (var mark in marks) await tables.WriteAsync(Names.Models, market.Value, [new TableOperation.Delete(mark)], cancellationToken);
    }

    /// <summary>Passes over what is saved of the symbols, sound or damaged: their models learn every stored candle anew.</summary>
    public void BeginAnew(IEnumerable<Symbol> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        foreach (var symbol in symbols) forecasters[symbol] = new SymbolForecaster();
    }

    /// <summary>Saves every loaded model: what a later start need not learn again.</summary>
    public async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        foreach (var (symbol, forecaster) in forecasters)
        {
            foreach (var timeframe in Timeframes.All)
            {
                var name = BlobName(symbol, timeframe);
                await blobs.PutAsync(Names.ModelsContainer, name, forecaster.Model(timeframe).Save(name), new BlobCondition.None(), cancellationToken);
            }
        }
    }

    private async Task<SymbolForecaster> LoadAsync(Symbol symbol, CancellationToken cancellationToken)
    {
        var saved = new List<SoundModel>(Timeframes.Count);
        foreach (var timeframe in Timeframes.All)
        {
            var name = BlobName(symbol, timeframe);
            if (await blobs.GetAsync(Names.ModelsContainer, name, cancellationToken) is not { } blob) return new SymbolForecaster();
            var model = SoundModelCodec.Read(blob.Content, name);
            if (model.Timeframe != timeframe) throw new CorruptException($"model {name} was trained on {model.Timeframe.Name()}; train again");
            saved.Add(model);
        }
        return new SymbolForecaster(saved);
    }

    /// <summary>A loaded model is fed again from the last whole fortnight before what it knows; it skips what it has learned.</summary>
    private static DateTimeOffset WarmupStart(SymbolForecaster forecaster)
    {
        var oldest = Timeframes.All.Min(timeframe => forecaster.Model(timeframe).LastLearned);
        return oldest is { } known ? Timeframe.Week1.OpenOf(known - AggregationWarmup) : DateTimeOffset.UnixEpoch;
    }

    private string BlobName(Symbol symbol, Timeframe timeframe) => $"{market}/{symbol}/{timeframe.Name()}/{SoundModel.ModelName}";
}
