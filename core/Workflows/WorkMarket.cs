using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>The market that the work is of.</summary>
/// <param name="Data">The venue itself.</param>
/// <param name="Feed">Its stream; null where there is none.</param>
/// <param name="Seed">Of what is drawn: the random control strategy.</param>
/// <param name="Grows">False for a recorded file, which never has more than it had: nothing is repaired.</param>
public sealed record WorkMarket(MarketId Id, IMarketData Data, ILiveFeed? Feed, long Seed = 0, bool Grows = true)
{
    /// <summary>A pair that is worth one while the quote coin is worth a dollar; null where nobody watches.</summary>
    public Symbol? Peg { get; init; }

    public WorkVenue Venue { get; init; } = WorkVenue.Paper;
}
