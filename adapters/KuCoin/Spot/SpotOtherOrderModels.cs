namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>A stop order that has not fired; <c>orderTime</c> is nanoseconds. This program places none: it can read those of others.</summary>
public sealed record SpotStopOrder(
    string Id, string Symbol, string? UserId, string? Status, string? Type, string? Side, KuCoinValue? Price, KuCoinValue? Size, KuCoinValue? Funds, string? Stp,
    string? TimeInForce, long? CancelAfter, bool? PostOnly, bool? Hidden, bool? Iceberg, KuCoinValue? VisibleSize, string? Channel, string? ClientOid,
    string? Remark, string? Tags, long? OrderTime, string? DomainId, string? TradeSource, string? TradeType, string? FeeCurrency, KuCoinValue? TakerFeeRate,
    KuCoinValue? MakerFeeRate, KuCoinValue? CreatedAt, string? Stop, KuCoinValue? StopTriggerTime, KuCoinValue? StopPrice);

/// <summary>A pair of orders of which one cancels the other.</summary>
public sealed record SpotOcoOrder(string OrderId, string Symbol, string? ClientOid, long? OrderTime, string? Status, SpotOcoLeg[]? Orders);

public sealed record SpotOcoLeg(string Id, string Symbol, string? Side, KuCoinValue? Price, KuCoinValue? StopPrice, KuCoinValue? Size, string? Status);

/// <summary>Several placements of the old family: rows within data.</summary>
public sealed record SpotBulkPlaced(SpotBulkRow[] Data);

/// <summary><c>iceberge</c> is the venue's spelling, beside the right one.</summary>
public sealed record SpotBulkRow(
    string Symbol, string? Type, string? Side, KuCoinValue? Price, KuCoinValue? Size, KuCoinValue? Funds, string? Stp, string? Stop, KuCoinValue? StopPrice,
    string? TimeInForce, long? CancelAfter, bool? PostOnly, bool? Hidden, bool? Iceberge, bool? Iceberg, KuCoinValue? VisibleSize, string? Channel, string? Id,
    string? Status, string? FailMsg, string? ClientOid);
