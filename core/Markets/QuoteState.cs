namespace PowerTrader.Core.Markets;

/// <summary>The latest quote of a symbol, and whether it stands alone far from the ones before.</summary>
/// <param name="ReferencePrice">Mid price that later quotes are compared with.</param>
/// <param name="IsLoneOutlier">More than <see cref="OutlierFraction"/> from the reference, and no second quote has confirmed it.</param>
public sealed record QuoteState(Quote Quote, decimal ReferencePrice, bool IsLoneOutlier)
{
    public const decimal OutlierFraction = 0.05m;

    public static QuoteState Next(QuoteState? previous, Quote quote)
    {
        ArgumentNullException.ThrowIfNull(quote);
        // The same quote again, after a kill or from a market that stands still, confirms nothing.
        if (previous is not null && previous.Quote.VenueTime == quote.VenueTime && previous.Quote.Mid == quote.Mid) return previous with { Quote = quote };
        if (previous is null || IsNear(quote.Mid, previous.ReferencePrice)) return new QuoteState(quote, quote.Mid, false);
        var confirmed = previous.IsLoneOutlier && IsNear(quote.Mid, previous.Quote.Mid);
        return confirmed ? new QuoteState(quote, quote.Mid, false) : new QuoteState(quote, previous.ReferencePrice, true);
    }

    private static bool IsNear(decimal price, decimal reference) => Math.Abs(price - reference) <= reference * OutlierFraction;
}
