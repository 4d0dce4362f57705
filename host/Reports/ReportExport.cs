using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Reports;

namespace PowerTrader.Host.Reports;

internal sealed record ExportedFill(
    DateTimeOffset Time, string Symbol, string Side, string Rule, long Deal, decimal Quantity, decimal Price, decimal Fee, decimal Profit, decimal? DecisionPrice);

/// <param name="Closed">Null while it is open; <paramref name="Profit"/> is then as if it were sold at the end.</param>
internal sealed record ExportedDeal(string Symbol, long Deal, DateTimeOffset Opened, DateTimeOffset? Closed, decimal Cost, decimal Profit, int? Steps, decimal? Adverse, decimal? Favourable);

/// <param name="Locked">Held at cost, in money.</param>
/// <param name="Low">Least equity of the runs that the bars allow, like <paramref name="High"/> the most, where the order of prices inside bars decides too much for one number; else null.</param>
internal sealed record ExportedMark(
    DateTimeOffset Time, decimal Equity, decimal Cash, decimal Exposed, decimal Locked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Low, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? High);

/// <summary>A report for other programs: nothing is thinned out, and nothing is made before it is written.</summary>
internal sealed record ReportExport(
    string Kind, string Name, string Currency, IReadOnlyList<string> Notes, HonestFigures Honest, PerformanceReport Performance, IEnumerable<ExportedFill> Fills,
    IEnumerable<ExportedDeal> Deals, IEnumerable<ExportedMark> Equity)
{
    public static ReportExport Of(ReportSource source, PerformanceReport performance)
    {
        var input = source.Input;
        return new ReportExport(source.Kind, input.Name, input.Currency, source.Notes, source.Honest, performance,
            input.Fills.Select(fill => new ExportedFill(fill.Time, fill.Symbol.Value, fill.Side == OrderSide.Buy ? "buy" : "sell", fill.Rule, fill.Deal, fill.Quantity, fill.Price, fill.Fee, fill.Profit, fill.DecisionPrice)),
            [
                .. input.Closed.Select(deal => new ExportedDeal(deal.Symbol.Value, deal.Deal, deal.OpenedAt, deal.ClosedAt, deal.Cost, deal.Profit, deal.Steps, deal.Excursion?.AdverseShare, deal.Excursion?.FavourableShare)),
                .. input.Open.Select(deal => new ExportedDeal(deal.Symbol.Value, deal.Deal, deal.OpenedAt, null, deal.Cost, deal.ProfitAtMarket, null, null, null)),
            ],
            MarksOf(source));
    }

    private static IEnumerable<ExportedMark> MarksOf(ReportSource source)
    {
        var along = source.Paths.Select(path => new PathCursor(path.Equity)).ToList();
        foreach (var mark in source.Input.Marks)
        {
            // Before its first bar every run has what it began with.
            decimal[] all = [mark.Equity, .. along.Select(path => path.At(mark.Time) ?? mark.Equity)];
            yield return new ExportedMark(mark.Time, mark.Equity, mark.Cash, mark.Exposed, mark.Locked, along.Count > 0 ? all.Min() : null, along.Count > 0 ? all.Max() : null);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, ExportJson.Default.ReportExport);

    /// <summary>Writes <c>fills.csv</c>, <c>deals.csv</c> and <c>equity.csv</c>. No field holds a comma: symbols, rules, numbers and instants only.</summary>
    public void WriteCsv(string folder)
    {
        Directory.CreateDirectory(folder);
        Write(folder, "fills.csv", "time,symbol,side,rule,deal,quantity,price,fee,profit,decisionPrice", Fills.Select(fill => Line(
            fill.Time, fill.Symbol, fill.Side, fill.Rule, fill.Deal, fill.Quantity, fill.Price, fill.Fee, fill.Profit, fill.DecisionPrice)));
        Write(folder, "deals.csv", "symbol,deal,opened,closed,cost,profit,steps,adverse,favourable", Deals.Select(deal => Line(
            deal.Symbol, deal.Deal, deal.Opened, deal.Closed, deal.Cost, deal.Profit, deal.Steps, deal.Adverse, deal.Favourable)));
        Write(folder, "equity.csv", "time,equity,cash,exposed,locked,low,high", Equity.Select(mark => Line(mark.Time, mark.Equity, mark.Cash, mark.Exposed, mark.Locked, mark.Low, mark.High)));
    }

    /// <summary>Goes along a curve in the order of its instants.</summary>
    private sealed class PathCursor(EquityCurve curve)
    {
        private int next;

        /// <summary>Null at an instant that the curve does not have.</summary>
        public decimal? At(DateTimeOffset time)
        {
            while (next < curve.Count && curve[next].Time < time) next++;
            return next < curve.Count && curve[next].Time == time ? curve[next].Equity : null;
        }
    }

    private static void Write(string folder, string name, string head, IEnumerable<string> lines) => File.WriteAllLines(Path.Combine(folder, name), lines.Prepend(head));

    private static string Line(params object?[] fields) => string.Join(',', fields.Select(field => field switch
    {
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => field?.ToString() ?? "",
    }));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReportExport))]
internal sealed partial class ExportJson : JsonSerializerContext;
