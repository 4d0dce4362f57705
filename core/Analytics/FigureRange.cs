using System.Text.Json.Serialization;

namespace PowerTrader.Core.Analytics;

/// <summary>The least and the most that a figure may be: between them nobody knows.</summary>
public readonly record struct FigureRange(decimal Low, decimal High)
{
    /// <summary>A profit that is open by more than this share of itself is no single number.</summary>
    public const decimal MaxShare = 0.1m;

    [JsonIgnore]
    public decimal Width => High - Low;

    /// <summary>Of a range of profit: wider than a tenth of its middle.</summary>
    [JsonIgnore]
    public bool IsTooWide => Width > MaxShare * Math.Abs((Low + High) / 2);

    public static FigureRange Of(params ReadOnlySpan<decimal> values)
    {
        var range = new FigureRange(values[0], values[0]);
        foreach (var value in values) range = range.With(value);
        return range;
    }

    public FigureRange With(decimal value) => new(Math.Min(Low, value), Math.Max(High, value));
}

/// <summary>As <see cref="FigureRange"/>, of a ratio.</summary>
public readonly record struct RatioRange(double Low, double High);
