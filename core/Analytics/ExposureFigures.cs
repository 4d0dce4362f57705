using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Analytics;

/// <summary>How much of the equity was at work, weighed by time. Shares are fractions of the equity of their instant.</summary>
/// <param name="Mean">Held at market ÷ equity.</param>
/// <param name="TimeInMarket">Part of the time in which anything was held.</param>
/// <param name="MeanLocked">Held at cost ÷ equity.</param>
/// <param name="Turnover">Lesser of purchases and sales ÷ mean equity.</param>
/// <param name="TurnoverPerYear">The same, scaled to a year.</param>
/// <remarks>A mark stands until the next one. Turnover: as the SEC's Form N-1A defines a portfolio turnover rate.</remarks>
public sealed record ExposureFigures(
    decimal Mean, decimal Highest, decimal TimeInMarket, decimal MeanLocked, decimal HighestLocked, decimal Turnover, decimal? TurnoverPerYear)
{
    public static ExposureFigures Of(IReadOnlyList<EquityMark> marks, IReadOnlyList<TradeFill> fills)
    {
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentNullException.ThrowIfNull(fills);
        decimal time = 0, exposed = 0, locked = 0, held = 0, equity = 0, most = 0, mostLocked = 0;
        foreach (var (mark, until) in Standing(marks))
        {
            var hours = HoursOf(until - mark.Time);
            var (share, lockedShare) = (ShareOf(mark.Exposed, mark.Equity), ShareOf(mark.Locked, mark.Equity));
            time += hours;
            exposed += share * hours;
            locked += lockedShare * hours;
            equity += mark.Equity * hours;
            if (mark.Exposed > 0) held += hours;
            most = Math.Max(most, share);
            mostLocked = Math.Max(mostLocked, lockedShare);
        }
        if (time == 0) return new ExposureFigures(most, most, most > 0 ? 1 : 0, mostLocked, mostLocked, 0, null);
        var turned = TurnoverOf(fills, equity / time);
        return new ExposureFigures(exposed / time, most, held / time, locked / time, mostLocked, turned, turned * DailyReturns.DaysPerYear * 24 / time);
    }

    /// <summary>Each mark with the instant until which it stands. Once through, in order: long curves are slow to be asked here and there.</summary>
    private static IEnumerable<(EquityMark Mark, DateTimeOffset Until)> Standing(IReadOnlyList<EquityMark> marks)
    {
        EquityMark? before = null;
        foreach (var mark in marks)
        {
            if (before is { } stood) yield return (stood, mark.Time);
            before = mark;
        }
        if (before is { } last) yield return (last, last.Time);
    }

    private static decimal TurnoverOf(IReadOnlyList<TradeFill> fills, decimal meanEquity)
    {
        var bought = fills.Where(fill => fill.Side == OrderSide.Buy).Sum(fill => fill.Value);
        var sold = fills.Where(fill => fill.Side == OrderSide.Sell).Sum(fill => fill.Value);
        return ShareOf(Math.Min(bought, sold), meanEquity);
    }

    private static decimal HoursOf(TimeSpan span) => span.Ticks / (decimal)TimeSpan.TicksPerHour;

    private static decimal ShareOf(decimal part, decimal whole) => whole > 0 ? part / whole : 0;
}
