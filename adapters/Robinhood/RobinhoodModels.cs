namespace PowerTrader.Adapters.Robinhood;

/// <summary>One page of a list; <c>next</c> is an absolute address.</summary>
public sealed record RobinhoodPage<T>(string? Next, string? Previous, T[]? Results)
{
    /// <summary>Not the links: in version 2 the account's number is in them.</summary>
    public override string ToString() => $"a page of {Results?.Length ?? 0}";
}

/// <summary>An account: one object in version 1, rows of a page in version 2. <c>status</c>: active, deactivated, sell_only.</summary>
/// <param name="BuyingPower">Cash that open buys have left free.</param>
public sealed record RobinhoodAccount(
    string? AccountNumber, string? Status, decimal? BuyingPower, string? BuyingPowerCurrency, string? AccountType, bool? IsApiTradable, RobinhoodFeeTier? FeeTierStatus)
{
    /// <summary>Never the number.</summary>
    public override string ToString() => $"Robinhood account ({Status})";
}

/// <summary>Version 2 only. Ratios are fractions of the traded value.</summary>
public sealed record RobinhoodFeeTier(decimal? FeeRatio, decimal? ThirtyDayVolume, decimal? NextFeeTierRatio, decimal? NextFeeTierThreshold);

/// <summary>A pair. <c>status</c>: tradable, untradable, sellonly.</summary>
/// <param name="MinOrderSize">Base coin; version 1 only.</param>
/// <param name="MinOrderAmount">Quote currency; version 2 only, and not for each pair.</param>
/// <param name="IsApiTradable">Version 2 only.</param>
public sealed record RobinhoodPair(
    string? Symbol, string? AssetCode, string? QuoteCode, decimal? QuoteIncrement, decimal? AssetIncrement, decimal? MaxOrderSize, decimal? MinOrderSize,
    decimal? MinOrderAmount, string? Status, bool? IsApiTradable);

/// <summary>A coin held. What open sells hold is in the total.</summary>
public sealed record RobinhoodHolding(string? AccountNumber, string? AssetCode, decimal? TotalQuantity, decimal? QuantityAvailableForTrading)
{
    /// <summary>Never the number.</summary>
    public override string ToString() => $"{TotalQuantity} {AssetCode}";
}

/// <summary>Version 1 gives prices with the spread in them, version 2 those of the exchange, which may cross.</summary>
public sealed record RobinhoodBidAsk(
    string? Symbol, decimal? Price, decimal? BidInclusiveOfSellSpread, decimal? SellSpread, decimal? AskInclusiveOfBuySpread, decimal? BuySpread,
    decimal? Bid, decimal? Ask, DateTimeOffset? Timestamp);

/// <summary>What a quantity would cost or bring. Version 2 puts the price into the field named after the side.</summary>
public sealed record RobinhoodEstimate(
    string? Symbol, string? Side, decimal? Price, decimal? Quantity, decimal? BidInclusiveOfSellSpread, decimal? SellSpread, decimal? AskInclusiveOfBuySpread,
    decimal? BuySpread, decimal? Bid, decimal? Ask, decimal? FeeRatio, decimal? EstFee, decimal? EstTotalCost, decimal? EstTotalCredit, DateTimeOffset? Timestamp)
{
    /// <summary>What a sale would bring: as told, else the value less the fee.</summary>
    public decimal? Credit => EstTotalCredit ?? (Bid ?? BidInclusiveOfSellSpread) * Quantity - (EstFee ?? 0);
}

/// <summary>The venue's errors: validation_error, client_error, server_error.</summary>
internal sealed record RobinhoodErrors(string? Type, RobinhoodErrorDetail[]? Errors);

internal sealed record RobinhoodErrorDetail(string? Detail, string? Attr);
