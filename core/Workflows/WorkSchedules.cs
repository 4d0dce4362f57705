namespace PowerTrader.Core.Workflows;

/// <summary>When each schedule is due: NCRONTAB with seconds, UTC.</summary>
public sealed record WorkSchedules
{
    public static WorkSchedules Default { get; } = new();

    public string MarketTick { get; init; } = Schedules.MarketTick;

    public string TradeTick { get; init; } = Schedules.TradeTick;

    public string Reconcile { get; init; } = Schedules.Reconcile;

    public string Train { get; init; } = Schedules.Train;

    public string Repair { get; init; } = Schedules.Repair;

    /// <summary>Only where nobody starts a program.</summary>
    public string Prepare { get; init; } = Schedules.Prepare;

    public string DailyClose { get; init; } = Schedules.DailyClose;
}
