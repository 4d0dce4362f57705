using System.Globalization;
using PowerTrader.Core.Analytics;

namespace PowerTrader.Host.CommandLine;

/// <summary>A figure for people: one number, or both ends where the order of prices inside bars leaves it open.</summary>
internal static class RangeText
{
    public const string NoSingle = "the order of prices inside bars decides more than a tenth of the profit: between low and high no single number is true; shorter candles (--intrabar) narrow it";

    public static string Money(decimal? single, FigureRange? range) => Of(single, range, Figures.Money);

    public static string Share(decimal? single, FigureRange? range) => Of(single, range, Share);

    public static string Share(decimal value) => value.ToString("0.00 %", CultureInfo.InvariantCulture);

    public static string Of(decimal? single, FigureRange? range, Func<decimal, string> text)
    {
        if (single is { } one) return text(one);
        return range is { } ends ? Ends(text(ends.Low), text(ends.High)) : "none";
    }

    public static string Of(double? single, RatioRange? range, Func<double, string> text)
    {
        if (single is { } one) return text(one);
        return range is { } ends ? Ends(text(ends.Low), text(ends.High)) : "none";
    }

    /// <summary>Ends that look alike are written once.</summary>
    private static string Ends(string low, string high) => low == high ? low : $"{low} … {high}";
}
