namespace PowerTrader.Core.Costs;

/// <summary>What trading costs. Fractions of the notional, per side.</summary>
/// <param name="FeeRate">0.001 is 0.1 %.</param>
/// <param name="SlippageFraction">How much worse than the touch a marketable order fills; 0.0002 is 2 bp.</param>
public sealed record CostRules(decimal FeeRate = 0.001m, decimal SlippageFraction = 0.0002m)
{
    public static CostRules Default { get; } = new();

    /// <summary>The bid at which selling everything yields <paramref name="netPercent"/> of the total cost after the exit's fee and slippage.</summary>
    /// <param name="totalCost">Purchase cost with its fees.</param>
    public decimal TargetBid(decimal totalCost, decimal quantity, decimal netPercent) =>
        totalCost * (1 + netPercent / 100m) / (quantity * ExitShare);

    /// <summary>What is left of one unit of notional at the bid after exit fee and slippage.</summary>
    public decimal ExitShare => (1 - FeeRate) * (1 - SlippageFraction);

    /// <summary>Price moves by this fraction before a round trip through a spread breaks even.</summary>
    public decimal RoundTripFraction(decimal spreadFraction) => 2 * (FeeRate + SlippageFraction) + spreadFraction;
}
