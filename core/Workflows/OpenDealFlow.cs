using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Shows what the current settings would make of open deals, and on demand lets the deals follow them.</summary>
public sealed class OpenDealFlow(PortfolioSessions sessions, MarketViews markets, TradeKernel kernel, ITradingClock clock)
{
    /// <param name="only">One coin; null for all.</param>
    public async Task<IReadOnlyList<DealChange>> PreviewAsync(PortfolioKey key, Symbol? only, CancellationToken cancellationToken)
    {
        var book = await sessions.GetAsync(key, cancellationToken);
        await kernel.EnsureAsync(book, cancellationToken);
        return Changes(book, only);
    }

    /// <summary>Judged anew on the book of the commit. Repeating it finds nothing to change.</summary>
    /// <returns>What was changed.</returns>
    public async Task<IReadOnlyList<DealChange>> ApplyAsync(PortfolioKey key, Symbol? only, CancellationToken cancellationToken)
    {
        await kernel.EnsureAsync(await sessions.GetAsync(key, cancellationToken), cancellationToken);
        var commitId = string.Create(CultureInfo.InvariantCulture, $"apply-to-open|{only?.Value}|{clock.Now.UtcTicks}");
        return await sessions.ChangeAsync(key, commitId, book =>
        {
            var changes = Changes(book, only);
            foreach (var change in changes) book.FollowSettings(change, clock.Now);
            return changes;
        }, cancellationToken);
    }

    private List<DealChange> Changes(PortfolioBook book, Symbol? only)
    {
        var now = clock.Now;
        var equity = book.Equity(markets.BidOf, kernel.CostsOf(book).FeeRate);
        return [.. book.Head.Symbols.Where(symbol => only is null || symbol == only)
            .Select(symbol => DealChange.Of(book, symbol, markets.LevelsOf(symbol, now), kernel, equity, now)).OfType<DealChange>()];
    }
}
