namespace PowerTrader.Core.Strategy;

/// <summary>The trailing profit margin of a deal. <c>default</c> is a deal that has never reached its line.</summary>
/// <param name="Active">The price has been at or above the line since the deal began.</param>
/// <param name="Peak">Highest bid while active.</param>
/// <param name="WasAbove">The last tick was at or above the line: only then may the next one sell.</param>
public readonly record struct TrailingState(bool Active, decimal Peak, bool WasAbove);
