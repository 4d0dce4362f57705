using System.Globalization;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>Lengths of time as people write them: <c>90s</c>, <c>10m</c>, <c>2h</c>, <c>30d</c>, <c>26w</c>.</summary>
internal static class Durations
{
    public static TimeSpan? Read(OptionFaults faults, string name, string? text, string example, TimeSpan least, TimeSpan most)
    {
        if (text is null) return null;
        if (Parse(text) is { } value && value >= least && value <= most) return value;
        faults.Add(name, text, $"must be a number and s, m, h, d or w, from {Text(least)} to {Text(most)}", $"for example {name} {example}");
        return null;
    }

    public static string Text(TimeSpan value) =>
        value.Ticks % TimeSpan.TicksPerDay == 0 ? $"{value.Days}d" : value.Ticks % TimeSpan.TicksPerHour == 0 ? $"{(long)value.TotalHours}h"
        : value.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{(long)value.TotalMinutes}m" : string.Create(CultureInfo.InvariantCulture, $"{value.TotalSeconds:0.###}s");

    private static TimeSpan? Parse(string text)
    {
        if (text.Length < 2 || !decimal.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1_000_000) return null;
        var seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, 'w' => 604_800, _ => 0 };
        return seconds == 0 ? null : TimeSpan.FromTicks((long)(number * seconds * TimeSpan.TicksPerSecond));
    }
}
