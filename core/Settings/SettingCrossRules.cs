using System.Globalization;

namespace PowerTrader.Core.Settings;

/// <summary>Rules between settings, which no single one can tell; for all coins, and for each coin that has a value of its own.</summary>
internal static class SettingCrossRules
{
    private static readonly Func<Func<string, SettingValue>, string?>[] Rules = [StopBelowTheLadder, OffsetInsideTheCollar, AYearOfCandles, CapsInOrder];

    /// <param name="values">Each sound by itself.</param>
    public static IEnumerable<string> Faults(IReadOnlyList<SettingValue> values)
    {
        var common = values.Where(value => value.Coin is null).ToDictionary(value => value.Definition.Key);
        var own = values.Where(value => value.Coin is not null).ToDictionary(value => (value.Coin!.Value, value.Definition.Key));
        var faults = Rules.Select(rule => rule(key => common[key])).ToList();
        foreach (var coin in own.Keys.Select(key => key.Value).Distinct().ToList())
        {
            var found = Rules.Select(rule => rule(key => own.GetValueOrDefault((coin, key)) ?? common[key]));
            // A fault that all coins share is told once.
            faults.AddRange(found.Where(fault => fault is not null && !faults.Contains(fault)).ToList());
        }
        return faults.OfType<string>();
    }

    private static string? StopBelowTheLadder(Func<string, SettingValue> of)
    {
        var (stop, ladder) = (of("strategy.stopLossPercent"), of("strategy.ladderPercents"));
        var last = SettingRules.Parts(ladder.Text).Select(part => SettingRules.Number(part)!.Value).LastOrDefault();
        var buys = last < 0 && NumberOf(of("strategy.dcaMultiplier")) > 0 && NumberOf(of("strategy.maxDcaPerDay")) > 0;
        return buys && NumberOf(stop) > 0 && NumberOf(stop) <= -last
            ? string.Create(CultureInfo.InvariantCulture, $"{stop} must be deeper than {last}, the last step of {ladder}; sell below the ladder or shorten it")
            : null;
    }

    private static string? OffsetInsideTheCollar(Func<string, SettingValue> of)
    {
        var (offset, collar) = (of("risk.limitOffsetPercent"), of("risk.collarPercent"));
        return NumberOf(offset) > NumberOf(collar) ? $"{offset} must not exceed {collar}; every order would be refused" : null;
    }

    private static string? AYearOfCandles(Func<string, SettingValue> of)
    {
        var months = of("retention.candlesMonths");
        return NumberOf(months) is > 0 and < RetentionRules.LeastMonths
            ? string.Create(CultureInfo.InvariantCulture, $"{months} must be 0 (for ever) or at least {RetentionRules.LeastMonths}, because volatility is measured over a year; for example 36")
            : null;
    }

    /// <summary>Whether they are set at all is asked where real money is at stake.</summary>
    private static string? CapsInOrder(Func<string, SettingValue> of)
    {
        var (order, day, held) = (of("live.maxOrder"), of("live.maxPerDay"), of("live.maxHeld"));
        if (NumberOf(order) > NumberOf(day) && NumberOf(day) > 0) return $"{order} must not exceed {day}; lower the one or raise the other";
        return NumberOf(order) > NumberOf(held) && NumberOf(held) > 0 ? $"{order} must not exceed {held}; lower the one or raise the other" : null;
    }

    private static decimal NumberOf(SettingValue value) => SettingRules.Number(value.Text)!.Value;
}
