using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Adapters.KuCoin.Spot;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary><c>/spotMarket/tradeOrdersV2</c>; fees are not told, and the unit of <c>orderTime</c> differs by age: instants are not taken from here.</summary>
internal sealed record StreamOrder(
    string? Symbol, string? OrderType, string? Side, string? OrderId, string? ClientOid, string? Type, string? Status, KuCoinValue? OrderTime, KuCoinValue? Ts,
    KuCoinValue? Size, KuCoinValue? OldSize, KuCoinValue? FilledSize, KuCoinValue? Price, KuCoinValue? RemainSize, KuCoinValue? RemainFunds,
    KuCoinValue? CanceledSize, KuCoinValue? CanceledFunds, KuCoinValue? OriginSize, KuCoinValue? OriginFunds, string? Liquidity, string? FeeType,
    KuCoinValue? MatchPrice, KuCoinValue? MatchSize, string? TradeId);

/// <summary><c>/account/balance</c>; <c>time</c> is milliseconds.</summary>
internal sealed record StreamBalance(
    string? AccountId, string? Currency, KuCoinValue? Total, KuCoinValue? Available, KuCoinValue? Hold, KuCoinValue? AvailableChange, KuCoinValue? HoldChange,
    string? RelationEvent, string? RelationEventId, JsonElement? RelationContext, KuCoinValue? Time);

/// <summary><c>/spotMarket/advancedOrders</c>: stop orders, of which this program has none.</summary>
internal sealed record StreamStopOrder(
    string? OrderId, KuCoinValue? OrderPrice, string? OrderType, string? Side, KuCoinValue? Size, string? Stop, KuCoinValue? StopPrice, string? Symbol,
    string? TradeType, bool? TriggerSuccess, string? Type, KuCoinValue? CreatedAt, KuCoinValue? Ts);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StreamOrder))]
[JsonSerializable(typeof(StreamBalance))]
[JsonSerializable(typeof(StreamStopOrder))]
internal sealed partial class AccountJson : JsonSerializerContext;
