using PowerTrader.Core.Markets;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>Names a store of the data folder: <c>kucoin</c> for paper on a market's prices, <c>kucoin@robinhood</c> for real money of a venue on them.</summary>
/// <param name="Venue">Of real money; null for paper.</param>
internal readonly record struct StoreName(MarketId Market, string? Venue)
{
    private const char Separator = '@';

    public static bool TryParse(string text, out StoreName name)
    {
        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        var venue = at < 0 ? null : text[(at + 1)..];
        var sound = MarketId.TryParse(at < 0 ? text : text[..at], out var market) && (venue is null || VenueNames.All.Contains(venue));
        name = sound ? new StoreName(market, venue) : default;
        return sound;
    }

    public static implicit operator StoreName(MarketId market) => new(market, null);

    public override string ToString() => Venue is null ? Market.Value : $"{Market.Value}{Separator}{Venue}";
}
