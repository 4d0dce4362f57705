using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Portfolio;

/// <summary>The nearest thing that would happen to a coin: at which price, and how far that is.</summary>
/// <param name="Price">Null where no price alone would bring it about.</param>
/// <param name="DistancePercent">From the touch that would trigger it; negative is below.</param>
public sealed record NextAction(string Words, decimal? Price, decimal? DistancePercent)
{
    public override string ToString() => Price is { } price && DistancePercent is { } distance
        ? string.Create(CultureInfo.InvariantCulture, $"{Words} {Digits(price)} ({distance:+0.00;-0.00} %)")
        : Words;

    /// <param name="halt">What tenant, portfolio and coin together allow.</param>
    /// <param name="decision">The coin's decision as it would be made now.</param>
    public static NextAction For(
        PortfolioBook book, SymbolBook state, Quote? quote, SignalLevels levels, TradeKernel kernel, DateTimeOffset now, HaltState halt, in SymbolDecision decision)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentNullException.ThrowIfNull(kernel);
        if (quote is null) return new NextAction("waits for a quote", null, null);
        if (state.OpenOrders.Count > 0)
        {
            var order = book.OpenOrdersOf(state.Symbol).First();
            return new NextAction($"{order.Side.ToString().ToLowerInvariant()} ({order.Leg}) is {order.State.ToString().ToLowerInvariant()} at", order.Limit.Value, Percent(order.Limit.Value, quote.Mid));
        }
        if (halt == HaltState.Halted) return new NextAction("halted: nothing is sent until resume", null, null);
        if (decision is { Wish: { } wish, Risk: RiskDecision.Refuse refused })
            return new NextAction($"would {(wish.Side == OrderSide.Buy ? "buy" : "sell")} ({wish.Leg}) now, but {refused.Reason}", null, null);
        var rules = kernel.RulesOf(book, state.Symbol);
        return TradeKernel.View(book, state, now) is { Quantity.IsZero: false } deal
            ? OfDeal(deal, quote, levels, rules, halt)
            : OfEntry(quote, levels, rules, halt);
    }

    private static NextAction OfEntry(Quote quote, SignalLevels levels, TradingRules rules, HaltState halt)
    {
        if (halt == HaltState.Reducing) return new NextAction("no entry: only exits are allowed", null, null);
        var level = rules.Strategy.Rules.StartLevel;
        var calm = levels.Short(quote.Mid) is > 0 and var above ? $" once SHORT is 0 (it is {above}) and" : "";
        return levels.PriceForLong(level) is { } price
            ? new NextAction($"enters (LONG {level}){calm} below", price, Percent(price, quote.Ask.Value))
            : new NextAction($"waits for forecasts: {levels.Active} timeframes have one, {level} are needed", null, null);
    }

    private static NextAction OfDeal(in DealView deal, Quote quote, SignalLevels levels, TradingRules rules, HaltState halt)
    {
        var line = rules.Strategy.TrailingLine(deal, rules.Costs);
        var exit = new NextAction(deal.Trailing.Active ? "sells below" : "arms its exit at", line, Percent(line, quote.Bid.Value));
        if (halt != HaltState.Active || deal.Trailing.Active || StepPrice(deal, levels, rules.Strategy.Rules) is not { } price) return exit;
        var step = new NextAction($"buys step {deal.DcaSteps + 1} below", price, Percent(price, quote.Ask.Value));
        return Math.Abs(step.DistancePercent!.Value) < Math.Abs(exit.DistancePercent!.Value) ? step : exit;
    }

    /// <summary>The ask at which the ladder's next step buys; null where no step is left.</summary>
    internal static decimal? StepPrice(in DealView deal, SignalLevels levels, StrategyRules rules)
    {
        if (!rules.DcaEnabled || deal.Spent >= deal.Budget || deal.DcaPaused || deal.DcaSteps >= rules.LadderPercents.Count || deal.DcaInLastDay >= rules.MaxDcaPerDay) return null;
        var average = deal.TotalCost.Amount / deal.Quantity.Value;
        var byPercent = average * (1 + rules.LadderPercents[deal.DcaSteps] / 100m);
        var byLevel = rules.LevelOfStep(deal.DcaSteps) is { } level ? levels.PriceForLong(level) : null;
        return Math.Max(byPercent, Math.Min(byLevel ?? 0, average));
    }

    private static decimal Percent(decimal price, decimal from) => (price - from) / from * 100m;

    private static string Digits(decimal price) =>
        price.ToString(price >= 100 ? "0.00" : price >= 1 ? "0.0000" : "0.000000", CultureInfo.InvariantCulture);
}
