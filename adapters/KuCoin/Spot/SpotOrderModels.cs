namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>An order of <c>/api/v1/hf/orders</c> (state in <c>active</c>) and of <c>/api/v1/orders</c> (state in <c>isActive</c>); margin orders have the same form.</summary>
/// <remarks>There is no state as such: <see cref="SpotMapping"/> derives it. Instants are milliseconds; sizes in the base, funds in the quote coin.</remarks>
public sealed record SpotOrder(
    string Id, string Symbol, string? OpType, string? Type, string? Side, KuCoinValue? Price, KuCoinValue? Size, KuCoinValue? Funds, KuCoinValue? DealSize,
    KuCoinValue? DealFunds, KuCoinValue? Fee, string? FeeCurrency, string? Stp, string? Stop, bool? StopTriggered, KuCoinValue? StopPrice, string? TimeInForce,
    bool? PostOnly, bool? Hidden, bool? Iceberg, KuCoinValue? VisibleSize, long? CancelAfter, string? Channel, string? ClientOid, string? Remark, string? Tags,
    bool? CancelExist, KuCoinValue? CreatedAt, KuCoinValue? LastUpdatedAt, string? TradeType, bool? InOrderBook, KuCoinValue? CancelledSize,
    KuCoinValue? CancelledFunds, KuCoinValue? RemainSize, KuCoinValue? RemainFunds, KuCoinValue? Tax, bool? Active, bool? IsActive);

/// <summary>A fill of <c>/api/v1/hf/fills</c> (ids bare) and <c>/api/v1/fills</c> (the trade's id as text, none of its own).</summary>
public sealed record SpotFill(
    KuCoinValue? Id, string Symbol, KuCoinValue TradeId, string OrderId, string? CounterOrderId, string? Side, string? Liquidity, bool? ForceTaker,
    KuCoinValue? Price, KuCoinValue? Size, KuCoinValue? Funds, KuCoinValue? Fee, KuCoinValue? FeeRate, string? FeeCurrency, string? Stop, string? TradeType,
    string? Type, KuCoinValue? CreatedAt, KuCoinValue? Tax, KuCoinValue? TaxRate);

/// <summary>A part of a list, newest first; <c>lastId</c> asks for the next. An empty or short part is the last.</summary>
public sealed record SpotCursor<T>(KuCoinValue? LastId, T[] Items);

/// <summary>A numbered page of a list, newest first.</summary>
public sealed record SpotPage<T>(int CurrentPage, int PageSize, int TotalNum, int TotalPage, T[] Items);

/// <summary>The answer to a placement: accepted, no more. Margin orders add what was borrowed.</summary>
public sealed record SpotPlaced(string OrderId, string? ClientOid, decimal? BorrowSize, string? LoanApplyId);

/// <summary>One answer of several placements.</summary>
public sealed record SpotPlacedRow(
    string? OrderId, string? ClientOid, bool? Success, string? FailMsg, KuCoinValue? OrderTime, KuCoinValue? OriginSize, KuCoinValue? DealSize,
    KuCoinValue? RemainSize, KuCoinValue? CanceledSize, string? Status, KuCoinValue? MatchTime);

/// <summary>The answer of the calls that wait for the matching.</summary>
public sealed record SpotMatched(
    string OrderId, string? ClientOid, KuCoinValue? OrderTime, KuCoinValue? OriginSize, KuCoinValue? OriginFunds, KuCoinValue? DealSize, KuCoinValue? RemainSize,
    KuCoinValue? CanceledSize, string? Status, KuCoinValue? MatchTime);

/// <summary>The answer to a cancel, in every form it has: requested, not done.</summary>
public sealed record SpotCancelled(string? OrderId, string? ClientOid, string? CancelledOrderId, string[]? CancelledOrderIds);

/// <summary>The answer to cancelling everything.</summary>
public sealed record SpotAllCancelled(string[] SucceedSymbols, SpotCancelFailure[] FailedSymbols);

public sealed record SpotCancelFailure(string Symbol, string? Error);

/// <summary>The answer to changing an order: it has a new id.</summary>
public sealed record SpotAltered(string NewOrderId, string? ClientOid);

/// <summary>Pairs with open orders.</summary>
public sealed record SpotSymbols(int? SymbolSize, string[] Symbols);

/// <summary><c>dead-cancel-all</c> and its query; instants are seconds.</summary>
public sealed record SpotDeadMan(long? Timeout, string? Symbols, long CurrentTime, long TriggerTime);
