using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Prediction;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>Everything that the figures of a study's trials hang on, by name. Equal questions have equal answers; budget, trials and cores are no part of one.</summary>
internal sealed record StudyQuestion(IReadOnlyList<KeyValuePair<string, string>> Parts)
{
    /// <summary>Changes when trials mean something else in this program than before.</summary>
    private const string Format = "2";

    private const int LongestValues = 200;

    public string Fingerprint => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Parts.Select(part => part.Key + "=" + part.Value)))));

    public static StudyQuestion Of(string verb, SearchOptions options, BacktestRequest request, params IEnumerable<(string Name, string Value)> more)
    {
        var parts = new List<(string, string)>
        {
            ("study", $"{verb} {Format}"), ("model", SoundModel.ModelName), ("--strategy", Versioned(request)), ("bars", request.Series[0].Timeframe.ToString()),
            ("--cash", Figures.Exact(request.Cash)), ("--seed", request.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("--fill", request.Fills.ToString()),
            ("costs", request.Costs.ToString()), ("--search", options.Order), ("--objective", options.Objective.Name), ("limits", options.Ranking.Limits.ToString()),
        };
        parts.AddRange(options.Backtest.Candles.Select(file => ("--candles " + Path.GetFileName(file), HashOf(file))));
        parts.AddRange(options.Backtest.Intrabar.Select(file => ("--intrabar " + Path.GetFileName(file), HashOf(file))));
        parts.AddRange(options.Space.Axes.Select(axis => ("--param " + axis.Key, Short(axis.Values))));
        parts.AddRange(request.Parameters.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => ("parameter " + each.Key, each.Value)));
        parts.AddRange(request.Settings.Canonical().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).Select(sides => (sides[0], sides[1])));
        parts.AddRange(more);
        return new StudyQuestion([.. parts.DistinctBy(part => part.Item1).Select(part => KeyValuePair.Create(part.Item1, part.Item2))]);
    }

    /// <summary>The plain name is of the first version; a later one is another strategy.</summary>
    private static string Versioned(BacktestRequest request) =>
        request.Registry.FindStrategy(request.Strategy) is { Version: > 1 } definition ? ((Core.Extensions.IDefinition)definition).Id : request.Strategy;

    /// <summary>What is asked otherwise here than there, by name; null where nothing is.</summary>
    public string? ChangeFrom(StudyQuestion earlier)
    {
        var (now, before) = (Parts.ToDictionary(), earlier.Parts.ToDictionary());
        foreach (var name in before.Keys.Concat(now.Keys).Distinct())
        {
            var (old, own) = (before.GetValueOrDefault(name), now.GetValueOrDefault(name));
            if (old != own) return $"{name} was {Short(old)} and is now {Short(own)}";
        }
        return null;
    }

    private static string Short(string? text) => text is null ? "not given" : text.Length == 64 ? $"another file ({text[..8]}…)" : $"'{TextTable.Cut(text, 80)}'";

    /// <summary>Whole where it can be read; else its ends and a checksum.</summary>
    private static string Short(IReadOnlyList<string> values)
    {
        var text = string.Join(';', values);
        return text.Length <= LongestValues ? text : $"{values[0]} to {values[^1]}, {values.Count} values, {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12]}";
    }

    private static string HashOf(string file)
    {
        using var stream = File.OpenRead(file);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
