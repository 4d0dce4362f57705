using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>From an opened store to a trader that may tick: instruments, history, trained models, a portfolio, and a first reconciliation.</summary>
internal static class Preparation
{
    private static readonly TimeSpan History = TimeSpan.FromDays(3 * 365);
    private static readonly TimeSpan HistoryPart = TimeSpan.FromDays(180);
    private static readonly TimeSpan TickCatchesUp = TimeSpan.FromHours(4);

    /// <summary>The same path for the first start and every later one; what is there already is not done again.</summary>
    /// <param name="found">Told once market and coins are found, before the long part.</param>
    /// <exception cref="UsageException">A configured coin is not listed.</exception>
    public static async Task RunAsync(TradingSystem system, Money cash, IStepProgress progress, CancellationToken cancellationToken, Action? found = null)
    {
        await system.LoadAsync(cancellationToken);
        await ClockAsync(system, cancellationToken);
        await InstrumentsAsync(system, cancellationToken);
        found?.Invoke();
        await TrainAsync(system, progress, cancellationToken);
        await PortfolioAsync(system, cash, cancellationToken);
        if (system.Choice.Kind != MarketKind.Replay) await system.Work.Repair.StartAsync(system.Clock.Now, atStart: true, cancellationToken);
        await system.Work.Reconcile.RunAsync(system.Clock.Now, atStart: true, cancellationToken);
        system.Market.StartFeed();
    }

