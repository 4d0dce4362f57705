namespace PowerTrader.Core.Risk;

/// <summary>Limits that hold whatever the strategy wants. Percent of equity unless said otherwise; risk may only shrink or refuse.</summary>
/// <param name="PositionPercent">One coin: cost or value, whichever is more, and what is reserved.</param>
/// <param name="AllCoinsPercent">All coins, their unspent ladders included.</param>
/// <param name="DailyLossPercent">Blocks entries and DCA until the UTC day ends; exits go on and nothing is sold by it.</param>
/// <param name="OrderCapPercent">One order.</param>
/// <param name="DailyCapPercent">Everything ordered within 24 hours.</param>
/// <param name="HeldCapPercent">Everything held with this order.</param>
/// <param name="CollarPercent">Distance of the limit from the signal price.</param>
/// <param name="LimitOffsetPercent">A marketable limit stands this far beyond the touch.</param>
public sealed record RiskRules(
    decimal PositionPercent = 10m, decimal AllCoinsPercent = 40m, decimal DailyLossPercent = 2m, decimal OrderCapPercent = 5m,
    decimal DailyCapPercent = 20m, decimal HeldCapPercent = 40m, int OrdersPerHour = 20, decimal CollarPercent = 1m, decimal LimitOffsetPercent = 0.2m)
{
    public static RiskRules Default { get; } = new();

    /// <summary>Loss of the UTC week (from Monday), month and year that blocks entries and DCA until the period ends.</summary>
    public decimal WeeklyLossPercent { get; init; } = 5m;

    public decimal MonthlyLossPercent { get; init; } = 10m;

    public decimal AnnualLossPercent { get; init; } = 20m;

    /// <summary>Deals open at once; 0 for as many as coins.</summary>
    public int MaxOpenDeals { get; init; }

    /// <summary>Pause of a coin after its deal was closed.</summary>
    public TimeSpan Cooldown { get; init; }

    public TimeSpan SignalFreshness { get; init; } = TimeSpan.FromSeconds(120);

    public TimeSpan ExecutionFreshness { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ReconcileLimit { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan OrderValidity { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Budget of one coin's ladder: the smaller of the position limit and an equal part of the limit over all coins.</summary>
    public decimal BudgetPercent(int coins) => Math.Min(PositionPercent, AllCoinsPercent / Math.Max(1, coins));

    /// <summary>Every broken rule: field, value, rule, remedy.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        void Range(string field, decimal value, decimal minimum, decimal maximum)
        {
            if (value < minimum || value > maximum) faults.Add($"{field} {value} must be from {minimum} to {maximum}");
        }
        Range(nameof(PositionPercent), PositionPercent, 0.1m, 100);
        Range(nameof(AllCoinsPercent), AllCoinsPercent, 0.1m, 100);
        Range(nameof(DailyLossPercent), DailyLossPercent, 0.1m, 100);
        Range(nameof(WeeklyLossPercent), WeeklyLossPercent, 0.1m, 100);
        Range(nameof(MonthlyLossPercent), MonthlyLossPercent, 0.1m, 100);
        Range(nameof(AnnualLossPercent), AnnualLossPercent, 0.1m, 100);
        Range(nameof(MaxOpenDeals), MaxOpenDeals, 0, 1000);
        Range(nameof(OrderCapPercent), OrderCapPercent, 0.1m, 100);
        Range(nameof(DailyCapPercent), DailyCapPercent, 0.1m, 1000);
        Range(nameof(HeldCapPercent), HeldCapPercent, 0.1m, 100);
        Range(nameof(OrdersPerHour), OrdersPerHour, 1, 1000);
        Range(nameof(CollarPercent), CollarPercent, 0.05m, 10);
        Range(nameof(LimitOffsetPercent), LimitOffsetPercent, 0, 5);
        if (LimitOffsetPercent > CollarPercent)
            faults.Add($"LimitOffsetPercent {LimitOffsetPercent} must not exceed CollarPercent {CollarPercent}; every order would be refused");
        return faults;
    }
}
