namespace PowerTrader.Core.Strategy;

/// <summary>The rules of entries, ladder and exit. Percent are percent (5 is 5 %).</summary>
/// <param name="StartLevel">LONG level that enters, 1 to 7; the ladder's level triggers follow from it.</param>
/// <param name="LadderPercents">Buy-side profit at which each DCA step buys, ever deeper; finite, the last is the last.</param>
/// <param name="DcaMultiplier">A step buys this times the position's value at that moment; 0 disables DCA.</param>
/// <param name="MaxDcaPerDay">Per rolling 24 hours; 0 disables DCA.</param>
/// <param name="TrailingStartPercent">Net profit that arms the trailing exit of a deal without DCA; 0 arms at break-even.</param>
/// <param name="TrailingStartAfterDcaPercent">The same after a DCA step.</param>
/// <param name="TrailingGapPercent">The line follows the peak at this distance; 0 sells at the first lower tick.</param>
public sealed record StrategyRules(
    int StartLevel, IReadOnlyList<decimal> LadderPercents, decimal DcaMultiplier, int MaxDcaPerDay,
    decimal TrailingStartPercent, decimal TrailingStartAfterDcaPercent, decimal TrailingGapPercent)
{
    /// <summary>Net loss at which a deal is sold at once; 0 never sells at a loss.</summary>
    public decimal StopLossPercent { get; init; }

    /// <summary>Age at which a deal is sold at market; 0 keeps it.</summary>
    public int TimeStopDays { get; init; }

    public static StrategyRules Default { get; } = new(3, [-2.5m, -5m, -10m, -20m, -30m], 1.0m, 2, 5m, 2.5m, 0.5m);

    /// <summary>Of strategies that bring rules of their own: no ladder for risk to size.</summary>
    public static StrategyRules None { get; } = new(1, [], 0, 0, 0, 0, 0);

    public bool DcaEnabled => DcaMultiplier > 0 && MaxDcaPerDay > 0 && LadderPercents.Count > 0;

    /// <summary>LONG level that triggers the next step beside its percent; null where no level is left (a step beyond level 7).</summary>
    public int? LevelOfStep(int stepsDone) => StartLevel + 1 + stepsDone <= 7 ? StartLevel + 1 + stepsDone : null;
}
