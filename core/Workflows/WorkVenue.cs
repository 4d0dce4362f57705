using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Workflows;

/// <summary>Who executes what the work orders.</summary>
/// <param name="Name">Of the venue; null for paper on the market's own prices.</param>
public sealed record WorkVenue(string? Name, PortfolioMode Mode, SymbolMap Symbols)
{
    public static WorkVenue Paper { get; } = new(null, PortfolioMode.Paper, SymbolMap.Same);

    /// <summary>It has quotes and pairs of its own, beside those of the market.</summary>
    public bool IsApart(MarketId market) => Name is { } name && name != market.Value;
}
