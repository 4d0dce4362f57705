namespace PowerTrader.Adapters.Robinhood;

/// <summary>An order as the venue tells it. <c>state</c>: pending, open, partially_filled, filled, canceled, failed; another one is not final.</summary>
/// <param name="ClientOrderId">Any text in orders of other programs.</param>
/// <param name="FeeCharged">Of the whole order so far, in the quote currency; version 2 only.</param>
public sealed record RobinhoodOrder(
    string? Id, string? AccountNumber, string? Symbol, string? ClientOrderId, string? Side, string? Type, string? State, decimal? FilledAssetQuantity,
    RobinhoodExecution[]? Executions, decimal? AveragePrice, DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt, decimal? FeeCharged, decimal? EstimatedFeeRemaining,
    RobinhoodOrderConfig? MarketOrderConfig, RobinhoodOrderConfig? LimitOrderConfig, RobinhoodOrderConfig? StopLossOrderConfig, RobinhoodOrderConfig? StopLimitOrderConfig)
{
    /// <summary>That of its type; the others are absent.</summary>
    public RobinhoodOrderConfig? Config => MarketOrderConfig ?? LimitOrderConfig ?? StopLossOrderConfig ?? StopLimitOrderConfig;

    public bool IsFilled => State == "filled";

    /// <summary>Nothing more can fill. What is not known is not final.</summary>
    public bool IsFinal => State is "filled" or "canceled" or "cancelled" or "failed" or "rejected" or "expired" or "error";

    /// <summary>What filled: as told, else the sum of the executions.</summary>
    public decimal Filled => FilledAssetQuantity ?? Executions?.Sum(execution => execution.Quantity ?? 0) ?? 0;

    /// <summary>Never the account's number.</summary>
    public override string ToString() => $"{Side} {Symbol} {Id} ({State})";
}

/// <summary>Without an id of its own. The price holds the spread in version 1, and no fee in version 2.</summary>
public sealed record RobinhoodExecution(decimal? EffectivePrice, decimal? Quantity, DateTimeOffset? Timestamp);

/// <summary>Exactly one of quantity and quote amount is there.</summary>
public sealed record RobinhoodOrderConfig(decimal? AssetQuantity, decimal? QuoteAmount, decimal? LimitPrice, decimal? StopPrice, string? TimeInForce);
