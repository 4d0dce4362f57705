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

    /// <summary>No limit at all but the cash there is: for yardsticks that nobody trades by.</summary>
    public static RiskRules Open { get; } = new(
        AllLimits, AllLimits, AllLimits, AllLimits, AllLimits, AllLimits, int.MaxValue, AllLimits, 0.2m)
    {
        WeeklyLossPercent = AllLimits,
        MonthlyLossPercent = AllLimits,
        AnnualLossPercent = AllLimits,
        VolatilityLimit = 0,
        CorrelatedPercent = 0,
        DepegPercent = 0,
    };

    private const decimal AllLimits = 1_000_000m;

    /// <summary>Loss of the UTC week (from Monday), month and year that blocks entries and DCA until the period ends.</summary>
    public decimal WeeklyLossPercent { get; init; } = 5m;

    public decimal MonthlyLossPercent { get; init; } = 10m;

    public decimal AnnualLossPercent { get; init; } = 20m;

    /// <summary>Volatility of the last day over the coin's one-year median that blocks entries and DCA; 0 for any.</summary>
    public decimal VolatilityLimit { get; init; } = 2.5m;

    /// <summary>A coin with this order, and each other one times its correlation with it; 0 for any.</summary>
    public decimal CorrelatedPercent { get; init; } = 35m;

    /// <summary>Deals open at once; 0 for as many as coins.</summary>
    public int MaxOpenDeals { get; init; }

    /// <summary>Pause of a coin after its deal was closed.</summary>
    public TimeSpan Cooldown { get; init; }

    /// <summary>Distance of the quote coin from one US dollar that blocks entries and DCA; 0 for any.</summary>
    public decimal DepegPercent { get; init; } = 2m;

    /// <summary>Of real money; none for paper.</summary>
    public HardCaps Caps { get; init; } = HardCaps.None;

    public TimeSpan SignalFreshness { get; init; } = TimeSpan.FromSeconds(120);

    public TimeSpan ExecutionFreshness { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan ReconcileLimit { get; init; } = TimeSpan.FromMinutes(15);

    public TimeSpan OrderValidity { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Budget of one coin's ladder: the smaller of the position limit and an equal part of the limit over all coins.</summary>
    public decimal BudgetPercent(int coins) => Math.Min(PositionPercent, AllCoinsPercent / Math.Max(1, coins));

    /// <summary>Of each limit the tighter one: what an order obeys that was decided under one set of rules and is sent under another.</summary>
    public RiskRules Stricter(RiskRules other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (this == other) return this;
        return new RiskRules(
            Math.Min(PositionPercent, other.PositionPercent), Math.Min(AllCoinsPercent, other.AllCoinsPercent),
            Math.Min(DailyLossPercent, other.DailyLossPercent), Math.Min(OrderCapPercent, other.OrderCapPercent),
            Math.Min(DailyCapPercent, other.DailyCapPercent), Math.Min(HeldCapPercent, other.HeldCapPercent),
            Math.Min(OrdersPerHour, other.OrdersPerHour), Math.Min(CollarPercent, other.CollarPercent), Math.Min(LimitOffsetPercent, other.LimitOffsetPercent))
        {
            WeeklyLossPercent = Math.Min(WeeklyLossPercent, other.WeeklyLossPercent),
            MonthlyLossPercent = Math.Min(MonthlyLossPercent, other.MonthlyLossPercent),
            AnnualLossPercent = Math.Min(AnnualLossPercent, other.AnnualLossPercent),
            VolatilityLimit = Lower(VolatilityLimit, other.VolatilityLimit),
            CorrelatedPercent = Lower(CorrelatedPercent, other.CorrelatedPercent),
            MaxOpenDeals = (int)Lower(MaxOpenDeals, other.MaxOpenDeals),
            Cooldown = Longer(Cooldown, other.Cooldown),
            DepegPercent = Lower(DepegPercent, other.DepegPercent),
            Caps = Caps.Stricter(other.Caps),
            SignalFreshness = Shorter(SignalFreshness, other.SignalFreshness),
            ExecutionFreshness = Shorter(ExecutionFreshness, other.ExecutionFreshness),
            ReconcileLimit = Shorter(ReconcileLimit, other.ReconcileLimit),
            OrderValidity = Shorter(OrderValidity, other.OrderValidity),
        };
    }

    /// <summary>Of two limits of which 0 is none.</summary>
    private static decimal Lower(decimal one, decimal other) => one == 0 || other == 0 ? Math.Max(one, other) : Math.Min(one, other);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
