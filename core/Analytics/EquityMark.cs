namespace PowerTrader.Core.Analytics;

/// <summary>What an account was worth at an instant, in its currency.</summary>
/// <param name="Equity">Cash and everything held, at market.</param>
/// <param name="Exposed">Of it, what is held, at market.</param>
/// <param name="Locked">What is held, at cost.</param>
public readonly record struct EquityMark(DateTimeOffset Time, decimal Equity, decimal Cash, decimal Exposed, decimal Locked);

/// <summary>Money or coins that came from outside (negative: left) without a trade: no return.</summary>
/// <param name="Amount">What the equity grew by.</param>
/// <param name="EquityBefore">Marked just before; null where nobody marked it, and the return around it is estimated (modified Dietz).</param>
public readonly record struct ExternalFlow(DateTimeOffset Time, decimal Amount, decimal? EquityBefore = null);

/// <summary>A price, or any index, at an instant.</summary>
public readonly record struct PricePoint(DateTimeOffset Time, decimal Price);
