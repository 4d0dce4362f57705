using System.Globalization;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Host.Running;

/// <summary>What the settings mean in money: what a coin may cost, and what is lost if every coin falls together.</summary>
internal static class MoneyTable
{
    private static readonly decimal[] Falls = [30, 50, 80];

    /// <summary>Of a portfolio that is to be opened.</summary>
    public static void Write(TextWriter output, TraderSettings settings) => Write(
        output, settings.Cash, settings.Costs, [.. settings.Coins.Select(coin => new CoinRules(coin, settings.StrategyOf(coin), settings.RiskOf(coin)))]);

    /// <summary>Of the portfolio as it is: its equity now, and each coin by the rules that it follows, those of open deals included.</summary>
    public static async Task WriteAsync(TextWriter output, TradingSystem system, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        var costs = system.Kernel.CostsOf(book);
        var coins = book.Head.Symbols.Select(coin => (Coin: coin, Rules: system.Kernel.RulesOf(book, coin))).ToList();
        var equity = book.Equity(system.Views.BidOf, costs.FeeRate);
        Write(output, equity, costs, [.. coins.Select(each => new CoinRules(each.Coin, each.Rules.Strategy.Rules, each.Rules.Risk.Rules))]);
        foreach (var (coin, rules) in coins)
        {
            if (book.SymbolOf(coin).PinnedVersion is null && system.Views.InstrumentOf(coin) is { } instrument)
            {
                var least = instrument.MinQuantity.Value * (system.Views.QuoteOf(coin)?.Quote.Ask.Value ?? 0);
                var shortfall = Shortfall(coin, equity, book.Head.Symbols.Count, rules.Strategy.Rules, rules.Risk.Rules, costs, new Money(Math.Max(instrument.MinNotional.Amount, least)));
                if (shortfall is not null) output.WriteLine(shortfall);
            }
        }
    }

    /// <summary>Coins whose ladder the venue would refuse; only of the simulated market, whose minimum is known beforehand.</summary>
    public static IReadOnlyList<string> Shortfalls(TraderSettings settings) => settings.Market != "sim" ? [] :
        [.. settings.Coins.Select(coin => Shortfall(
            coin, settings.Cash, settings.Coins.Count, settings.StrategyOf(coin), settings.RiskOf(coin), settings.Costs, new Money(SimulatedMarket.MinFunds))).OfType<string>()];

    private static string? Shortfall(Symbol coin, Money equity, int coins, StrategyRules strategy, RiskRules risk, CostRules costs, Money minimum)
    {
        var (budget, _) = StressTest.PerCoin(equity, coins, strategy, risk, costs);
        return Ladder.Shortfall(budget, strategy, costs.FeeRate, minimum) is { } words ? string.Create(CultureInfo.InvariantCulture, $"{coin} cannot be traded with {equity.Amount:0.##} {coin.Quote}: {words}") : null;
    }

    private static void Write(TextWriter output, Money equity, CostRules costs, IReadOnlyList<CoinRules> coins)
    {
        var currency = coins[0].Coin.Quote;
        var groups = coins.GroupBy(coin => Share(equity, coins.Count, coin, costs)).ToList();
        foreach (var group in groups)
        {
            var who = groups.Count == 1 ? $"each of {coins.Count} coins" : string.Join(", ", group.Select(coin => coin.Coin.Base));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Of {equity.Amount:0.##} {currency} {who} may use {group.Key}"));
        }
        output.WriteLine("If every coin falls at once, from its entry     invested        loss   of equity");
        foreach (var fall in Falls)
        {
            var row = StressTest.Fall(fall, equity, [.. coins.Select(coin => (coin.Strategy, coin.Risk))], costs);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  by {fall,2} %{row.Invested.Amount,47:0.00}{row.Loss.Amount,12:0.00}{row.LossPercent,10:0.0} %"));
        }
    }

    private static string Share(Money equity, int coins, CoinRules coin, CostRules costs)
    {
        var (budget, entry) = StressTest.PerCoin(equity, coins, coin.Strategy, coin.Risk, costs);
        var steps = coin.Strategy.DcaEnabled ? coin.Strategy.LadderPercents.Count : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{budget.Amount:0.00}: it begins with {entry.Amount:0.00} and keeps the rest for {steps} DCA steps.");
    }

    private sealed record CoinRules(Symbol Coin, StrategyRules Strategy, RiskRules Risk);
}
