namespace PowerTrader.Core.Indicators;

/// <summary>The definitions behind <see cref="IndicatorRegistry.BuiltIn"/>.</summary>
internal static class BuiltInIndicators
{
    private const string Wilder = "J. Welles Wilder, New Concepts in Technical Trading Systems, 1978";
    private const string Murphy = "J. Murphy, Technical Analysis of the Financial Markets, 1999";

    public static IReadOnlyList<IndicatorDefinition> All { get; } =
    [
        new("sma", 1, ["average"], [IndicatorParameter.Period("period", 20, "candles")], p => new Sma((int)p[0]), Murphy),
        new("ema", 1, ["average"], [IndicatorParameter.Period("period", 20, "candles")], p => new Ema((int)p[0]), Murphy),
        new("rsi", 1, ["index"], [IndicatorParameter.Period("period", 14, "candles")], p => new Rsi((int)p[0]), Wilder),
        new("macd", 1, ["line", "signal", "histogram"],
        [
            IndicatorParameter.Period("fast", 12, "candles of the fast average"),
            IndicatorParameter.Period("slow", 26, "candles of the slow average", 2),
            IndicatorParameter.Period("signal", 9, "lines in the signal"),
        ], p => new Macd((int)p[0], (int)p[1], (int)p[2]), "G. Appel, Technical Analysis: Power Tools for Active Investors, 2005"),
        new("bollinger", 1, ["middle", "upper", "lower", "position"],
        [
            IndicatorParameter.Period("period", 20, "candles", 2), new("width", 2, 0.1, 10, false, "standard deviations from the middle to a band"),
        ], p => new Bollinger((int)p[0], p[1]), "J. Bollinger, Bollinger on Bollinger Bands, 2001"),
        new("atr", 1, ["range"], [IndicatorParameter.Period("period", 14, "candles")], p => new Atr((int)p[0]), Wilder),
        new("adx", 1, ["trend", "plus", "minus"], [IndicatorParameter.Period("period", 14, "candles")], p => new Adx((int)p[0]), Wilder),
        new("vwap", 1, ["average"], [new("session", 24, 0, 8760, true, "hours until it begins anew; 0 never")], p => new Vwap((int)p[0]),
            "Berkowitz, Logue and Noser, The total cost of transactions on the NYSE, Journal of Finance 43, 1988"),
    ];
}
