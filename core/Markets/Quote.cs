namespace PowerTrader.Core.Markets;

/// <summary>Best bid and ask with the sizes displayed there (base coin), and the last trade.</summary>
/// <param name="VenueTime">The venue's stamp; freshness is measured from it.</param>
/// <param name="KnownAt">When this system received it, in trading time.</param>
public sealed record Quote(
    Symbol Symbol, Price Bid, Quantity BidSize, Price Ask, Quantity AskSize, Price Last, DateTimeOffset VenueTime, DateTimeOffset KnownAt)
{
    public decimal Mid => (Bid.Value + Ask.Value) / 2;

    /// <summary>(ask − bid) ÷ mid, as a fraction.</summary>
    public decimal SpreadFraction => (Ask.Value - Bid.Value) / Mid;

    /// <summary>Age at <paramref name="now"/>; negative where the venue's clock runs ahead.</summary>
    public TimeSpan Age(DateTimeOffset now) => now - VenueTime;
}
