using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Workflows;

/// <summary>Keeps the venue's rules of the traded pairs up to date: what is suspended or delisted meanwhile is not traded.</summary>
public sealed class InstrumentWatch(IMarketData market, InstrumentBoard board, MarketViews views, IReadOnlyList<Symbol> symbols, ITradingClock clock)
{
    /// <summary>Told of each pair that may no longer be traded, with the reason, and of each that may again, with null. For people's eyes only.</summary>
    public Action<Symbol, string?>? Changed { get; set; }

    /// <summary>Watched beside the traded pairs, where the market lists it; null for none.</summary>
    public Symbol? Peg { get; init; }

    /// <summary>The market lists the pair, or did.</summary>
    public bool Knows(Symbol symbol) => board.Of(symbol) is not null;

    /// <summary>False where the venue's last list did not have the pair, or had it suspended: nothing new can be asked for.</summary>
    public bool IsTradable(Symbol symbol) => board.Of(symbol) is not { EnableTrading: false };

    /// <summary>Reads the list where that was not done in this hour of trading time.</summary>
    /// <exception cref="TransientException">It could not be read; what was known stands, and the next call tries again.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = clock.Now;
        if (board.CheckedAt is { } at && at >= Timeframe.Hour1.OpenOf(now)) return;
        var listed = await market.GetInstrumentsAsync(cancellationToken);
        // A list without a single pair is no list: believing it would stop everything.
        if (listed.Count == 0) throw new TransientException($"{market.Market} sent an empty list of pairs");
        foreach (var (symbol, trouble) in await board.UpdateAsync(listed, Peg is { } peg ? symbols.Append(peg) : symbols, now, cancellationToken)) Changed?.Invoke(symbol, trouble);
        views.SetInstruments(board.All);
    }
}
