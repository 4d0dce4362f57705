using System.Text.Json.Serialization;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Audit;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Serialization;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    IgnoreReadOnlyProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    Converters =
    [
        typeof(SymbolConverter), typeof(MarketIdConverter), typeof(PortfolioKeyConverter), typeof(LegConverter), typeof(ClientOrderIdConverter),
        typeof(PriceConverter), typeof(QuantityConverter), typeof(MoneyConverter),
    ])]
[JsonSerializable(typeof(PortfolioHead))]
[JsonSerializable(typeof(SymbolBook))]
[JsonSerializable(typeof(Lot))]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Fill))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(Instrument))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(OutboxItem))]
[JsonSerializable(typeof(Alert))]
[JsonSerializable(typeof(Reconciliation))]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(DecisionRecordV1))]
[JsonSerializable(typeof(ClosedDeal))]
[JsonSerializable(typeof(Quote))]
[JsonSerializable(typeof(QuoteState))]
[JsonSerializable(typeof(ForecastRecord))]
[JsonSerializable(typeof(PlaceOrderMessage))]
[JsonSerializable(typeof(TrackOrderInput))]
[JsonSerializable(typeof(TradeCycleInput))]
[JsonSerializable(typeof(PredictedSignal))]
[JsonSerializable(typeof(CyclePrediction))]
[JsonSerializable(typeof(ForecastInput))]
[JsonSerializable(typeof(TrainInput))]
[JsonSerializable(typeof(PrepareInput))]
[JsonSerializable(typeof(PrepareCoinInput))]
[JsonSerializable(typeof(IReadOnlyList<Symbol>))]
[JsonSerializable(typeof(KeyRecord))]
[JsonSerializable(typeof(ActionMessage))]
[JsonSerializable(typeof(ActionAnswer))]
[JsonSerializable(typeof(RepairInput))]
[JsonSerializable(typeof(DailyCloseInput))]
[JsonSerializable(typeof(DailyCloseOutcome))]
[JsonSerializable(typeof(RetentionOutcome))]
[JsonSerializable(typeof(DaySummary))]
[JsonSerializable(typeof(DriftReport))]
[JsonSerializable(typeof(RepairSymbolInput))]
[JsonSerializable(typeof(RepairOutcome))]
[JsonSerializable(typeof(IReadOnlyList<RepairOutcome>))]
[JsonSerializable(typeof(SettingsVersion))]
[JsonSerializable(typeof(PerformanceReport))]
[JsonSerializable(typeof(BacktestCheckpoint))]
internal sealed partial class WireContext : JsonSerializerContext;
