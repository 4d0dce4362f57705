using System.Globalization;
using System.Text.Json.Serialization;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Taxes;

namespace PowerTrader.Host.Taxes;

/// <param name="Kind">sale or write-off.</param>
/// <param name="Acquired">Null where the day of the purchase is not known.</param>
/// <param name="Term">short, long or unknown.</param>
/// <param name="Proceeds">Net of the sale's fee.</param>
/// <param name="Cost">With the purchase's fee.</param>
internal sealed record TaxLine(
    string Kind, string Coin, decimal Quantity, DateTimeOffset? Acquired, DateTimeOffset Disposed, string Term, decimal Proceeds, decimal Cost, decimal Gain, string Currency, string Lot, string Disposal);

internal sealed record TaxMoveLine(string Id, string Coin, DateTimeOffset Time, decimal Quantity, decimal Cost);

internal sealed record TaxTotals(decimal Proceeds, decimal Cost, decimal Gain, decimal ShortTerm, decimal LongTerm, decimal UnknownTerm);

/// <summary>The disposals of one UTC year.</summary>
/// <param name="BookedProfit">What the ledger booked as realised in the year, by its own method, fifo.</param>
/// <param name="MovedOut">Coins that left the books in the year without a disposal.</param>
internal sealed record TaxDocument(
    int Year, string Method, string Currency, string Portfolio, IReadOnlyList<TaxLine> Rows, TaxTotals Totals, decimal BookedProfit, IReadOnlyList<TaxMoveLine> MovedOut)
{
    public const string Header = "kind,coin,quantity,acquired,disposed,term,proceeds,cost,gain,currency,lot,disposal";

    public static TaxDocument Of(TaxReport report, TaxReport booked, int year, TaxMethod method, PortfolioHead head)
    {
        var rows = report.Rows.Where(row => row.Disposed.UtcDateTime.Year == year).Select(row => Line(row, head.Currency)).ToList();
        decimal Gain(string term) => rows.Where(row => row.Term == term).Sum(row => row.Gain);
        return new TaxDocument(
            year, Word(method), head.Currency, head.Key.ToString(), rows,
            new TaxTotals(rows.Sum(row => row.Proceeds), rows.Sum(row => row.Cost), rows.Sum(row => row.Gain), Gain("short"), Gain("long"), Gain("unknown")),
            booked.Rows.Where(row => row.Disposed.UtcDateTime.Year == year).Sum(row => row.Gain.Amount),
            [.. report.Moves.Where(move => move.Time.UtcDateTime.Year == year).Select(move => new TaxMoveLine(move.Id, move.Symbol.Base, move.Time, move.Quantity.Value, move.Cost.Amount))]);
    }

    public static string Word(TaxMethod method) => method.ToString().ToLowerInvariant();

    public IEnumerable<string> Csv() => Rows.Select(row => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Kind},{row.Coin},{Plain(row.Quantity)},{Instant(row.Acquired)},{Instant(row.Disposed)},{row.Term},{Plain(row.Proceeds)},{Plain(row.Cost)},{Plain(row.Gain)},{row.Currency},{row.Lot},{row.Disposal}"));

    /// <summary>What a person should know beside the table.</summary>
    public IEnumerable<string> Words(DateTimeOffset now)
    {
        string Money(decimal amount) => string.Create(CultureInfo.InvariantCulture, $"{amount:0.00} {Currency}");
        yield return $"{Year} by {Method}: {Rows.Count} rows, proceeds {Money(Totals.Proceeds)}, cost {Money(Totals.Cost)}, gain {Money(Totals.Gain)} (short term {Money(Totals.ShortTerm)}, long term {Money(Totals.LongTerm)}, unknown {Money(Totals.UnknownTerm)}).";
        yield return Method == Word(TaxMethod.Fifo) ? $"That is the realised profit of the ledger, {Money(BookedProfit)}." : $"The ledger itself takes the oldest lots first and booked {Money(BookedProfit)}.";
        if (Rows.Any(row => row.Acquired is null)) yield return "Adopted coins have no day of purchase here: fill 'acquired' and 'term' in from your own records.";
        if (MovedOut.Count > 0) yield return $"{MovedOut.Count} times coins left these books without a sale; they took lots of {Money(MovedOut.Sum(move => move.Cost))} along and are no rows.";
        if (Rows.Any(row => row.Kind == "write-off")) yield return "Dust that could not be sold was written off: its coins are still at the venue, so ask whether these rows count where you live.";
        if (now.UtcDateTime.Year <= Year) yield return $"{Year} is not over: the table is of what happened so far.";
        if (Currency != "USD") yield return $"Amounts are in {Currency}, not in your tax office's currency.";
        yield return "This is no tax advice. Which method you may use, and for which years, is a question of your law.";
    }

    private static TaxLine Line(TaxRow row, string currency) => new(
        row.Kind == DisposalKind.Sale ? "sale" : "write-off", row.Symbol.Base, row.Quantity.Value, row.Acquired, row.Disposed, row.Term.ToString().ToLowerInvariant(),
        row.Proceeds.Amount, row.Cost.Amount, row.Gain.Amount, currency, row.Lot, row.Disposal);

    private static string Instant(DateTimeOffset? time) => time is { } known ? known.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) : "";

    private static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(TaxDocument))]
internal sealed partial class TaxJson : JsonSerializerContext;
