using System.Globalization;

namespace PowerTrader.Core.Strategy;

/// <summary>Each condition in people's words: its name, how value and threshold are compared, and their unit.</summary>
internal static class ConditionWords
{
    /// <summary>An age that was never measured is written as this many seconds.</summary>
    private const decimal Never = 999_999_999m;

    public static (string Name, string Comparison, string Unit) Of(Condition condition) => condition switch
    {
        Condition.HasSignal => ("timeframes with a forecast", "≥", ""),
        Condition.LongLevel => ("LONG level", "≥", ""),
        Condition.ShortLevel => ("SHORT level", "=", ""),
        Condition.NoOpenOrder => ("open orders", "=", ""),
        Condition.LadderStepLeft => ("DCA steps done", "<", ""),
        Condition.DcaPerDay => ("DCA buys in 24 h", "<", ""),
        Condition.BelowCost => ("buy-side profit", "<", "%"),
        Condition.DcaPercent => ("profit for the ladder step", "≤", "%"),
        Condition.DcaLevel => ("LONG level for the ladder step", "≥", ""),
        Condition.TrailingArmed => ("bid for the exit", "≥", ""),
        Condition.BelowTrailingLine => ("bid below the trailing line", "<", ""),
        Condition.HaltState => ("halt state", "allows this side", ""),
        Condition.SignalFreshness => ("age of the signal quote", "≤", "s"),
        Condition.ExecutionFreshness => ("age of the execution quote", "≤", "s"),
        Condition.LoneOutlier => ("unconfirmed jump of the quote", "≤", "%"),
        Condition.ReconcileAge => ("time since the last reconciliation", "≤", "s"),
        Condition.DailyLoss => ("loss today", "<", "%"),
        Condition.LadderMinimum => ("smallest ladder order", "≥", ""),
        Condition.CashAfterReservations => ("free cash", "≥", ""),
        Condition.PositionShare => ("position with this order", "≤", ""),
        Condition.AllCoins => ("added to all coins with their ladders", "≤", ""),
        Condition.OrderCap => ("order value", "≤", ""),
        Condition.DailyCap => ("ordered in 24 h with this", "≤", ""),
        Condition.HeldCap => ("held with this order", "≤", ""),
        Condition.OrdersPerHour => ("orders in the last hour", "<", ""),
        Condition.Collar => ("limit's distance from the signal price", "≤", "%"),
        Condition.VenueMinimum => ("order value at the venue", "≥", ""),
        Condition.SoundInput => ("missing or unsound inputs", "=", ""),
        Condition.RandomDraw => ("random draw", "<", ""),
        Condition.StopLoss => ("net result at the stop loss", "≤", "%"),
        Condition.TimeStop => ("age of the deal", "≥", "days"),
        Condition.WeeklyLoss => ("loss this week", "<", "%"),
        Condition.MonthlyLoss => ("loss this month", "<", "%"),
        Condition.AnnualLoss => ("loss this year", "<", "%"),
        Condition.OpenDeals => ("open deals", "<", ""),
        Condition.Cooldown => ("time since the last deal", "≥", "min"),
        Condition.CoinAllowed => ("coins that real money may buy, this one", "≥", ""),
        Condition.QuotePeg => ("quote coin from one dollar", "≤", "%"),
        Condition.Volatility => ("volatility over its one-year median", "≤", "×"),
        Condition.CorrelatedExposure => ("this coin and the correlated part of the others with this order", "≤", ""),
        Condition.LadderMoneyLeft => ("ladder money left", ">", ""),
        Condition.StartCondition => ("start conditions met", "=", ""),
        Condition.TrailingBuy => ("ask after the low", "≥", ""),
        Condition.LadderMoney => ("money of the whole ladder", "≤", ""),
        Condition.InsideGrid => ("bid above the grid's stop", ">", ""),
        Condition.AverageCross => ("averages crossed", "=", ""),
        Condition.DcaPaused => ("ladder paused by hand", "=", ""),
        Condition.LotsHeld => ("purchases of the coin held or under way", "<", ""),
        Condition.Tradable => ("trading of the pair at the venue", "=", ""),
        _ => (condition.ToString(), "against", ""),
    };

    public static string Value(in Verdict verdict) => verdict.Condition switch
    {
        Condition.HaltState => ((Risk.HaltState)(int)verdict.Value).ToString().ToLowerInvariant(),
        Condition.ReconcileAge or Condition.SignalFreshness when verdict.Value >= Never => "never",
        Condition.Tradable => OnOff(verdict.Value),
        Condition.QuotePeg when verdict.Value == Verdict.Abstains => "unknown",
        Condition.Volatility when verdict.Value == Verdict.Abstains => "abstains (under 30 days of history)",
        Condition.CorrelatedExposure when verdict.Value == Verdict.Abstains => "abstains (under 7 days in common)",
        _ => WithUnit(verdict.Value, verdict.Unit),
    };

    public static string Threshold(in Verdict verdict) => verdict.Condition switch
    {
        Condition.HaltState => verdict.Comparison,
        Condition.Tradable => $"{verdict.Comparison} {OnOff(verdict.Threshold)}",
        _ => $"{verdict.Comparison} {WithUnit(verdict.Threshold, verdict.Unit)}",
    };

    private static string OnOff(decimal value) => value == 0 ? "off" : "on";

    private static string WithUnit(decimal value, string unit)
    {
        var digits = Math.Abs(value) switch { _ when unit == "%" => "0.##", >= 1000 => "0.##", >= 1 => "0.####", _ => "0.########" };
        var text = value.ToString(digits, CultureInfo.InvariantCulture);
        return unit.Length == 0 ? text : $"{text} {unit}";
    }
}
