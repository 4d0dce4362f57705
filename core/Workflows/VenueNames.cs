using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Workflows;

/// <summary>Venues that execute real money, and the currency of their pairs.</summary>
public static class VenueNames
{
    public const string KuCoin = "kucoin";
    public const string Robinhood = "robinhood";

    public static IReadOnlyList<string> All { get; } = [KuCoin, Robinhood];

    /// <summary>A market's signals executed at a venue; null for paper.</summary>
    public static WorkVenue Of(MarketId market, string? venue) => venue is null
        ? WorkVenue.Paper
        : new WorkVenue(venue, PortfolioMode.Live, new SymbolMap(MarketDefaults.QuoteOf(market.Value), venue == Robinhood ? "USD" : "USDT"));

    /// <summary>What USDT is worth: on a market that lists both, one dollar coin tells of the other. Null where none does.</summary>
    public static Symbol? PegOf(MarketId market) => market == MarketId.KuCoin ? Symbol.Parse("USDC-USDT") : null;
}
