using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Portfolio;

/// <summary>A portfolio at the close of a UTC day. Money and counts are totals since it was opened: a day's own are the difference to the day before.</summary>
/// <param name="Equity">Marked at the execution bid, less exit fees.</param>
/// <param name="Unrealised">Worth of what is held less <paramref name="Locked"/>.</param>
/// <param name="Locked">Cost of what is held.</param>
/// <param name="RefusedSteps">Ladder steps that risk refused.</param>
public sealed record DaySummary(
    DateOnly Day, Money Equity, Money Cash, Money Realised, Money Unrealised, Money Locked, Money Fees, int Fills, int ClosedDeals, int RefusedSteps)
{
    /// <param name="bidOf">Bid of the executing venue; a coin without one counts at cost.</param>
    public static DaySummary Of(PortfolioBook book, DateOnly day, Func<Symbol, Price?> bidOf, decimal exitFeeRate)
    {
        ArgumentNullException.ThrowIfNull(book);
        var head = book.Head;
        var equity = book.Equity(bidOf, exitFeeRate);
        var locked = new Money(book.Symbols.Sum(symbol => symbol.Deal?.Cost.Amount ?? 0));
        return new DaySummary(
            day, equity, head.Cash, head.Realised, equity - head.Cash - locked, locked, head.Fees, head.FillCount, head.ClosedDeals, head.RefusedSteps);
    }
}
