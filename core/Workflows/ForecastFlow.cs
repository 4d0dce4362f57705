using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>For each newly closed candle: settle the forecast that was made of it, learn, forecast the next, store.</summary>
public sealed class ForecastFlow(ForecastDesk desk, ITableStore tables, ForecastCounter counter)
{
    public const string ForecastActivity = "SettleAndForecast";

    /// <summary>Forecasts of this store, over all runs.</summary>
    public long Made => counter.Count;

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue
            .Workflow(Names.Forecast, WorkPhase.Forecast, context => context.CallActivityAsync(ForecastActivity, context.Input, ActivityRetry.Standard))
            .Activity(ForecastActivity, ForecastAsync);
    }

    public static string Partition(MarketId market, Symbol symbol, Timeframe timeframe) => $"{market}|{symbol}|{timeframe.Name()}";

    public static string Row(DateTimeOffset candleOpen, string modelId) => $"{NewestFirst.Of(candleOpen)}|{modelId}";

    private async Task<string> ForecastAsync(string input, CancellationToken cancellationToken)
    {
        var wanted = Wire.Read<ForecastInput>(input);
        var learned = await desk.LearnAsync(wanted.Symbol, wanted.Open + wanted.Timeframe.Length(), cancellationToken);
        await SettleAsync(wanted, learned, cancellationToken);
        var forecast = learned.Forecast(wanted.Timeframe);
        var partition = Partition(wanted.Market, wanted.Symbol, wanted.Timeframe);
        var record = Wire.Write(new ForecastRecord(forecast, null));
        await tables.UpsertAsync(Names.Forecasts, TableRow.OfJson(partition, Row(forecast.CandleOpen, forecast.ModelId), record), cancellationToken);
        desk.Publish(wanted.Symbol, forecast);
        TraderTelemetry.Forecast(wanted.Timeframe.Name());
        await counter.CountAsync(wanted.Symbol, wanted.Timeframe, forecast.CandleOpen, cancellationToken);
        return record;
    }

    /// <summary>Writes the outcome beside the forecast that was made of the candle.</summary>
    private async Task SettleAsync(ForecastInput closed, SymbolForecaster learned, CancellationToken cancellationToken)
    {
        if (learned.LastClosed(closed.Timeframe) is not { } candle || candle.OpenTime != closed.Open) return;
        var partition = Partition(closed.Market, closed.Symbol, closed.Timeframe);
        var key = Row(closed.Open, learned.ModelId(closed.Timeframe));
        if (await tables.GetAsync(Names.Forecasts, partition, key, cancellationToken) is not { } row) return;
        var record = Wire.Read<ForecastRecord>(row.Json) with { Outcome = candle };
        await tables.UpsertAsync(Names.Forecasts, TableRow.OfJson(partition, key, Wire.Write(record)), cancellationToken);
    }
}
