using System.Security.Cryptography;
using System.Text;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>From an opened store to a trader that may tick: what <see cref="TraderSetup"/> needs, in the words of the command line, and a first reconciliation.</summary>
internal static class Preparation
{
    /// <summary>The same path for the first start and every later one; what is there already is not done again.</summary>
    /// <param name="found">Told once market and coins are found, before the long part.</param>
    /// <exception cref="UsageException">A configured coin is not listed.</exception>
    public static async Task RunAsync(TradingSystem system, Money cash, IStepProgress progress, CancellationToken cancellationToken, Action? found = null, Allowance? allowance = null)
    {
        var setup = SetupOf(system);
        await system.LoadAsync(cancellationToken);
        await ClockAsync(system, cancellationToken);
        if (await setup.ListAsync(cancellationToken) is { Count: > 0 } unlisted) throw new UsageException([.. unlisted.Select(fault => "--coins " + fault)]);
        found?.Invoke();
        await TrainAsync(system, progress, cancellationToken);
        var gate = system.Choice.Venue is null ? null : new StartGate(system);
        if (await setup.OpenAsync(cash, () => Epoch(system.Choice), cancellationToken) is { } refusal) throw new UsageException($"--coins {refusal}; use another --data folder");
        if (system.Choice.Kind != MarketKind.Replay) await system.Work.Repair.StartAsync(system.Clock.Now, atStart: true, cancellationToken);
        if (gate is not null)
        {
            var broker = system.Work.Brokers.For((await system.BookAsync(cancellationToken)).Head);
            await gate.CheckAccountAsync(broker, cancellationToken);
            if (system.Work.VenueWatch is { } watch) await watch.RefreshAsync(broker, cancellationToken);
        }
        await system.Work.Reconcile.RunAsync(system.Clock.Now, atStart: true, cancellationToken);
        if (gate is not null) await QuoteAsync(system, cancellationToken);
        if (gate is not null) await gate.ConfirmAsync(allowance?.Typed, allowance?.Ask, cancellationToken);
        system.Market.StartFeed();
        await system.ListenAsync(cancellationToken);
    }

    /// <summary>What a look at the account and the market needs, and no more: for who only stops.</summary>
    public static async Task LookAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        if (system.Work.VenueWatch is { } watch) await watch.RefreshAsync(system.Work.Brokers.For((await system.BookAsync(cancellationToken)).Head), cancellationToken);
        await system.Work.Reconcile.RunAsync(system.Clock.Now, atStart: true, cancellationToken);
        await QuoteAsync(system, cancellationToken);
    }

    /// <exception cref="WorldException">The venue has no history of a coin.</exception>
    public static async Task TrainAsync(TradingSystem system, IStepProgress progress, CancellationToken cancellationToken)
    {
        var setup = SetupOf(system);
        var steps = system.Coins.Count * 2;
        var done = 0;
        foreach (var coin in system.Coins)
        {
            if (await system.Work.Candles.NewestAsync(coin, Timeframe.Hour1, cancellationToken) is null) progress.Report($"history of {coin}", done, steps);
            if (!await setup.FetchAsync(coin, cancellationToken)) throw new WorldException($"{system.Choice.Id} has no history of {coin}; choose another coin with --coins");
            done++;
            progress.Report($"training {coin}", done, steps);
            await setup.LearnAsync(coin, cancellationToken);
            done++;
        }
        progress.Report("trained", done, done);
        await setup.SaveFirstAsync(cancellationToken);
    }

    /// <summary>A person who starts real money is not to wait for the first tick before anything can be judged, or sold by hand.</summary>
    private static async Task QuoteAsync(TradingSystem system, CancellationToken cancellationToken)
    {
        var work = system.Work;
        var quotes = new List<Quote>();
        foreach (var coin in work.Coins)
        {
            try
            {
                if (await work.Prices.GetQuoteAsync(coin, cancellationToken) is { } quote) quotes.Add(quote);
            }
            catch (TransientException)
            {
                // The tick asks again.
            }
        }
        await work.Quotes.UpdateAsync(quotes, cancellationToken);
        if (work.VenueWatch is { } watch) await watch.RunAsync(symbol => work.Quotes.Of(symbol)?.Quote, cancellationToken);
    }

    private static TraderSetup SetupOf(TradingSystem system) => new(system.Work, text => system.Notice?.Invoke(text));

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

    /// <summary>Derived where the market is not real, so that equal runs give equal ids; drawn once where it is.</summary>
    private static string Epoch(MarketChoice choice) => choice.Id.IsRealTime
        ? Guid.NewGuid().ToString("N")
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{choice.Id}|{choice.Seed}")))[..16];
}

/// <summary>How a person allows real money.</summary>
/// <param name="Typed">On the command line; null asks.</param>
/// <param name="Ask">At a terminal, with the words to type; null where there is none.</param>
internal sealed record Allowance(string? Typed, Func<string, string?>? Ask);

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
