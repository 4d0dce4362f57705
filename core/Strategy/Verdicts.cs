namespace PowerTrader.Core.Strategy;

/// <summary>The conditions that decide. Stored by name: one that was stored once is never renamed.</summary>
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
    Volatility,
    CorrelatedExposure,
    LadderMoneyLeft,
    StartCondition,
    TrailingBuy,
    LadderMoney,
    InsideGrid,
    AverageCross,
    CoinAllowed,
    QuotePeg,
    LotsHeld,
}

/// <summary>One condition: its value, the threshold and whether it lets the trade through.</summary>
public readonly record struct Verdict(Condition Condition, decimal Value, decimal Threshold, bool Passed)
{
    /// <summary>Value of a rule that has too little history to judge and therefore passes.</summary>
    internal const decimal Abstains = -1;

    /// <summary>Reads like <c>LONG level 2 ≥ 3: no</c>.</summary>
    public string Text => $"{Name} {ValueText} {ThresholdText}: {(Passed ? "yes" : "no")}";

    /// <summary>What an unmet condition lacks: <c>LONG level 2, needed ≥ 3</c>.</summary>
    public string Lack => $"{Name} {ValueText}, needed {ThresholdText}";

    /// <summary>The condition in words: <c>LONG level</c>.</summary>
    public string Name => ConditionWords.Of(Condition).Name;

    /// <summary>How the value is compared with the threshold: <c>≥</c>.</summary>
    public string Comparison => ConditionWords.Of(Condition).Comparison;

    /// <summary>Such as <c>%</c> or <c>s</c>; empty where there is none.</summary>
    public string Unit => ConditionWords.Of(Condition).Unit;

    /// <summary>The value with its unit.</summary>
    public string ValueText => ConditionWords.Value(this);

    /// <summary>Comparison, threshold and unit: <c>≥ 3</c>.</summary>
    public string ThresholdText => ConditionWords.Threshold(this);
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

    public readonly IReadOnlyList<Verdict> ToList()
    {
        var verdicts = new Verdict[Count];
        for (var i = 0; i < Count; i++) verdicts[i] = slots[i];
        return verdicts;
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
