using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>A deal as it ended: kept for people, written in the batch that closes it and never read by a decision.</summary>
/// <param name="Deal">Nothing is held any more; <see cref="Portfolio.Deal.Realised"/> is its net result.</param>
public sealed record ClosedDeal(Deal Deal, Symbol Symbol, DateTimeOffset ClosedAt);
