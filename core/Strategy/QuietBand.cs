namespace PowerTrader.Core.Strategy;

/// <summary>Prices between which a step of a strategy wishes nothing and moves nothing, whatever else is true: the step need not be taken at all.</summary>
/// <remarks>Always on the safe side: outside it a step may still do nothing. <c>default</c> is never quiet.</remarks>
/// <param name="BidBelow">Quiet only while the bid is below it: where the exit arms.</param>
/// <param name="AskAbove">Quiet only while the ask is above it: where the next ladder step buys.</param>
/// <param name="BidAbove">Quiet only while the bid is above it: where the stop loss sells.</param>
/// <param name="LongBelow">Quiet only while the LONG level is below it, or there is no forecast.</param>
/// <param name="OnlyCalm">The level acts only while no predicted high is broken.</param>
/// <param name="Until">Quiet only before this instant: the time stop.</param>
public readonly record struct QuietBand(decimal BidBelow, decimal AskAbove, decimal BidAbove, int LongBelow, bool OnlyCalm, DateTimeOffset Until)
{
    /// <summary>Above every LONG level.</summary>
    public const int NoLevel = int.MaxValue;

    /// <summary>Thresholds are shifted by this fraction toward the quiet side, far more than decimals round.</summary>
    private const decimal Margin = 0.000_000_001m;

    public bool Holds(decimal bid, decimal ask, int longLevel, int shortLevel, int signals, DateTimeOffset now) =>
        bid < BidBelow && ask > AskAbove && bid > BidAbove && now < Until && (longLevel < LongBelow || signals == 0 || (OnlyCalm && shortLevel != 0));

    internal static decimal Earlier(decimal above) => above * (1 - Margin);

    internal static decimal Later(decimal below) => below * (1 + Margin);
}
