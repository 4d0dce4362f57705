using System.Globalization;
using System.Text;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Settings;

/// <summary>Resolved settings as rules that core understands.</summary>
public sealed record TraderSettings
{
    private readonly IReadOnlyDictionary<string, string> common;
    private readonly IReadOnlyDictionary<Symbol, IReadOnlyDictionary<string, string>> overrides;

    private TraderSettings(
        IReadOnlyDictionary<string, string> common, IReadOnlyDictionary<Symbol, IReadOnlyDictionary<string, string>> overrides)
    {
        this.common = common;
        this.overrides = overrides;
        Coins = [.. SettingRules.Parts(common["coins"]).Select(part => Symbol.Parse(part))];
        Cash = new Money(Number(common, "cash"));
        Strategy = StrategyFrom(common);
        Risk = RiskFrom(common);
        Retention = new RetentionRules(
            Whole(common, "retention.candlesMonths"), Whole(common, "retention.forecastsDays"), Whole(common, "retention.decisionsDays"),
            Whole(common, "retention.deadLetters"))
        { DriftDays = Whole(common, "retention.driftDays"), MinutesDays = Whole(common, "retention.minutesDays") };
        Costs = new CostRules(Number(common, "costs.feePercent") / 100m, Number(common, "costs.slippagePercent") / 100m);
    }

    public static TraderSettings Default { get; } = From(new SettingsResolver().Resolve());

    public string Market => common["market"];

    public bool IsLive => common["mode"] == "live";

    /// <summary>Who executes live orders: <c>kucoin</c> or <c>robinhood</c>; null for nobody.</summary>
    public string? Venue => common["venue"] is var venue && venue == "none" ? null : venue;

