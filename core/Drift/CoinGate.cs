using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Drift;

/// <summary>What the strategy would wish for one coin of a recorded day at a price: rules of the version of then, levels of the stored forecasts, the position of the books.</summary>
internal sealed class CoinGate(TradeKernel kernel, RecordedDay day, BookPast past, CoinPast coin, Symbol symbol)
{
    /// <summary>Around a whole hour it is not recorded which forecast was known already.</summary>
    public static readonly TimeSpan Handover = TimeSpan.FromMinutes(4);

    private readonly Dictionary<DateTimeOffset, SignalLevels> levels = [];

    public Symbol Symbol => symbol;

    public Holding HoldingAt(DateTimeOffset time)
    {
        for (var i = coin.Holdings.Count - 1; i > 0; i--)
        {
            if (coin.Holdings[i].Time <= time) return coin.Holdings[i];
        }
        return coin.Holdings[0];
    }

    /// <summary>The rules of the position's deal, or of new deals; null where they are not known, or a deal is not.</summary>
    public (TradingRules Rules, Deal? Deal)? RulesAt(DateTimeOffset time, Holding holding)
    {
        var deal = holding.Quantity.IsZero ? null : past.Deals.GetValueOrDefault(holding.Deal);
        if (deal is null && !holding.Quantity.IsZero) return null;
        var current = past.VersionAt(time);
        try
        {
            return (kernel.Rules.For(past.Head.Key, deal?.SettingsVersion ?? current, current, symbol), deal);
        }
        catch (TransientException)
        {
            return null;
        }
    }

    /// <summary>Of the forecasts that were in force in the middle of the hour.</summary>
    public SignalLevels LevelsAt(DateTimeOffset time)
    {
        var hour = Timeframe.Hour1.OpenOf(time);
        if (levels.TryGetValue(hour, out var known)) return known;
        var all = day.Forecasts.GetValueOrDefault(symbol) ?? [];
        var newest = all.Where(forecast => forecast.CandleOpen <= hour).GroupBy(forecast => forecast.Timeframe).Select(group => group.MaxBy(forecast => forecast.CandleOpen)!);
        return levels[hour] = SignalLevels.From([.. newest], hour + Timeframe.Hour1.Length() / 2, TimeSpan.Zero);
    }

    public static bool IsHandover(DateTimeOffset time) => time.UtcTicks % TimeSpan.TicksPerHour < Handover.Ticks;

    /// <param name="signal">Price that the levels are compared with.</param>
    public StrategyStep Step(DateTimeOffset time, decimal bid, decimal ask, decimal signal, Holding holding, TradingRules rules, Deal? deal, TrailingState trailing)
    {
        // Without a known forecast no purchase is due; a sale asks for none.
        var known = IsHandover(time) ? SignalLevels.None : LevelsAt(time);
        DealView? view = deal is null ? null : ViewOf(time, holding, deal, trailing);
        var context = new StrategyContext(time, symbol, bid, ask, known.Long(signal), known.Short(signal), known.Active, view, new Money(1000), rules.Costs, 1);
        var verdicts = default(VerdictBuffer);
        return rules.Strategy.Step(context, ref verdicts);
    }

    public static DealView ViewOf(DateTimeOffset time, Holding holding, Deal deal, TrailingState trailing) => new(
        holding.Quantity, holding.Cost, holding.Spent, deal.Budget, holding.Steps, holding.StepTimes.Count(step => step > time.AddDays(-1)), trailing, false, false, deal.OpenedAt)
    { DcaPaused = deal.DcaPaused, Target = deal.Target };

    /// <summary>The price at which the wish is due, and its name; null where more than one condition leads to it.</summary>
    public (decimal Price, string Name)? LevelOf(OrderWish wish, DateTimeOffset time, Holding holding, TradingRules rules, Deal? deal, TrailingState trailing)
    {
        var strategy = rules.Strategy;
        if (wish.Leg == Leg.Entry) return LevelsAt(time).PriceForLong(strategy.Rules.StartLevel) is { } bound ? (bound, $"LONG {strategy.Rules.StartLevel}") : null;
        if (wish.Leg == Leg.Exit) return deal is null ? null : (strategy.TrailingLine(ViewOf(time, holding, deal, trailing), rules.Costs), "exit line");
        var percent = holding.Cost.Amount * (1 + strategy.Rules.LadderPercents[holding.Steps] / 100m) / holding.Quantity.Value;
        var level = strategy.Rules.LevelOfStep(holding.Steps) is { } next ? LevelsAt(time).PriceForLong(next) : null;
        return level > percent ? (level.Value, $"LONG {strategy.Rules.LevelOfStep(holding.Steps)}") : (percent, "ladder step");
    }
}
