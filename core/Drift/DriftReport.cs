using PowerTrader.Core.Markets;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Drift;

/// <summary>In what a live day and its replay differ.</summary>
public enum DriftKind
{
    /// <summary>The same inputs lead to another intent.</summary>
    Intent,

    /// <summary>The same intent, by other values or verdicts of a rule.</summary>
    Verdict,

    /// <summary>An intent without its order, an order without its intent, or one of another size or limit.</summary>
    Order,

    /// <summary>The forecast levels that were decided by are not those of the stored forecasts.</summary>
    Signal,

    /// <summary>Something was due and left no record.</summary>
    Missed,

    /// <summary>The state that was decided on is not the one that fills, ledger and orders make.</summary>
    State,
}

/// <param name="Was">What was recorded.</param>
/// <param name="Replays">What the replay says.</param>
public sealed record DriftDifference(DateTimeOffset Time, Symbol Symbol, DriftKind Kind, string Was, string Replays);

/// <summary>
/// What a fill cost against the price that it was decided on, in the portfolio's currency; positive costs, negative gains. The three parts add up to the
/// whole: <paramref name="Delay"/> from the signal price to the middle of the decision's quote, <paramref name="Spread"/> from there to its touch,
/// <paramref name="Impact"/> from the touch to the price of the fill: the market's move until then, depth and slippage.
/// </summary>
/// <param name="Delay">Null, like the other parts, where the decision's quote was not kept (orders by hand, older records).</param>
/// <param name="Total">Signal price to fill, times quantity.</param>
/// <remarks>Source: A. Perold, The Implementation Shortfall, Journal of Portfolio Management 14, 1988.</remarks>
public sealed record FillSlippage(
    DateTimeOffset Time, Symbol Symbol, string Side, string Leg, decimal Quantity, decimal SignalPrice, decimal? DecisionMid, decimal? DecisionTouch, decimal Price,
    decimal? Delay, decimal? Spread, decimal? Impact, decimal Total, decimal Fee);

/// <summary>A UTC day of a portfolio, decided again from what was recorded.</summary>
/// <param name="Decisions">Recorded: what was ordered, and what risk refused.</param>
/// <param name="Replayed">Of them, those whose inputs were kept.</param>
/// <param name="Orders">Made by the strategy that day; those by hand have no decision to replay.</param>
/// <param name="Reason">Why the day cannot be replayed; null where it was.</param>
public sealed record DriftReport(
    PortfolioKey Portfolio, DateOnly Day, int Decisions, int Replayed, int Orders, IReadOnlyList<DriftDifference> Differences, IReadOnlyList<FillSlippage> Fills, string? Reason)
{
    /// <summary>Minutes in which the gate looked, of <see cref="WatchedMinutes"/>; both 0 where its minutes are not kept.</summary>
    public int Looks { get; init; }

    public int WatchedMinutes { get; init; }

    /// <summary>Decisions whose state was made again from fills, ledger and orders.</summary>
    public int Rebuilt { get; init; }

    public decimal Delay => Fills.Sum(fill => fill.Delay ?? 0);

    public decimal Spread => Fills.Sum(fill => fill.Spread ?? 0);

    public decimal Impact => Fills.Sum(fill => fill.Impact ?? 0);

    public decimal Total => Fills.Sum(fill => fill.Total);
}