    /// <summary>Parameters of the venue's broker, by name.</summary>
    public IReadOnlyDictionary<string, string> VenueOptions =>
        SettingRules.Parts(common["venueOptions"]).Select(part => part.Split('=', 2)).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());

    public IReadOnlyList<Symbol> Coins { get; init; }

    public Money Cash { get; init; }

    public string Profile => common["profile"];

    public int Port => Whole(common, "port");

    /// <summary>Of coins without an override.</summary>
    public StrategyRules Strategy { get; }

    /// <summary>Of coins without an override.</summary>
    public RiskRules Risk { get; }

    public CostRules Costs { get; }

    public RetentionRules Retention { get; init; }

    /// <summary>Daily backups of a real market; 0 makes none.</summary>
    public int BackupsKept => Whole(common, "backup.keep");

    /// <param name="values">All settings and the overrides of coins, sound.</param>
    public static TraderSettings From(IReadOnlyList<SettingValue> values) => new(
        Texts(values.Where(value => value.Coin is null)),
        values.Where(value => value.Coin is not null).GroupBy(value => value.Coin!.Value).ToDictionary(group => group.Key, Texts));

    /// <summary>Reads what <see cref="Canonical"/> wrote; what no version holds has its default.</summary>
    /// <param name="name">Of the version, for the message.</param>
    /// <exception cref="CorruptException">A setting is not known to this program, or its value breaks a rule.</exception>
    public static TraderSettings Parse(string canonical, string name)
    {
        ArgumentNullException.ThrowIfNull(canonical);
        var resolver = new SettingsResolver();
        foreach (var line in canonical.Split('\n', StringSplitOptions.RemoveEmptyEntries)) resolver.AddAssignment(line, name);
        var settings = From(resolver.Resolve());
        return resolver.Faults.Count == 0 ? settings : throw new CorruptException($"{name} cannot be read: {string.Join("; ", resolver.Faults)}");
    }

    /// <summary>What is traded and by which rules, one <c>KEY=VALUE</c> a line: equal rules give equal text.</summary>
    public string Canonical()
    {
        var text = new StringBuilder();
        foreach (var definition in SettingCatalogue.All.Where(definition => definition.IsTrading))
            text.Append(definition.Key).Append('=').Append(definition.Kind == SettingKind.Coins ? string.Join(',', Coins) : common[definition.Key]).Append('\n');
        foreach (var coin in Coins.Order().Where(overrides.ContainsKey))
        {
            foreach (var definition in SettingCatalogue.All)
            {
                if (overrides[coin].TryGetValue(definition.Key, out var own))
                    text.Append(coin).Append(':').Append(definition.Key).Append('=').Append(own).Append('\n');
            }
        }
        return text.ToString();
    }

    public StrategyRules StrategyOf(Symbol coin) => OwnOf(coin) is { } own ? StrategyFrom(With(own)) : Strategy;

    public RiskRules RiskOf(Symbol coin) => OwnOf(coin) is { } own ? RiskFrom(With(own)) : Risk;

    /// <summary>Overrides are of the signal's pair; the coin is the same where its execution is paid in another currency.</summary>
    private IReadOnlyDictionary<string, string>? OwnOf(Symbol coin) =>
        overrides.GetValueOrDefault(coin) ?? overrides.FirstOrDefault(own => own.Key.Base == coin.Base).Value;

    private Dictionary<string, string> With(IReadOnlyDictionary<string, string> own)
    {
        var texts = new Dictionary<string, string>(common);
        foreach (var (key, text) in own) texts[key] = text;
        return texts;
    }

    private static IReadOnlyDictionary<string, string> Texts(IEnumerable<SettingValue> values) =>
        values.ToDictionary(value => value.Definition.Key, value => SettingRules.Normal(value.Definition, value.Text));

    private static StrategyRules StrategyFrom(IReadOnlyDictionary<string, string> texts) => new(
        Whole(texts, "strategy.startLevel"), [.. SettingRules.Parts(texts["strategy.ladderPercents"]).Select(part => SettingRules.Number(part)!.Value)],
        Number(texts, "strategy.dcaMultiplier"), Whole(texts, "strategy.maxDcaPerDay"), Number(texts, "strategy.trailingStartPercent"),
        Number(texts, "strategy.trailingStartAfterDcaPercent"), Number(texts, "strategy.trailingGapPercent"))
    {
        StopLossPercent = Number(texts, "strategy.stopLossPercent"),
        TimeStopDays = Whole(texts, "strategy.timeStopDays"),
    };

    private static RiskRules RiskFrom(IReadOnlyDictionary<string, string> texts) => new(
        Number(texts, "risk.positionPercent"), Number(texts, "risk.allCoinsPercent"), Number(texts, "risk.dailyLossPercent"),
        Number(texts, "risk.orderCapPercent"), Number(texts, "risk.dailyCapPercent"), Number(texts, "risk.heldCapPercent"),
        Whole(texts, "risk.ordersPerHour"), Number(texts, "risk.collarPercent"), Number(texts, "risk.limitOffsetPercent"))
    {
        WeeklyLossPercent = Number(texts, "risk.weeklyLossPercent"),
        MonthlyLossPercent = Number(texts, "risk.monthlyLossPercent"),
        AnnualLossPercent = Number(texts, "risk.annualLossPercent"),
        VolatilityLimit = Number(texts, "risk.volatilityLimit"),
        CorrelatedPercent = Number(texts, "risk.correlatedPercent"),
        MaxOpenDeals = Whole(texts, "risk.maxOpenDeals"),
        Cooldown = TimeSpan.FromMinutes(Whole(texts, "risk.cooldownMinutes")),
        DepegPercent = Number(texts, "risk.depegPercent"),
        Caps = new HardCaps(
            new Money(Number(texts, "live.maxOrder")), new Money(Number(texts, "live.maxPerDay")), new Money(Number(texts, "live.maxHeld")), SettingRules.Parts(texts["live.coins"])),
    };

    private static decimal Number(IReadOnlyDictionary<string, string> texts, string key) => SettingRules.Number(texts[key])!.Value;

    private static int Whole(IReadOnlyDictionary<string, string> texts, string key) =>
        int.Parse(texts[key], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
