using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>What stands between a start and real money: the account, its key and clock, what it charges, a fresh reconciliation, and a person's word. In doubt it does not start.</summary>
internal sealed class LiveGate(TradingSystem system)
{
    private string Venue => system.Settings.Venue!;

    /// <summary>Asks the venue. Nothing is written there.</summary>
    /// <exception cref="UsageException">Something must be set otherwise; every fault is listed.</exception>
    /// <exception cref="WorldException">The account cannot trade now.</exception>
    public async Task CheckAccountAsync(IBroker broker, CancellationToken cancellationToken)
    {
        var account = await broker.GetAccountAsync(cancellationToken);
        if (account.Status == AccountStatus.Blocked) throw new WorldException($"The account at {Venue} takes no orders now; look at it on the venue's own page. Nothing was started.");
        if (account.MayTrade == false) throw new WorldException($"The key at {Venue} may not trade; make one that may ('powertrader keys set {Venue}'). Nothing was started.");
        if (account.ClockSkew.Duration() > broker.Traits.ConclusiveAfter / 2)
        {
            throw new WorldException(string.Create(
                CultureInfo.InvariantCulture, $"The clock of {Venue} is {account.ClockSkew.TotalSeconds:+0.0;-0.0} s from this machine's: orders would be refused; synchronise this machine's clock. Nothing was started."));
        }
        if (account.Status == AccountStatus.SellOnly) system.Notice?.Invoke($"The account at {Venue} takes sales only: nothing will be bought.");
        var faults = new List<string>();
        foreach (var pair in system.Work.ExecutionCoins) faults.AddRange(await FaultsOfAsync(broker, pair, cancellationToken));
        if (faults.Count > 0) throw new UsageException([.. faults.Distinct()]);
    }

    /// <summary>After the first reconciliation: a start whose books disagree with the venue is allowed to look and to sell, never silently to buy.</summary>
    /// <param name="typed">What a person typed; null asks at the terminal, where there is one.</param>
    /// <exception cref="UsageException">Nobody allowed it.</exception>
    public async Task ConfirmAsync(string? typed, Func<string, string?>? ask, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        if (book.Head.LastReconciledAt is not { } at || system.Clock.Now - at > RiskRules.Default.ReconcileLimit)
            throw new WorldException($"The account at {Venue} could not be reconciled: nothing is traded on books that nobody compared. Try again when it answers.");
        var terms = LiveTerms.Of(system.Settings);
        if (book.Head.LiveTerms == terms) return;
        var words = LiveTerms.Words(system.Settings);
        var said = typed ?? ask?.Invoke(words);
        if (said?.Trim() != words)
        {
            throw new UsageException(
                $"{(said is null ? "real money needs a person's word" : $"--confirm '{said.Trim()}' is not what allows real money")}: {terms}, cash {book.Head.Cash.Amount.ToString("0.##", CultureInfo.InvariantCulture)} {book.Head.Currency}; "
                + $"read docs/how-to/go-live.md, then start again with --confirm '{words}'. Nothing was traded");
        }
        await system.Sessions.ChangeAsync(book.Key, $"confirm-live|{system.Clock.Now.UtcTicks}", current => current.ConfirmLive(terms, system.Clock.Now), cancellationToken);
    }

    private async Task<IReadOnlyList<string>> FaultsOfAsync(IBroker broker, Symbol pair, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var fees = await broker.GetFeesAsync(pair, cancellationToken);
        var costs = system.Settings.Costs;
        if (fees.Taker > costs.FeeRate)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture, $"costs.feePercent '{costs.FeeRate * 100m:0.####}' is below what {Venue} takes of {pair}: profits would be counted that are none; set at least {fees.Taker * 100m:0.####}"));
        }
        if (await broker.GetQuoteAsync(pair, cancellationToken) is not { } quote) return faults;
        var rules = system.Settings.RiskOf(pair);
        var reach = quote.SpreadFraction * 50m + rules.LimitOffsetPercent;
        if (reach > rules.CollarPercent)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture, $"risk.collarPercent '{rules.CollarPercent:0.##}' is below half the spread of {pair} at {Venue} and risk.limitOffsetPercent ({reach:0.##}): every order would be refused; set at least {Math.Ceiling(reach * 10m) / 10m:0.#}"));
        }
        return faults;
    }
}
