using System.Globalization;

namespace PowerTrader.Core.Strategy;

/// <summary>The conditions that decide, in the order in which they are asked.</summary>
public enum Condition
{
    HasSignal,
    LongLevel,
    ShortLevel,
    NoOpenOrder,
    LadderStepLeft,
    DcaPerDay,
    BelowCost,
    DcaPercent,
    DcaLevel,
    TrailingArmed,
    BelowTrailingLine,
    HaltState,
    SignalFreshness,
    ExecutionFreshness,
    LoneOutlier,
    ReconcileAge,
    DailyLoss,
    LadderMinimum,
    CashAfterReservations,
    PositionShare,
    AllCoins,
    OrderCap,
    DailyCap,
    HeldCap,
    OrdersPerHour,
    Collar,
    VenueMinimum,
    SoundInput,
    RandomDraw,
    StopLoss,
    TimeStop,
    WeeklyLoss,
    MonthlyLoss,
    AnnualLoss,
    OpenDeals,
    Cooldown,
    DcaPaused,
    Tradable,
}

/// <summary>One condition: its value, the threshold and whether it lets the trade through.</summary>
public readonly record struct Verdict(Condition Condition, decimal Value, decimal Threshold, bool Passed)
{
    /// <summary>Reads like <c>LONG level 2 ≥ 3: no</c>.</summary>
    public string Text => string.Create(
        CultureInfo.InvariantCulture, $"{Words(Condition, Value, Threshold)}: {(Passed ? "yes" : "no")}");

    private static string Words(Condition condition, decimal value, decimal threshold)
    {
        var v = value.ToString("0.########", CultureInfo.InvariantCulture);
        var t = threshold.ToString("0.########", CultureInfo.InvariantCulture);
        return condition switch
        {
            Condition.HasSignal => $"forecasts for {v} timeframes, at least {t} needed",
            Condition.LongLevel => $"LONG level {v} ≥ {t}",
            Condition.ShortLevel => $"SHORT level {v} = {t}",
            Condition.NoOpenOrder => $"open orders {v} = {t}",
            Condition.LadderStepLeft => $"DCA steps done {v} < {t}",
            Condition.DcaPerDay => $"DCA buys in 24 h {v} < {t}",
            Condition.BelowCost => $"buy-side profit {v} % < {t} %",
            Condition.DcaPercent => $"buy-side profit {v} % ≤ ladder step {t} %",
            Condition.DcaLevel => $"LONG level {v} ≥ {t} (ladder)",
            Condition.TrailingArmed => $"bid {v} has reached the profit line {t}",
            Condition.BelowTrailingLine => $"bid {v} fell below the trailing line {t}",
            Condition.HaltState => $"halt state {(Risk.HaltState)(int)value} allows this side",
            Condition.SignalFreshness => $"signal quote {v} s old ≤ {t} s",
            Condition.ExecutionFreshness => $"execution quote {v} s old ≤ {t} s",
            Condition.LoneOutlier => $"quote is {v} % from the last confirmed one, unconfirmed above {t} %",
            Condition.ReconcileAge => $"last reconciliation {v} s ago ≤ {t} s",
            Condition.DailyLoss => $"loss today {v} % < {t} %",
            Condition.LadderMinimum => $"smallest ladder order {v} ≥ venue minimum {t}",
            Condition.CashAfterReservations => $"free cash {v} ≥ cost with fee {t}",
            Condition.PositionShare => $"position with this order {v} ≤ {t} (share of equity)",
            Condition.AllCoins => $"all coins with their ladders {v} ≤ {t}",
            Condition.OrderCap => $"order value {v} ≤ cap {t}",
            Condition.DailyCap => $"ordered in 24 h with this {v} ≤ cap {t}",
            Condition.HeldCap => $"held with this order {v} ≤ cap {t}",
            Condition.OrdersPerHour => $"orders in the last hour {v} < {t}",
            Condition.Collar => $"limit is {v} % from the signal price ≤ {t} %",
            Condition.VenueMinimum => $"order value {v} ≥ venue minimum {t}",
            Condition.SoundInput => $"inputs are complete and above zero ({v} faults, {t} allowed)",
            Condition.RandomDraw => $"random draw {v} < {t}",
            Condition.StopLoss => $"net result {v} % ≤ stop loss {t} %",
            Condition.TimeStop => $"deal is {v} days old ≥ {t}",
            Condition.WeeklyLoss => $"loss this week {v} % < {t} %",
            Condition.MonthlyLoss => $"loss this month {v} % < {t} %",
            Condition.AnnualLoss => $"loss this year {v} % < {t} %",
            Condition.OpenDeals => $"open deals {v} < {t}",
            Condition.DcaPaused => $"ladder paused by hand {v} = {t}",
            Condition.Cooldown => $"minutes since the last deal {v} ≥ {t}",
            Condition.Tradable => $"the venue trades the pair ({v} of {t})",
            _ => $"{condition} {v} / {t}",
        };
    }
}

/// <summary>A fixed buffer of verdicts: writing one allocates nothing, text is built only on request.</summary>
public struct VerdictBuffer : IEquatable<VerdictBuffer>
{
    public const int Capacity = 48;

    private Slots slots;

    public int Count { get; private set; }

    public readonly Verdict this[int index] => index < Count ? slots[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <returns><paramref name="passed"/>, so that a rule can be written and asked in one expression.</returns>
    public bool Add(Condition condition, decimal value, decimal threshold, bool passed)
    {
        slots[Count] = new Verdict(condition, value, threshold, passed);
        Count++;
        return passed;
    }

    /// <summary>Conditions and their outcomes without values: changes only when a verdict does.</summary>
    public readonly string Key() => string.Create(Count * 2, this, static (text, buffer) =>
    {
        for (var i = 0; i < buffer.Count; i++)
        {
            text[i * 2] = (char)('A' + (int)buffer[i].Condition);
            text[i * 2 + 1] = buffer[i].Passed ? '1' : '0';
        }
    });

    public readonly IReadOnlyList<string> Texts()
    {
        var texts = new string[Count];
        for (var i = 0; i < Count; i++) texts[i] = slots[i].Text;
        return texts;
    }

    public readonly bool Equals(VerdictBuffer other) => Key() == other.Key();

    public override readonly bool Equals(object? obj) => obj is VerdictBuffer other && Equals(other);

    public override readonly int GetHashCode() => Key().GetHashCode(StringComparison.Ordinal);

    public static bool operator ==(VerdictBuffer left, VerdictBuffer right) => left.Equals(right);

    public static bool operator !=(VerdictBuffer left, VerdictBuffer right) => !left.Equals(right);

    [System.Runtime.CompilerServices.InlineArray(Capacity)]
    private struct Slots
    {
        private Verdict first;
    }
}
