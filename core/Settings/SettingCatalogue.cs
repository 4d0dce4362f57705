namespace PowerTrader.Core.Settings;

/// <summary>Every setting. Percent are percent (5 is 5 %); 0 switches off where the text says so.</summary>
public static class SettingCatalogue
{
    public static IReadOnlyList<SettingDefinition> All { get; } =
    [
        new("market", SettingKind.Market, "sim", "Where prices come from: sim (built in), kucoin or coinbase (live public prices) or replay:FILE.csv.", Choices: ["sim", "kucoin", "coinbase"]),
        new("coins", SettingKind.Coins, "BTC,ETH,XRP,BNB,DOGE", "Coins to trade; a bare coin is paired with USDT, on coinbase with USD (default there: BTC,ETH,XRP,SOL,DOGE)."),
        new("cash", SettingKind.Number, "10000", "Paper money of a new portfolio, in the quote currency.", 10, 1_000_000_000),
        new("profile", SettingKind.Choice, "standard", "Risk profile that sets the defaults of strategy and risk.", Choices: [.. Profiles.All.Keys]),
        new("port", SettingKind.Whole, "5080", "Port of the HTTP API on 127.0.0.1; 0 serves none.", 0, 65535),
        new("mode", SettingKind.Choice, "paper", "What orders are: paper, or live with real money at the venue; live asks for keys, the caps under live and a confirmation.", Choices: ["paper", "live"]),
        new("venue", SettingKind.Choice, "none", "Who executes live orders; prices still come from the market.", Choices: ["none", "kucoin", "robinhood"]),
        new("venueOptions", SettingKind.Pairs, "", "How the venue is spoken to, as NAME=VALUE; 'powertrader strategies kucoin' lists them."),
        new("strategy.startLevel", SettingKind.Whole, "3", "How many of the seven predicted lows the price must have fallen through before a deal begins.", 1, 7, PerCoin: true),
        new("strategy.ladderPercents", SettingKind.Numbers, "-2.5,-5,-10,-20,-30", "Loss of the deal at which each DCA step buys; ever deeper, the last is the last; empty for no DCA.", -99.9m, -0.1m, PerCoin: true),
        new("strategy.dcaMultiplier", SettingKind.Number, "1", "A step buys this times the position's value; 0 switches DCA off.", 0, 10, PerCoin: true),
        new("strategy.maxDcaPerDay", SettingKind.Whole, "2", "DCA steps of a coin within 24 hours; 0 switches DCA off.", 0, 100, PerCoin: true),
        new("strategy.trailingStartPercent", SettingKind.Number, "5", "Net profit that arms the trailing exit of a deal without DCA.", 0, 1000, PerCoin: true),
        new("strategy.trailingStartAfterDcaPercent", SettingKind.Number, "2.5", "The same after a DCA step.", 0, 1000, PerCoin: true),
        new("strategy.trailingGapPercent", SettingKind.Number, "0.5", "The exit line follows the peak at this distance.", 0, 50, PerCoin: true),
        new("strategy.stopLossPercent", SettingKind.Number, "0", "Net loss at which a deal is sold at once; 0 never sells at a loss.", 0, 99, PerCoin: true),
        new("strategy.timeStopDays", SettingKind.Whole, "0", "Age in days at which a deal is sold at market; 0 keeps it for as long as it takes.", 0, 3650, PerCoin: true),
        new("risk.positionPercent", SettingKind.Number, "10", "Largest share of equity in one coin.", 0.1m, 100, PerCoin: true),
        new("risk.allCoinsPercent", SettingKind.Number, "40", "Largest share of equity in all coins, their unspent ladders included.", 0.1m, 100),
        new("risk.maxOpenDeals", SettingKind.Whole, "0", "Deals open at once; 0 for as many as coins.", 0, 1000),
        new("risk.cooldownMinutes", SettingKind.Whole, "0", "Pause of a coin after its deal was closed.", 0, 100_000, PerCoin: true),
        new("risk.dailyLossPercent", SettingKind.Number, "2", "Loss of the UTC day that blocks entries and DCA until it ends; exits go on.", 0.1m, 100),
        new("risk.weeklyLossPercent", SettingKind.Number, "5", "The same for the week from Monday.", 0.1m, 100),
        new("risk.monthlyLossPercent", SettingKind.Number, "10", "The same for the month.", 0.1m, 100),
        new("risk.annualLossPercent", SettingKind.Number, "20", "The same for the year.", 0.1m, 100),
        new("risk.volatilityLimit", SettingKind.Number, "2.5", "Volatility of the last 24 hours over its one-year median that blocks entries and DCA; 0 for any.", 0, 1000, PerCoin: true),
        new("risk.correlatedPercent", SettingKind.Number, "35", "This coin and the others times their correlation with it (30 days, never below 0), of equity; 0 for any.", 0, 100),
        new("risk.orderCapPercent", SettingKind.Number, "5", "Largest order, of equity.", 0.1m, 100, PerCoin: true),
        new("risk.dailyCapPercent", SettingKind.Number, "20", "Everything ordered within 24 hours, of equity.", 0.1m, 1000),
        new("risk.heldCapPercent", SettingKind.Number, "40", "Everything held, of equity.", 0.1m, 100),
        new("risk.ordersPerHour", SettingKind.Whole, "20", "Buy orders within an hour.", 1, 1000),
        new("risk.collarPercent", SettingKind.Number, "1", "Farthest limit from the signal price.", 0.05m, 10, PerCoin: true),
        new("risk.limitOffsetPercent", SettingKind.Number, "0.2", "A limit stands this far beyond the touch.", 0, 5, PerCoin: true),
        new("risk.depegPercent", SettingKind.Number, "2", "Distance of the quote coin from one US dollar that blocks entries and DCA; 0 for any.", 0, 100),
        new("live.coins", SettingKind.BareCoins, "", "Coins that real money may buy, for example BTC,ETH."),
        new("live.maxOrder", SettingKind.Number, "0", "Largest order of real money, in the quote currency; live starts only where it is set.", 0, 1_000_000_000),
        new("live.maxPerDay", SettingKind.Number, "0", "Real money ordered within 24 hours, in the quote currency; live starts only where it is set.", 0, 1_000_000_000),
        new("live.maxHeld", SettingKind.Number, "0", "Real money in all coins at once, in the quote currency; live starts only where it is set.", 0, 1_000_000_000),
        new("costs.feePercent", SettingKind.Number, "0.1", "The venue's fee a side.", 0, 5),
        new("costs.slippagePercent", SettingKind.Number, "0.02", "How much worse than the touch an order fills.", 0, 5),
        new("backup.keep", SettingKind.Whole, "7", "Daily backups kept of a real market; 0 makes none.", 0, 1000),
        new("retention.candlesMonths", SettingKind.Whole, "0", "Months of candles to keep, at least 13; 0 keeps them for ever.", 0, 1200),
        new("retention.forecastsDays", SettingKind.Whole, "365", "Days of forecasts to keep; 0 keeps them for ever.", 0, 36500),
        new("retention.decisionsDays", SettingKind.Whole, "365", "Days of decisions (what explain tells of the past) to keep; 0 keeps them for ever.", 0, 36500),
        new("retention.driftDays", SettingKind.Whole, "365", "Days of the reports of nightly replays to keep; 0 keeps them for ever.", 0, 36500),
        new("retention.minutesDays", SettingKind.Whole, "30", "Days of what the gate saw each minute to keep, for finding missed trades; 0 keeps them for ever.", 0, 36500),
        new("retention.deadLetters", SettingKind.Whole, "1000", "Newest messages kept that could not be handled.", 0, 1_000_000),
    ];

    public static SettingDefinition? Find(string key) => All.FirstOrDefault(each => string.Equals(each.Key, key, StringComparison.OrdinalIgnoreCase));

    /// <summary>The key that looks most like a wrong one, for the remedy of the message; null where none is near.</summary>
    public static string? Nearest(string key) => Spelling.Nearest(key, All.Select(each => each.Key), slips: 2);
}
