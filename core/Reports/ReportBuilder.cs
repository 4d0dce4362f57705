using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Reports;

/// <summary>Turns what a report is made of into what its page carries.</summary>
public static class ReportBuilder
{
    public const int Version = 1;

    private const int MostCandles = 1500;
    private const int FewestCandles = 300;
    private const int MostFills = 2000;
    private const int MostDeals = 600;

    /// <exception cref="ArgumentException">The input has no mark, or a list is not in order.</exception>
    public static ReportData Of(ReportSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var input = source.Input;
        var performance = Performance.Of(input);
        var kept = CurveThinning.Keep(input.Marks, input.Flows);
        var shown = input.Fills.Skip(Math.Max(0, input.Fills.Count - MostFills)).ToLookup(fill => fill.Symbol);
        var most = Math.Max(FewestCandles, MostCandles / Math.Max(1, source.Coins.Count));
        List<ReportPrices> coins = [.. source.Coins.OrderByDescending(coin => shown[coin.Symbol].Count()).Select(coin => PriceColumns.Of(coin, most, shown[coin.Symbol]))];
        return new ReportData(
            Version, source.Kind, input.Name, input.Currency, source.Notes, Thinned(input, kept.Count, coins), source.Honest,
            source.Bracket is { } bracket ? ReportBracket.Of(bracket) : null, performance,
            CurveOf(kept), [.. source.Rivals.Select(rival => RivalOf(rival, kept))],
            [.. source.Paths.Select(path => new ReportPath(path.Name, ValuesOf(path.Equity, kept), path.Performance))], coins, DealColumns.Of(input, MostDeals), source.Surface);
    }

    private static ReportCurve CurveOf(IReadOnlyList<KeptMark> kept) => new(
        [.. kept.Select(one => one.Mark.Time.ToUnixTimeSeconds())], [.. kept.Select(one => decimal.Round(one.Mark.Equity, 2))],
        [.. kept.Select(one => decimal.Round(one.Drawdown, 5))], [.. kept.Select(one => decimal.Round(one.Locked, 5))],
        [.. kept.Select(one => one.Mark.Equity > 0 ? decimal.Round(one.Mark.Exposed / one.Mark.Equity, 5) : 0)]);

    private static ReportRival RivalOf(RivalRun rival, IReadOnlyList<KeptMark> kept) => new(rival.Rival, rival.Equity.Count == 0 ? null : ValuesOf(rival.Equity, kept));

    /// <summary>A curve at the instants that are kept of the account's own.</summary>
    private static List<decimal?> ValuesOf(EquityCurve equity, IReadOnlyList<KeptMark> kept)
    {
        var values = new List<decimal?>(kept.Count);
        var points = equity.GetEnumerator();
        var (has, last) = (points.MoveNext(), (decimal?)null);
        foreach (var time in kept.Select(one => one.Mark.Time))
        {
            for (; has && points.Current.Time <= time; has = points.MoveNext()) last = decimal.Round(points.Current.Equity, 2);
            values.Add(last);
        }
        return values;
    }

    private static List<string> Thinned(PerformanceInput input, int kept, List<ReportPrices> coins)
    {
        var left = new List<string>();
        if (kept < input.Marks.Count)
            left.Add(string.Create(CultureInfo.InvariantCulture, $"The curves show {kept} of {input.Marks.Count} marks; the highest and lowest of each stretch are among them. Figures are of all."));
        foreach (var coin in coins.Where(coin => coin.Merged > 1))
            left.Add(string.Create(CultureInfo.InvariantCulture, $"{coin.Symbol}: one candle of the chart is {coin.Merged} candles of {coin.Timeframe}."));
        if (input.Fills.Count > MostFills) left.Add(string.Create(CultureInfo.InvariantCulture, $"The charts mark the last {MostFills} of {input.Fills.Count} fills; the CSV holds all."));
        if (input.Closed.Count > MostDeals) left.Add(string.Create(CultureInfo.InvariantCulture, $"The page holds the last {MostDeals} of {input.Closed.Count} closed deals; the CSV holds all."));
        return left;
    }
}
