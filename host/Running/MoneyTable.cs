using System.Globalization;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;

namespace PowerTrader.Host.Running;

/// <summary>What the settings mean in money: what a coin may cost, and what is lost if every coin falls together.</summary>
internal static class MoneyTable
{
    private static readonly decimal[] Falls = [30, 50, 80];

    public static void Write(TextWriter output, TraderSettings settings)
    {
        var coins = settings.Coins.Count;
        var currency = settings.Coins[0].Quote;
        var (budget, entry) = StressTest.PerCoin(settings.Cash, coins, settings.Strategy, settings.Risk, settings.Costs);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Of {settings.Cash.Amount:0.##} {currency} each of {coins} coins may use {budget.Amount:0.00}: it begins with {entry.Amount:0.00} and keeps the rest for {(settings.Strategy.DcaEnabled ? settings.Strategy.LadderPercents.Count : 0)} DCA steps."));
        output.WriteLine("If every coin falls at once, from its entry     invested        loss   of equity");
        foreach (var fall in Falls)
        {
            var row = StressTest.Fall(fall, settings.Cash, coins, settings.Strategy, settings.Risk, settings.Costs);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  by {fall,2} %{row.Invested.Amount,47:0.00}{row.Loss.Amount,12:0.00}{row.LossPercent,10:0.0} %"));
        }
    }
}
