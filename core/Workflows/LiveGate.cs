using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Workflows;

/// <summary>Why real money is not traded.</summary>
/// <param name="IsSetting">A setting must be changed; else the world must.</param>
public sealed record LiveRefusal(string Text, bool IsSetting);

/// <param name="Refusals">Empty where the account is fit to trade.</param>
/// <param name="Notice">What a person should know all the same; null for nothing.</param>
public sealed record LiveAnswer(IReadOnlyList<LiveRefusal> Refusals, string? Notice);

/// <summary>What to do, in the words of the place where the trader runs.</summary>
/// <param name="Keys">How a key that may trade is put in the place of one that may not.</param>
/// <param name="Clock">How this machine's clock is put right.</param>
public sealed record LiveRemedies(string Keys, string Clock);

/// <summary>What stands between a trader and real money, whoever runs it: the account, its key and clock, what it charges, and a fresh reconciliation. In doubt it says no.</summary>
public sealed class LiveGate(TraderWork work, LiveRemedies remedies)
{
    private string Venue => work.Settings.Venue!;

    /// <summary>Asks the venue. Nothing is written there.</summary>
    /// <exception cref="TransientException">It could not be asked.</exception>
    public async Task<LiveAnswer> AskAsync(IBroker broker, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var account = await broker.GetAccountAsync(cancellationToken);
        if (account.Status == AccountStatus.Blocked) return World($"The account at {Venue} takes no orders now; look at it on the venue's own page");
        if (account.MayTrade == false) return World($"The key at {Venue} may not trade; {remedies.Keys}");
        if (account.ClockSkew.Duration() > broker.Traits.ConclusiveAfter / 2)
        {
            return World(string.Create(
                CultureInfo.InvariantCulture, $"The clock of {Venue} is {account.ClockSkew.TotalSeconds:+0.0;-0.0} s from this machine's: orders would be refused; {remedies.Clock}"));
        }
        var notice = account.Status == AccountStatus.SellOnly ? $"The account at {Venue} takes sales only: nothing will be bought." : null;
        var faults = new List<string>();
        foreach (var pair in work.ExecutionCoins) faults.AddRange(await FaultsOfAsync(broker, pair, cancellationToken));
        return new LiveAnswer([.. faults.Distinct().Select(fault => new LiveRefusal(fault, IsSetting: true))], notice);
    }

    /// <summary>A start whose books nobody compared with the venue is allowed to look and to sell, never to buy.</summary>
    public static LiveRefusal? Unreconciled(PortfolioHead head, string venue, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(head);
        return head.LastReconciledAt is { } at && now - at <= RiskRules.Default.ReconcileLimit
            ? null
            : new LiveRefusal($"The account at {venue} could not be reconciled: nothing is traded on books that nobody compared", IsSetting: false);
    }

    /// <summary>Writes into the books that a person allowed what the settings say now.</summary>
    /// <returns>False where that stood there already.</returns>
    public async Task<bool> ConfirmAsync(CancellationToken cancellationToken)
    {
        var (terms, now) = (LiveTerms.Of(work.Settings), work.Clock.Now);
        if ((await work.Sessions.GetAsync(work.Portfolio, cancellationToken)).Head.LiveTerms == terms) return false;
        return await work.Sessions.ChangeAsync(work.Portfolio, $"confirm-live|{now.UtcTicks}", current => current.ConfirmLive(terms, now), cancellationToken);
    }

    private static LiveAnswer World(string text) => new([new LiveRefusal(text, IsSetting: false)], null);

    private async Task<IReadOnlyList<string>> FaultsOfAsync(IBroker broker, Symbol pair, CancellationToken cancellationToken)
    {
        var faults = new List<string>();
        var fees = await broker.GetFeesAsync(pair, cancellationToken);
        var costs = work.Settings.Costs;
        if (fees.Taker > costs.FeeRate)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture, $"costs.feePercent '{costs.FeeRate * 100m:0.####}' is below what {Venue} takes of {pair}: profits would be counted that are none; set at least {fees.Taker * 100m:0.####}"));
        }
        if (await broker.GetQuoteAsync(pair, cancellationToken) is not { } quote) return faults;
        var rules = work.Settings.RiskOf(pair);
        var reach = quote.SpreadFraction * 50m + rules.LimitOffsetPercent;
        if (reach > rules.CollarPercent)
        {
            faults.Add(string.Create(
                CultureInfo.InvariantCulture, $"risk.collarPercent '{rules.CollarPercent:0.##}' is below half the spread of {pair} at {Venue} and risk.limitOffsetPercent ({reach:0.##}): every order would be refused; set at least {Math.Ceiling(reach * 10m) / 10m:0.#}"));
        }
        return faults;
    }
}
