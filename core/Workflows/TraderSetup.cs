using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;

namespace PowerTrader.Core.Workflows;

/// <summary>What a trader needs before its first tick: listed pairs, history, trained models, a portfolio. What is there already is not done again.</summary>
/// <param name="told">Told what people should know and nothing depends on.</param>
public sealed class TraderSetup(TraderWork work, Action<string>? told = null)
{
    private static readonly TimeSpan History = TimeSpan.FromDays(3 * 365);
    private static readonly TimeSpan HistoryPart = TimeSpan.FromDays(180);
    private static readonly TimeSpan TickCatchesUp = TimeSpan.FromHours(4);

    /// <summary>Coins with a deal or an open order stay until both are gone, configured or not.</summary>
    public static IReadOnlyList<Symbol> Held(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return [.. book.Symbols.Where(symbol => symbol.Deal is { HasPosition: true } || symbol.OpenOrders.Count > 0).Select(symbol => symbol.Symbol)];
    }

    /// <summary>Reads the venue's pairs. A coin that nobody lists is refused, unless it holds a deal: that one waits for the venue, and the others are traded.</summary>
    /// <returns>What is wrong with the configured coins; empty where nothing is.</returns>
    /// <exception cref="TransientException">The venue cannot be asked, and not every pair is known from before.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Instrument> listed;
        try
        {
            listed = await work.Market.Data.GetInstrumentsAsync(cancellationToken);
        }
        catch (TransientException fault) when (work.Coins.All(coin => work.Instruments.Of(coin) is not null))
        {
            told?.Invoke($"{work.Market.Id} cannot be asked for its pairs now ({fault.Message}); what was known of them is used");
            return [];
        }
        var held = await work.Sessions.Store.LoadAsync(work.Portfolio, cancellationToken) is { } stored ? Held(stored.Book).Select(work.Market.Venue.Symbols.SignalOf).ToList() : [];
        var missing = work.Coins.Where(coin => !listed.Any(instrument => instrument.Symbol == coin)).ToList();
        if (missing.Except(held).ToList() is { Count: > 0 } unknown)
        {
            var some = string.Join(", ", listed.Select(instrument => instrument.Symbol).Take(8));
            return [.. unknown.Select(coin => $"'{coin}' is not listed on {work.Market.Id}; choose among {some}")];
        }
        foreach (var coin in missing) told?.Invoke($"{coin} is not listed on {work.Market.Id} any more and holds a deal: it is kept, and nothing of it is traded");
        await work.Instruments.UpdateAsync(listed, work.Market.Peg is { } peg ? work.Coins.Append(peg) : work.Coins, work.Clock.Now, cancellationToken);
        work.Views.SetInstruments(work.Instruments.All);
        return [];
    }

    /// <summary>Fetches three years of the coin's hours, or what is missing since they were last fetched; an interrupted one goes on where it stopped.</summary>
    /// <returns>False where the venue has none.</returns>
    /// <exception cref="TransientException">The venue cannot be asked, and nothing is stored.</exception>
    public async Task<bool> FetchAsync(Symbol coin, CancellationToken cancellationToken)
    {
        var newest = await work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken);
        // The market tick fetches what is only hours behind.
        if (newest is { } known && work.Clock.Now - known <= TickCatchesUp) return true;
        try
        {
            await FetchSinceAsync(coin, newest, cancellationToken);
        }
        catch (Exception fault) when (newest is not null && fault is TransientException or MarketRefusedException { Refusal: MarketRefusal.Symbol })
        {
            // What is stored suffices to begin; the market tick asks for the rest, unless the pair is gone.
        }
        return await work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken) is not null;
    }

    /// <summary>The coin's models learn what is stored.</summary>
    public Task LearnAsync(Symbol coin, CancellationToken cancellationToken) => work.Desk.LearnAsync(coin, Timeframe.Hour1.OpenOf(work.Clock.Now), cancellationToken);

    /// <summary>Saves the models where that was never done.</summary>
    public async Task SaveFirstAsync(CancellationToken cancellationToken)
    {
        if (!await work.HasCheckpointAsync(cancellationToken)) await work.Desk.CheckpointAsync(cancellationToken);
    }

    /// <summary>Opens the portfolio, or brings an open one to the configured coins and settings.</summary>
    /// <param name="epoch">Asked for where it is opened.</param>
    /// <returns>Why the configured coins cannot be this portfolio's; null where they are.</returns>
    public async Task<string?> OpenAsync(Money cash, Func<string> epoch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        var now = work.Clock.Now;
        if (await work.Sessions.Store.LoadAsync(work.Portfolio, cancellationToken) is { } stored) return await ConfigureAsync(stored.Book, now, cancellationToken);
        var first = await KeepSettingsAsync(cancellationToken);
        // A live account has what it has: the first reconciliation books it as paid in.
        var venue = work.Market.Venue;
        var opened = PortfolioBook.Open(
            work.Portfolio, work.Market.Id, venue.Mode, epoch(), work.ExecutionCoins[0].Quote, venue.Mode == PortfolioMode.Live ? Money.Zero : cash, work.ExecutionCoins, now, venue.Name);
        opened.SetSettingsVersion(first.Number, [], now);
        await work.Sessions.Store.CommitAsync(opened, null, $"open|{work.Portfolio}", cancellationToken);
        return null;
    }

    private async Task<string?> ConfigureAsync(PortfolioBook open, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (open.Head.Mode != work.Market.Venue.Mode)
            return $"this portfolio is {open.Head.Mode.ToString().ToLowerInvariant()} for ever and was started as {work.Market.Venue.Mode.ToString().ToLowerInvariant()}";
        if (open.Head.Venue != work.Market.Venue.Name) return $"this portfolio's money is at {open.Head.Venue ?? "the paper venue"} for ever and was started at {work.Market.Venue.Name ?? "the paper venue"}";
        if (work.ExecutionCoins.FirstOrDefault(coin => coin.Quote != open.Head.Currency) is { Value.Length: > 0 } foreign)
            return $"'{foreign}' is not priced in {open.Head.Currency}, the currency of this portfolio";
        var version = await KeepSettingsAsync(cancellationToken);
        var changes = await ChangesAsync(open.Head.SettingsVersion, version, cancellationToken);
        await work.Sessions.ChangeAsync(work.Portfolio, $"configure|{now.ToUnixTimeSeconds()}", book =>
        {
            var moved = SetCoins(book, [.. work.Settings.Coins.Select(work.Market.Venue.Symbols.ExecutionOf)], now);
            return book.SetSettingsVersion(version.Number, changes, now) || moved;
        }, cancellationToken);
        return null;
    }

    private async Task FetchSinceAsync(Symbol coin, DateTimeOffset? newest, CancellationToken cancellationToken)
    {
        var serverTime = await work.Market.Data.GetServerTimeAsync(cancellationToken);
        var to = Timeframe.Hour1.OpenOf(serverTime - TraderWork.Grace);
        var source = work.Market.Grows ? CandleSource.History : CandleSource.Recorded;
        for (var from = newest + Timeframe.Hour1.Length() ?? to - History; from < to; from += HistoryPart)
        {
            var end = from + HistoryPart < to ? from + HistoryPart : to;
            var fetched = await work.Market.Data.GetCandlesAsync(coin, Timeframe.Hour1, from, end, cancellationToken);
            var closed = fetched.Where(candle => candle.IsProvenClosed(Timeframe.Hour1, serverTime, TraderWork.Grace)).ToList();
            // Part by part, oldest first: an interrupted history goes on where it stopped.
            await work.Candles.MergeAsync(coin, Timeframe.Hour1, closed, source, work.Clock.Now, cancellationToken);
        }
    }

    /// <summary>False where they are the portfolio's coins already.</summary>
    private static bool SetCoins(PortfolioBook book, IReadOnlyList<Symbol> configured, DateTimeOffset now)
    {
        IReadOnlyList<Symbol> leaving = [.. Held(book).Except(configured)];
        if (book.Head.Symbols.SequenceEqual([.. configured, .. leaving]) && book.Head.Leaving.SequenceEqual(leaving)) return false;
        foreach (var dropped in book.Head.Symbols.Except([.. configured, .. leaving]).ToList()) book.ReleaseDust(dropped, now, "the coin is not configured any more");
        book.SetSymbols(configured, leaving);
        return true;
    }

    /// <summary>What this start resolved becomes the current version; a new one only where it differs.</summary>
    private Task<SettingsVersion> KeepSettingsAsync(CancellationToken cancellationToken) =>
        work.Versions.KeepAsync(work.Portfolio, work.Settings.Canonical(), work.Clock.Now, cancellationToken);

    private async Task<IReadOnlyList<string>> ChangesAsync(int before, SettingsVersion now, CancellationToken cancellationToken)
    {
        var old = (await work.Versions.ListAsync(work.Portfolio, cancellationToken)).FirstOrDefault(version => version.Number == before);
        return old is null ? [] : SettingsVersion.Differences(old.Text, now.Text);
    }
}
