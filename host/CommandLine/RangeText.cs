using PowerTrader.Core.Analytics;

namespace PowerTrader.Host.CommandLine;

/// <summary>A figure for people: one number, or both ends where the order of prices inside bars leaves it open.</summary>
internal static class RangeText
{
    public const string NoSingle = "the order of prices inside bars decides more than a tenth of the profit: between low and high no single number is true; shorter candles (--intrabar) narrow it";

    public static string Money(decimal? single, FigureRange? range) => Of(single, range, Figures.Money);

    public static string Share(decimal? single, FigureRange? range) => Of(single, range, Share);

    public static string Share(decimal value) => value.ToString("0.00 %", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Ends that look alike are written once.</summary>
    public static string Of(decimal? single, FigureRange? range, Func<decimal, string> text)
    {
        if (single is { } one) return text(one);
        if (range is not { } ends) return "none";
        var (low, high) = (text(ends.Low), text(ends.High));
        return low == high ? low : $"{low} … {high}";
    }

    public static string Of(double? single, RatioRange? range, Func<double, string> text)
    {
        if (single is { } one) return text(one);
        if (range is not { } ends) return "none";
        var (low, high) = (text(ends.Low), text(ends.High));
        return low == high ? low : $"{low} … {high}";
    }
}
