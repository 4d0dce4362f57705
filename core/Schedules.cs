namespace PowerTrader.Core;

/// <summary>Default schedules: NCRONTAB with seconds, UTC.</summary>
public static class Schedules
{
    public const string MarketTick = "0 * * * * *";
    public const string TradeTick = "15 * * * * *";
    public const string Reconcile = "45 */5 * * * *";
    public const string Train = "0 30 3 * * *";
    public const string Repair = "30 7 * * * *";
    public const string Prepare = "30 */10 * * * *";
    public const string DailyClose = "0 5 0 * * *";
}
