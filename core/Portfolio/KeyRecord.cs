namespace PowerTrader.Core.Portfolio;

/// <summary>An idempotency key and what it was used for. Kept for as long as the portfolio, so that no repeat ever acts twice.</summary>
/// <param name="Request">The request without its key.</param>
/// <param name="OrderId">Null where no order was made.</param>
public sealed record KeyRecord(string Key, DateTimeOffset Time, string Request, string? OrderId);
