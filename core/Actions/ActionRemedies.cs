using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Actions;

/// <summary>What a person can do about a rule that refused.</summary>
public static class ActionRemedies
{
    public static string Of(Condition rule) => rule switch
    {
        Condition.HaltState => "'powertrader resume' or POST /resume lets it trade again",
        Condition.SoundInput or Condition.ExecutionFreshness or Condition.SignalFreshness => "ask again while the trader runs and quotes arrive",
        Condition.LoneOutlier => "ask again when the next quote has confirmed the price",
        Condition.ReconcileAge => "start the trader, or run 'powertrader doctor'; it reconciles every five minutes",
        Condition.Collar => "choose a limit nearer to the market",
        Condition.VenueMinimum => "ask for more",
        Condition.CashAfterReservations => "ask for less, or wait until an open order is done",
        Condition.PositionShare => "ask for less, or raise risk.positionPercent",
        Condition.AllCoins => "ask for less, or raise risk.allCoinsPercent",
        Condition.OrderCap => "ask for less, or raise risk.orderCapPercent",
        Condition.DailyCap => "ask again later, or raise risk.dailyCapPercent",
        Condition.HeldCap => "ask for less, or raise risk.heldCapPercent",
        Condition.CorrelatedExposure => "ask for less, or raise risk.correlatedPercent",
        Condition.Tradable => "wait until the venue trades the pair again; 'powertrader doctor' shows what it says",
        Condition.OrdersPerHour => "ask again later, or raise risk.ordersPerHour",
        Condition.OpenDeals => "close a deal, or raise risk.maxOpenDeals",
        Condition.Cooldown => "wait, or lower risk.cooldownMinutes",
        Condition.CoinAllowed => "add the coin to live.coins where real money may buy it",
        Condition.LotsHeld => "sell some of the coin first: fewer, larger purchases fit",
        Condition.QuotePeg => "wait until the quote coin is worth a dollar again; exits are still allowed",
        Condition.Volatility => "wait until the coin calms down, or raise risk.volatilityLimit; exits are still allowed",
        Condition.DailyLoss or Condition.WeeklyLoss or Condition.MonthlyLoss or Condition.AnnualLoss => "wait until the period ends; exits are still allowed",
        _ => "'powertrader explain COIN' shows every rule",
    };
}
