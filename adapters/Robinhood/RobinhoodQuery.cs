using System.Globalization;
using System.Text;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>A path with its query, built once. Values are escaped with %20 and %2B, instants end in Z: nothing is left to be normalised on the way.</summary>
internal sealed class RobinhoodQuery(string path)
{
    private readonly StringBuilder text = new(path);
    private bool hasQuery;

    public RobinhoodQuery Add(string name, string? value)
    {
        if (value is null) return this;
        text.Append(hasQuery ? '&' : '?').Append(name).Append('=').Append(Uri.EscapeDataString(value));
        hasQuery = true;
        return this;
    }

    public RobinhoodQuery Add(string name, IEnumerable<string> values)
    {
        foreach (var value in values) Add(name, value);
        return this;
    }

    /// <summary>To the second below where <paramref name="instant"/> begins a range, so that nothing of it is cut off.</summary>
    public RobinhoodQuery From(string name, DateTimeOffset? instant) => Add(name, instant?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    /// <summary>To the second above where it ends one.</summary>
    public RobinhoodQuery To(string name, DateTimeOffset? instant) => From(name, instant is { } end && end.Ticks % TimeSpan.TicksPerSecond > 0 ? end.AddSeconds(1) : instant);

    public override string ToString() => text.ToString();
}
