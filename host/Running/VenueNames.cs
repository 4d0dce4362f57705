using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>Venues that execute real money, and the currency of their pairs.</summary>
internal static class VenueNames
{
    public const string KuCoin = "kucoin";
    public const string Robinhood = "robinhood";

    public static IReadOnlyList<string> All { get; } = [KuCoin, Robinhood];

    /// <summary>A market's signals executed at a venue; null for paper.</summary>
    public static WorkVenue Of(MarketId market, string? venue) => venue is null
        ? WorkVenue.Paper
        : new WorkVenue(venue, PortfolioMode.Live, new SymbolMap(MarketDefaults.QuoteOf(market.Value), venue == Robinhood ? "USD" : "USDT"));
}
