using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>Time-weighted growth: the factors between external flows, multiplied. What was paid in or taken out is no return.</summary>
/// <remarks>Source: the true time-weighted rate of return of the GIPS standards, valued at every flow. <c>default</c> has not begun.</remarks>
/// <param name="Factor">Growth until the last flow; 1.1 is 10 % more.</param>
/// <param name="Base">Equity right after the last flow.</param>
public readonly record struct ReturnChain(decimal Factor, Money Base)
{
    /// <param name="equity">Marked now.</param>
    /// <returns>Growth until now; 1 where nothing grew.</returns>
    public decimal FactorAt(Money equity) => this == default ? 1 : Base > Money.Zero ? decimal.Round(Factor * (equity.Amount / Base.Amount), 16) : Factor;

    /// <param name="equity">Marked just before the flow.</param>
    /// <param name="flow">Negative where it leaves.</param>
    public ReturnChain After(Money equity, Money flow) => new(FactorAt(equity), Money.Max(Money.Zero, equity + flow));
}