    public static async Task TrainAsync(TradingSystem system, IStepProgress progress, CancellationToken cancellationToken)
    {
        var trained = 0;
        foreach (var coin in system.Coins)
        {
            if (await system.Work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken) is null) progress.Report($"history of {coin}", trained, system.Coins.Count * 2);
            await HistoryAsync(system, coin, cancellationToken);
            trained++;
            progress.Report($"training {coin}", trained, system.Coins.Count * 2);
            var now = system.Clock.Now;
            await system.Work.Desk.LearnAsync(coin, Timeframe.Hour1.OpenOf(now), cancellationToken);
            trained++;
        }
        progress.Report("trained", trained, trained);
        if (!await system.Work.HasCheckpointAsync(cancellationToken)) await system.Work.Desk.CheckpointAsync(cancellationToken);
    }

    /// <summary>A wrong clock is told of and stops nothing: freshness is judged by it, so in doubt nothing is traded.</summary>
    private static async Task ClockAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        if (!system.Choice.Id.IsRealTime) return;
        try
        {
            var offset = await ClockOffset.MeasureAsync(system.Market.Data, system.Clock.TimeProvider, cancellationToken);
            if (offset.IsBeyond(ClockOffset.Limit))
                system.Notice?.Invoke($"the clock of {system.Choice.Id} is {offset} from this machine's; synchronise this machine's clock, or quotes are taken for stale");
        }
        catch (TransientException)
        {
            // Whoever needs the market next says so.
        }
    }

    /// <summary>A coin that nobody lists is refused, unless it holds a deal: that one waits for the venue, and the others are traded.</summary>
    private static async Task InstrumentsAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        IReadOnlyList<Instrument> listed;
        try
        {
            listed = await system.Market.Data.GetInstrumentsAsync(cancellationToken);
        }
        catch (TransientException fault) when (system.Coins.All(coin => system.Work.Instruments.Of(coin) is not null))
        {
            system.Notice?.Invoke($"{system.Choice.Id} cannot be asked for its pairs now ({fault.Message}); what was known of them is used");
            return;
        }
        var held = await HeldAsync(system, cancellationToken);
        var missing = system.Coins.Where(coin => !listed.Any(instrument => instrument.Symbol == coin)).ToList();
        if (missing.Except(held).ToList() is { Count: > 0 } unknown)
        {
            throw new UsageException([.. unknown.Select(coin =>
                $"--coins '{coin}' is not listed on {system.Choice.Id}; choose among {string.Join(", ", listed.Select(instrument => instrument.Symbol).Take(8))}")]);
        }
        foreach (var coin in missing) system.Notice?.Invoke($"{coin} is not listed on {system.Choice.Id} any more and holds a deal: it is kept, and nothing of it is traded");
        await system.Work.Instruments.UpdateAsync(listed, system.Coins, system.Clock.Now, cancellationToken);
        system.Views.SetInstruments(system.Work.Instruments.All);
    }

    private static async Task<IReadOnlyList<Symbol>> HeldAsync(TradingSystem system, CancellationToken cancellationToken) =>
        await system.Sessions.Store.LoadAsync(TradingSystem.DefaultPortfolio, cancellationToken) is { } stored ? Held(stored.Book) : [];

    private static async Task HistoryAsync(TradingSystem system, Symbol coin, CancellationToken cancellationToken)
    {
        var newest = await system.Work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken);
        // The market tick fetches what is only hours behind.
        if (newest is { } known && system.Clock.Now - known <= TickCatchesUp) return;
        try
        {
            await FetchAsync(system, coin, newest, cancellationToken);
        }
        catch (Exception fault) when (newest is not null && fault is TransientException or MarketRefusedException { Refusal: MarketRefusal.Symbol })
        {
            // What is stored suffices to begin; the market tick asks for the rest, unless the pair is gone.
        }
        if (await system.Work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken) is null)
            throw new WorldException($"{system.Choice.Id} has no history of {coin}; choose another coin with --coins");
    }

    private static async Task FetchAsync(TradingSystem system, Symbol coin, DateTimeOffset? newest, CancellationToken cancellationToken)
    {
        var serverTime = await system.Market.Data.GetServerTimeAsync(cancellationToken);
        var to = Timeframe.Hour1.OpenOf(serverTime - TraderWork.Grace);
        var source = system.Choice.Kind == MarketKind.Replay ? CandleSource.Recorded : CandleSource.History;
        for (var from = newest + Timeframe.Hour1.Length() ?? to - History; from < to; from += HistoryPart)
        {
            var end = from + HistoryPart < to ? from + HistoryPart : to;
            var fetched = await system.Market.Data.GetCandlesAsync(coin, Timeframe.Hour1, from, end, cancellationToken);
            var closed = fetched.Where(candle => candle.IsProvenClosed(Timeframe.Hour1, serverTime, TraderWork.Grace)).ToList();
            // Part by part, oldest first: an interrupted history goes on where it stopped.
            await system.Work.Candles.MergeAsync(coin, Timeframe.Hour1, closed, source, system.Clock.Now, cancellationToken);
        }
    }

    private static async Task PortfolioAsync(TradingSystem system, Money cash, CancellationToken cancellationToken)
    {
        var key = TradingSystem.DefaultPortfolio;
        var now = system.Clock.Now;
        if (await system.Sessions.Store.LoadAsync(key, cancellationToken) is { } stored)
        {
            if (system.Coins.FirstOrDefault(coin => coin.Quote != stored.Book.Head.Currency) is { Value.Length: > 0 } foreign)
                throw new UsageException($"--coins '{foreign}' is not priced in {stored.Book.Head.Currency}, the currency of this portfolio; use another --data folder");
            var version = await KeepSettingsAsync(system, cancellationToken);
            var changes = await ChangesAsync(system, stored.Book.Head.SettingsVersion, version, cancellationToken);
            await system.Sessions.ChangeAsync(key, $"configure|{now.ToUnixTimeSeconds()}", book =>
            {
                var moved = SetCoins(book, system.Settings.Coins, now);
                return book.SetSettingsVersion(version.Number, changes, now) || moved;
            }, cancellationToken);
            return;
        }
        var first = await KeepSettingsAsync(system, cancellationToken);
        var opened = PortfolioBook.Open(key, system.Choice.Id, PortfolioMode.Paper, Epoch(system.Choice), system.Coins[0].Quote, cash, system.Coins, now);
        opened.SetSettingsVersion(first.Number, [], now);
        await system.Sessions.Store.CommitAsync(opened, null, $"open|{key}", cancellationToken);
    }

    /// <summary>Coins with a deal or an open order stay until both are gone, configured or not.</summary>
    public static IReadOnlyList<Symbol> Held(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return [.. book.Symbols.Where(symbol => symbol.Deal is { HasPosition: true } || symbol.OpenOrders.Count > 0).Select(symbol => symbol.Symbol)];
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
    private static Task<SettingsVersion> KeepSettingsAsync(TradingSystem system, CancellationToken cancellationToken) => system.Work.Versions.KeepAsync(
        TradingSystem.DefaultPortfolio, system.Settings.Canonical(), system.Clock.Now, cancellationToken);

    private static async Task<IReadOnlyList<string>> ChangesAsync(TradingSystem system, int before, SettingsVersion now, CancellationToken cancellationToken)
    {
        var old = (await system.Work.Versions.ListAsync(TradingSystem.DefaultPortfolio, cancellationToken)).FirstOrDefault(version => version.Number == before);
        return old is null ? [] : SettingsVersion.Differences(old.Text, now.Text);
    }

    /// <summary>Derived where the market is not real, so that equal runs give equal ids; drawn once where it is.</summary>
    private static string Epoch(MarketChoice choice) => choice.Id.IsRealTime
        ? Guid.NewGuid().ToString("N")
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{choice.Id}|{choice.Seed}")))[..16];
}

/// <summary>Where long work says how far it is.</summary>
internal interface IStepProgress
{
    void Report(string step, int done, int total);
}

internal sealed class NoProgress : IStepProgress
{
    public void Report(string step, int done, int total)
    {
    }
}
