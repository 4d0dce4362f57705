using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;

namespace PowerTrader.Host.CommandLine;

/// <summary>Reads option texts and collects every fault, so that five wrong options give five lines and not one.</summary>
internal sealed class OptionFaults
{
    private readonly List<string> faults = [];

    public long Whole(string name, string? text, long fallback, long minimum, long maximum)
    {
        if (text is null) return fallback;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum)
            return value;
        Add(name, text, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {minimum} to {maximum}"), $"for example {name} {fallback}");
        return fallback;
    }

    public decimal Number(string name, string? text, decimal fallback, decimal minimum, decimal maximum)
    {
        if (text is null) return fallback;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= maximum)
            return value;
        Add(name, text, string.Create(CultureInfo.InvariantCulture, $"must be a number from {minimum} to {maximum}"), string.Create(CultureInfo.InvariantCulture, $"for example {name} {fallback}"));
        return fallback;
    }

    public string OneOf(string name, string? text, string fallback, IReadOnlyList<string> allowed)
    {
        if (text is null || allowed.Contains(text)) return text ?? fallback;
        Add(name, text, "must be one of " + string.Join(", ", allowed), $"for example {name} {(fallback.Length > 0 ? fallback : allowed[0])}");
        return fallback;
    }

    /// <summary><c>max</c> is infinite.</summary>
    public double Speed(string name, string? text, double fallback)
    {
        if (text is null) return fallback;
        if (text == "max") return double.PositiveInfinity;
        var digits = text.EndsWith('x') ? text[..^1] : text;
        if (double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value is >= 0.1 and <= 1_000_000) return value;
        Add(name, text, "must be 'max' or a factor from 0.1 to 1000000", $"for example {name} 60");
        return fallback;
    }

    public Timeframe TimeframeOf(string name, string? text, Timeframe fallback)
    {
        if (text is null) return fallback;
        if (Timeframes.TryParse(text, out var timeframe)) return timeframe;
        Add(name, text, "must be one of " + string.Join(", ", Timeframes.All.Select(each => each.Name())), $"for example {name} 1hour");
        return fallback;
    }

    /// <summary>Coins such as <c>BTC,ETH</c>; a bare coin is paired with the quote currency.</summary>
    public IReadOnlyList<Symbol> Coins(string name, string? text, IReadOnlyList<Symbol> fallback, string quote = "USDT")
    {
        if (text is null) return fallback;
        var coins = new List<Symbol>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (SettingRules.Coin(part, quote) is { } coin) coins.Add(coin);
            else Add(name, part, "must be coins of A-Z and 0-9 separated by commas", $"for example {name} BTC,ETH");
        }
        if (coins.Count > 0 && SettingRules.CoinsRule([.. coins]) is { } rule) Add(name, text, rule, $"for example {name} BTC,ETH");
        return coins;
    }

    /// <summary>The full path, or of the default where nothing was typed. An empty one is a fault: it would mean the folder one happens to be in.</summary>
    public string PathOf(string name, string? text, string fallback)
    {
        if (text is null || !string.IsNullOrWhiteSpace(text)) return Path.GetFullPath(text ?? fallback);
        Add(name, text, "must name a file or folder", $"for example {name} {fallback}");
        return fallback;
    }

    public void Require(string name, string? text, string rule, string remedy)
    {
        if (string.IsNullOrEmpty(text)) faults.Add($"{name} is missing: {rule}; {remedy}");
    }

    public void Add(string name, string value, string rule, string remedy) => faults.Add($"{name} '{value}' {rule}; {remedy}");

    /// <summary>A fault that is a whole sentence already.</summary>
    public void AddLine(string fault) => faults.Add(fault);

    /// <summary>What another set of options reads, its faults beside these.</summary>
    /// <exception cref="UsageException">At least one fault was found, here or there.</exception>
    public T Together<T>(Func<T> read)
    {
        try
        {
            var value = read();
            ThrowIfAny();
            return value;
        }
        catch (UsageException fault) when (faults.Count > 0 && !fault.Faults.SequenceEqual(faults))
        {
            throw new UsageException([.. faults, .. fault.Faults]);
        }
    }

    /// <exception cref="UsageException">At least one fault was found.</exception>
    public void ThrowIfAny()
    {
        if (faults.Count > 0) throw new UsageException([.. faults]);
    }
}
