using System.Globalization;
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
        var coins = book.Head.Symbols.Select(coin => (coin, Rules: system.Kernel.RulesOf(book, coin)));
        Write(
            output, book.Equity(system.Views.BidOf, costs.FeeRate), costs,
            [.. coins.Select(each => new CoinRules(each.coin, each.Rules.Strategy.Rules, each.Rules.Risk.Rules))]);
    }

    private static void Write(TextWriter output, Money equity, CostRules costs, IReadOnlyList<CoinRules> coins)
    {
        var currency = coins[0].Coin.Quote;
        var groups = coins.GroupBy(coin => Money(equity, coins.Count, coin, costs)).ToList();
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

    private static string Money(Money equity, int coins, CoinRules coin, CostRules costs)
    {
        var (budget, entry) = StressTest.PerCoin(equity, coins, coin.Strategy, coin.Risk, costs);
        var steps = coin.Strategy.DcaEnabled ? coin.Strategy.LadderPercents.Count : 0;
        return string.Create(CultureInfo.InvariantCulture, $"{budget.Amount:0.00}: it begins with {entry.Amount:0.00} and keeps the rest for {steps} DCA steps.");
    }

    private sealed record CoinRules(Symbol Coin, StrategyRules Strategy, RiskRules Risk);
}
