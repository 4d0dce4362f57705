using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Workflows;

/// <summary>Once a minute the executing venue's own quotes of the traded pairs, once an hour its pairs: for a venue that trades on another market's signals.</summary>
public sealed class VenueWatch(VenueBoard board, PortfolioSessions sessions, PortfolioKey portfolio, IBrokers brokers, IReadOnlyList<Symbol> pairs, ITradingClock clock)
{
    /// <summary>What fails for one pair does not keep the others: its quote grows old, and risk sees it.</summary>
    /// <returns>What could not be had.</returns>
    public async Task<TransientException?> RunAsync(Func<Symbol, Quote?> signalOf, CancellationToken cancellationToken)
    {
        // Before the portfolio is opened there is no account to ask.
        if (sessions.Current(portfolio) is null && await sessions.Store.LoadAsync(portfolio, cancellationToken) is null) return null;
        var broker = brokers.For((await sessions.GetAsync(portfolio, cancellationToken)).Head);
        var fault = await TryAsync(() => RefreshAsync(broker, cancellationToken));
        var fetched = new List<Quote>(pairs.Count);
        foreach (var pair in pairs)
        {
            fault = await TryAsync(async () =>
            {
                if (await broker.GetQuoteAsync(pair, cancellationToken) is { } quote) fetched.Add(quote);
            }) ?? fault;
        }
        await board.UpdateAsync(fetched, signalOf, cancellationToken);
        return fault;
    }

    /// <summary>Reads the venue's pairs where that was not done in this hour.</summary>
    /// <exception cref="TransientException">They could not be read; what was known stands.</exception>
    public async Task RefreshAsync(IBroker broker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broker);
        if (board.Instruments.CheckedAt is { } at && at >= Timeframe.Hour1.OpenOf(clock.Now)) return;
        var listed = await broker.GetInstrumentsAsync(cancellationToken);
        if (listed.Count == 0) throw new TransientException($"{broker.Traits.Venue} sent an empty list of pairs");
        await board.Instruments.UpdateAsync(listed, pairs, clock.Now, cancellationToken);
    }

    private static async Task<TransientException?> TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            return null;
        }
        catch (TransientException missing)
        {
            return missing;
        }
    }
}
