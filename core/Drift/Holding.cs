using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Drift;

/// <summary>What a portfolio held of a coin after one booking, as fills and ledger alone tell it.</summary>
/// <param name="Sequence">Of the booking in the ledger; 0 before the first.</param>
/// <param name="Deal">Whose purchase was last; negative for one that was adopted.</param>
/// <param name="Cost">Of what is held, buy fees included.</param>
/// <param name="Spent">On the deal so far.</param>
/// <param name="Steps">Highest ladder step with a fill.</param>
/// <param name="StepTimes">First fill of each.</param>
/// <param name="Bought">Last purchase that changed the trailing line: the first one or a step.</param>
internal sealed record Holding(
    long Sequence, DateTimeOffset Time, long Deal, Quantity Quantity, Money Cost, Money Spent, int Steps, IReadOnlyList<DateTimeOffset> StepTimes, DateTimeOffset Bought)
{
    public static Holding None { get; } = new(0, DateTimeOffset.MinValue, 0, Quantity.Zero, Money.Zero, Money.Zero, 0, [], DateTimeOffset.MinValue);
}
