using System.Globalization;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Settings;

/// <summary>Resolved settings as rules that core understands.</summary>
public sealed record TraderSettings(
    string Market, IReadOnlyList<Symbol> Coins, Money Cash, string Profile, int Port, StrategyRules Strategy, RiskRules Risk, CostRules Costs)
{
    public RetentionRules Retention { get; init; } = new(0, 365, 365, 1000);

    /// <summary>Daily backups of a real market; 0 makes none.</summary>
    public int BackupsKept { get; init; } = 7;

    public static TraderSettings Default { get; } = From(new SettingsResolver().Resolve());

    /// <param name="values">All settings, sound.</param>
    public static TraderSettings From(IReadOnlyList<SettingValue> values)
    {
        var texts = values.ToDictionary(value => value.Definition.Key, value => value.Text);
        decimal Number(string key) => SettingRules.Number(texts[key])!.Value;
        int Whole(string key) => int.Parse(texts[key], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var strategy = new StrategyRules(
            Whole("strategy.startLevel"), [.. SettingRules.Parts(texts["strategy.ladderPercents"]).Select(part => SettingRules.Number(part)!.Value)],
            Number("strategy.dcaMultiplier"), Whole("strategy.maxDcaPerDay"), Number("strategy.trailingStartPercent"),
            Number("strategy.trailingStartAfterDcaPercent"), Number("strategy.trailingGapPercent"))
        {
            StopLossPercent = Number("strategy.stopLossPercent"),
            TimeStopDays = Whole("strategy.timeStopDays"),
        };
        var risk = new RiskRules(
            Number("risk.positionPercent"), Number("risk.allCoinsPercent"), Number("risk.dailyLossPercent"), Number("risk.orderCapPercent"),
            Number("risk.dailyCapPercent"), Number("risk.heldCapPercent"), Whole("risk.ordersPerHour"), Number("risk.collarPercent"), Number("risk.limitOffsetPercent"))
        {
            WeeklyLossPercent = Number("risk.weeklyLossPercent"),
            MonthlyLossPercent = Number("risk.monthlyLossPercent"),
            AnnualLossPercent = Number("risk.annualLossPercent"),
            MaxOpenDeals = Whole("risk.maxOpenDeals"),
            Cooldown = TimeSpan.FromMinutes(Whole("risk.cooldownMinutes")),
        };
        return new TraderSettings(
            texts["market"], [.. SettingRules.Parts(texts["coins"]).Select(part => SettingRules.Coin(part, MarketDefaults.QuoteOf(texts["market"]))!.Value)], new Money(Number("cash")),
            texts["profile"], Whole("port"), strategy, risk, new CostRules(Number("costs.feePercent") / 100m, Number("costs.slippagePercent") / 100m))
        {
            Retention = new RetentionRules(Whole("retention.candlesMonths"), Whole("retention.forecastsDays"), Whole("retention.decisionsDays"), Whole("retention.deadLetters")),
            BackupsKept = Whole("backup.keep"),
        };
    }

    /// <summary>What no single setting can tell: rules between them.</summary>
    public IReadOnlyList<string> Faults() => [.. Strategy.Faults(), .. Risk.Faults(), .. Retention.Faults()];
}
