using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;

namespace PowerTrader.Host.Import;

/// <param name="From">The predecessor's key.</param>
/// <param name="Note">What differs all the same; null where nothing does.</param>
internal sealed record TakenSetting(string Key, string Value, string From, string? Note);

/// <param name="Why">And what holds instead.</param>
internal sealed record LeftSetting(string From, string Why);

/// <summary>What the predecessor's settings are here, and what of them is nothing here.</summary>
internal sealed record SettingsMapping(IReadOnlyList<TakenSetting> Taken, IReadOnlyList<LeftSetting> Left)
{
    private const string PredecessorProfile = "predecessor";

    /// <summary>Its settings that say how a number of this program is to be, with what is different about it.</summary>
    private static readonly (string From, string To, string? Note)[] Numbers =
    [
        ("trade_start_level", "strategy.startLevel", null),
        ("dca_multiplier", "strategy.dcaMultiplier", null),
        ("max_dca_buys_per_24h", "strategy.maxDcaPerDay", null),
        ("pm_start_pct_no_dca", "strategy.trailingStartPercent", "net of fees here, before fees there"),
        ("pm_start_pct_with_dca", "strategy.trailingStartAfterDcaPercent", "net of fees here, before fees there"),
        ("trailing_gap_pct", "strategy.trailingGapPercent", null),
    ];

    private static readonly string[] Window = ["hub_data_dir", "main_neural_dir", "script", "ui_refresh", "chart_refresh", "candles_limit", "candle", "auto_start", "region", "exchange", "price_comparison", "best_price"];

    /// <summary>The settings file's own keys, chosen and in its order.</summary>
    public IReadOnlyList<string> Keys => [.. Taken.Select(taken => taken.Key)];

    /// <summary>Every setting with what was taken in its place.</summary>
    public IReadOnlyList<SettingValue> Values()
    {
        var resolver = new SettingsResolver();
        foreach (var taken in Taken) resolver.Add(taken.Key, taken.Value, "import");
        return resolver.Resolve();
    }

    public static SettingsMapping Of(PredecessorFiles files)
    {
        var mapping = new Mapping();
        if (files.Settings is { } settings) mapping.Map(settings.Root);
        return new SettingsMapping(mapping.Taken, mapping.Left);
    }

    private sealed class Mapping
    {
        public List<TakenSetting> Taken { get; } =
        [
            new("market", "kucoin", SettingsDocumentName, "its forecasts came from KuCoin; a live account is chosen apart from it"),
        ];

        public List<LeftSetting> Left { get; } = [];

        private const string SettingsDocumentName = PredecessorFiles.SettingsName;

        public void Map(JsonElement root)
        {
            Coins(root);
            Taken.Add(new("profile", PredecessorProfile, SettingsDocumentName, "its seven doubling steps; risk limits are this program's own"));
            Ladder(root);
            foreach (var (from, to, note) in Numbers)
            {
                if (root.TryGetProperty(from, out var value)) Number(from, to, value, note);
            }
            Allocation(root);
            var known = Numbers.Select(each => each.From).Concat(["coins", "dca_levels", "start_allocation_pct"]).ToHashSet(StringComparer.Ordinal);
            foreach (var other in root.EnumerateObject().Where(property => !known.Contains(property.Name)))
                Left.Add(new(other.Name, Window.Any(word => other.Name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? "it belongs to its window, folders and scripts; this program has one folder (--data) and trains its models anew" : "it is not known here"));
        }

        private void Coins(JsonElement root)
        {
            if (!root.TryGetProperty("coins", out var list)) return;
            var names = (list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(each => each.ToString()) : list.ToString().Split(','))
                .Select(name => name.Trim().ToUpperInvariant()).Where(name => name.Length > 0).Distinct(StringComparer.Ordinal).ToList();
            Take("coins", string.Join(',', names), "coins", null);
        }

        private void Ladder(JsonElement root)
        {
            if (!root.TryGetProperty("dca_levels", out var list)) return;
            var steps = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(PredecessorFiles.NumberOf).ToList() : [.. list.ToString().Split(',').Select(part => SettingRules.Number(part.Trim()))];
            if (steps.Contains(null))
            {
                Left.Add(new("dca_levels", "it is no list of numbers; the profile's ladder holds"));
                return;
            }
            var ladder = steps.OfType<decimal>().Select(step => -Math.Abs(step)).Distinct().OrderDescending().ToList();
            Take("strategy.ladderPercents", string.Join(',', ladder.Select(step => step.ToString("0.############", CultureInfo.InvariantCulture))), "dca_levels",
                "the last step buys once here and over and over there" + (ladder.SequenceEqual(steps.OfType<decimal>()) ? "" : "; put in order, each below the last"));
        }

        private void Number(string from, string to, JsonElement value, string? note)
        {
            if (PredecessorFiles.NumberOf(value) is not { } number) Left.Add(new(from, $"'{value}' is no number; the profile's {to} holds"));
            else if (number == 0) Left.Add(new(from, $"it took 0 for 'as before' and went on with its default; so does the profile's {to}"));
            else Take(to, (from == "trade_start_level" ? Math.Clamp(number, 1, 7) : number).ToString("0.############", CultureInfo.InvariantCulture), from, note);
        }

        /// <summary>Its first order was a share of the account; here a budget is, and the first order follows from the ladder that the budget must carry.</summary>
        private void Allocation(JsonElement root)
        {
            if (!root.TryGetProperty("start_allocation_pct", out var value) || PredecessorFiles.NumberOf(value) is not { } percent || percent <= 0) return;
            var settings = TraderSettings.From(new SettingsMapping(Taken, []).Values());
            var (budget, first) = StressTest.PerCoin(new Money(100), settings.Coins.Count, settings.Strategy, settings.Risk, settings.Costs);
            var (whole, share) = (percent * budget.Amount / first.Amount, budget.Amount);
            string Text(decimal number) => number.ToString("0.####", CultureInfo.InvariantCulture);
            if (whole <= share && whole >= 0.1m) Take("risk.positionPercent", Text(whole), "start_allocation_pct", $"the first order stays {Text(percent)} % of the account; with its whole ladder that is so much");
            else Left.Add(new("start_allocation_pct", $"a first order of {Text(percent)} % would be {Text(whole)} % of the account with its whole ladder; the budget of a coin stays {Text(share)} %, so the first order is {Text(first.Amount)} %"));
        }

        private void Take(string key, string text, string from, string? note)
        {
            if (SettingRules.Fault(new SettingValue(SettingCatalogue.Find(key)!, text, from)) is { } fault) Left.Add(new(from, $"{fault}; the profile's value holds"));
            else Taken.Add(new(key, text, from, note));
        }
    }
}
