using System.Security.Cryptography;
using System.Text;
using PowerTrader.Adapters.Live;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Hosting;

/// <summary>
/// The gate before real money where nobody sits at a terminal: <see cref="LiveGate"/> asked with every reconciliation, its answer kept for all processes. While it refuses, nothing is
/// bought, and what is held is sold by its rules; the reasons stand in the status and are told once. It is read anew by each tick and each order.
/// </summary>
public sealed class CloudGate(CloudOptions options, CloudPorts ports, ITradingClock clock) : IPortfolioGuard
{
    /// <summary>An account that was not heard of for longer may have changed: three reconciliations may fail.</summary>
    public static readonly TimeSpan AnswerAge = TimeSpan.FromMinutes(20);

    /// <summary>Keys that were there are looked for again.</summary>
    private static readonly TimeSpan KeysSeenFor = TimeSpan.FromHours(1);

    private static readonly LiveRemedies Remedies = new(
        "make one that may and store it in the vault", "it is the venue's clock or Azure's that is wrong, and the next reconciliation asks again");

    private readonly PortfolioStore portfolios = new(ports.Tables);
    private readonly string fingerprint = Hash(
        $"{options.Settings.Market}|{options.Settings.Venue}|{string.Join(',', options.Settings.VenueOptions.Select(each => $"{each.Key}={each.Value}"))}|{options.Settings.Canonical()}");
    private DateTimeOffset? keysSeenAt;

    private bool IsLive => options.Settings.IsLive;

    /// <summary>The names of app settings are no secret, and a person has to type them.</summary>
    private string MustConfirm =>
        $"real money needs a person's word: set {CloudOptions.ConfirmationSetting} to '{options.ConfirmationWords}' ({(options.Confirmation is { } said ? $"it says '{said}'" : "it is not set")})";

    /// <inheritdoc/>
    public string? WhyNotServed(PortfolioHead portfolio)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (portfolio.Mode == PortfolioMode.Live)
        {
            if (!IsLive || portfolio.Key != options.Portfolio || portfolio.Venue != options.Settings.Venue)
                return $"portfolio {portfolio.Key} holds real money at {portfolio.Venue}, and this app trades {Trades}: set {CloudOptions.SettingOf("mode")}=live and {CloudOptions.SettingOf("venue")}={portfolio.Venue} to go on with it";
            return portfolio.Market.Value == options.Settings.Market ? null
                : $"portfolio {portfolio.Key} lives on the prices of {portfolio.Market}, and the settings say {options.Settings.Market}: set {CloudOptions.SettingOf("market")}={portfolio.Market}";
        }
        return portfolio.Key == options.Portfolio && IsLive ? $"portfolio {portfolio.Key} is {portfolio.Mode.ToString().ToLowerInvariant()} for ever, and this app trades {Trades}: nothing is done with it" : null;
    }

    /// <inheritdoc/>
    public async Task<string?> WhyNotBoughtAsync(PortfolioHead portfolio, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(portfolio);
        if (portfolio.Mode != PortfolioMode.Live) return null;
        var reasons = await ReasonsAsync(portfolio, await GateState.LoadAsync(ports.Tables, options.Portfolio, cancellationToken), cancellationToken);
        return reasons.Count == 0 ? null : "the gate to real money is closed: " + reasons[0].Text;
    }

    /// <summary>Every reason why nothing is traded; empty where it is. For paper only what says that real money is left alone.</summary>
    public async Task<IReadOnlyList<string>> RefusalsAsync(CancellationToken cancellationToken) => [.. (await ReasonsAsync(cancellationToken)).Select(reason => reason.Text)];

    /// <summary>What must be so before the account is looked at at all: sound settings and stored keys.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellationToken)
    {
        if (!IsLive) return [];
        return options.LiveFaults is { Count: > 0 } faults ? faults : await MissingKeysAsync(cancellationToken);
    }

    /// <summary>Whether the account can be spoken to, whatever may be bought: its books are compared while the gate is closed, too.</summary>
    public async Task<bool> CanReachAsync(CancellationToken cancellationToken) =>
        VenueAccounts.Faults(options.Settings.Venue!, options.Settings.VenueOptions).Count == 0 && (await MissingKeysAsync(cancellationToken)).Count == 0;

    private async Task<IReadOnlyList<string>> MissingKeysAsync(CancellationToken cancellationToken)
    {
        if (clock.Now - keysSeenAt < KeysSeenFor) return [];
        IReadOnlyList<string> missing;
        try
        {
            missing = await VenueAccounts.MissingAsync(options.Settings.Venue!, options.Portfolio, ports.Secrets, cancellationToken);
        }
        catch (TransientException) when (keysSeenAt is not null)
        {
            // The vault is out; the books go on with the keys that this process has.
            return [];
        }
        var names = string.Join(", ", missing.Select(name => VenueSecrets.Of(options.Portfolio, name)));
        if (missing.Count == 0) keysSeenAt = clock.Now;
        return missing.Count == 0 ? [] : [$"venue '{options.Settings.Venue}' needs keys, and the vault lacks {names}; store them there (docs/how-to/go-live-on-azure.md)"];
    }

    /// <summary>Asks the account, keeps what it says, and writes a person's word into the books where nothing is refused.</summary>
    /// <param name="work">Of the live portfolio; null where it is not opened yet, or not this app's.</param>
    public async Task AskAsync(TraderWork? work, CancellationToken cancellationToken)
    {
        if (IsLive && options.LiveFaults.Count == 0) await AskVenueAsync(work, cancellationToken);
        var reasons = await ReasonsAsync(cancellationToken);
        // What only waits for the next step is no news.
        if (reasons.Count > 0 && reasons.All(reason => reason.Waits)) return;
        await new GateNews(ports, options.Portfolio).TellAsync([.. reasons.Where(reason => !reason.Waits).Select(reason => reason.Text)], clock.Now, cancellationToken);
    }

    private async Task AskVenueAsync(TraderWork? work, CancellationToken cancellationToken)
    {
        var state = await GateState.LoadAsync(ports.Tables, options.Portfolio, cancellationToken);
        var missing = await MissingAsync(cancellationToken);
        if (missing.Count > 0) state = state with { Settings = fingerprint, AskedAt = clock.Now, Refusals = string.Join('\n', missing) };
        else if (work is not null) state = await AskAsync(work, state, cancellationToken);
        await state.SaveAsync(ports.Tables, options.Portfolio, cancellationToken);
        if (work is not null && await MayConfirmAsync(state, cancellationToken)) await new LiveGate(work, Remedies).ConfirmAsync(cancellationToken);
    }

    private async Task<GateState> AskAsync(TraderWork work, GateState state, CancellationToken cancellationToken)
    {
        try
        {
            var head = (await work.Sessions.GetAsync(work.Portfolio, cancellationToken)).Head;
            if (WhyNotServed(head) is not null) return state;
            var answer = await new LiveGate(work, Remedies).AskAsync(work.Brokers.For(head), cancellationToken);
            return state with { Settings = fingerprint, AskedAt = clock.Now, Refusals = string.Join('\n', answer.Refusals.Select(refusal => refusal.Text)) };
        }
        catch (VenueAccessException refused)
        {
            return state with { Settings = fingerprint, AskedAt = clock.Now, Refusals = $"{options.Settings.Venue} does not let this app in: {refused.Message}" };
        }
        catch (FormatException unsound)
        {
            return state with { Settings = fingerprint, AskedAt = clock.Now, Refusals = $"the keys of {options.Settings.Venue} in the vault are none: {unsound.Message}" };
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            // What was heard last under these settings stands until it is too old.
            return state.Settings == fingerprint ? state : state with { Settings = fingerprint, AskedAt = null, Refusals = "" };
        }
    }

    /// <summary>The word is for the settings that the books follow: where those lag behind, it waits for them.</summary>
    private async Task<bool> MayConfirmAsync(GateState state, CancellationToken cancellationToken)
    {
        if (options.Confirmation != options.ConfirmationWords || await portfolios.GetHeadAsync(options.Portfolio, cancellationToken) is not { } head) return false;
        if (WhyNotServed(head) is not null || AccountReasons(head, state).Count > 0) return false;
        var versions = await new SettingsStore(ports.Tables).ListAsync(options.Portfolio, cancellationToken);
        return versions.FirstOrDefault(version => version.Number == head.SettingsVersion)?.Text == options.Settings.Canonical();
    }

    private async Task<IReadOnlyList<Reason>> ReasonsAsync(CancellationToken cancellationToken) =>
        await ReasonsAsync(await portfolios.GetHeadAsync(options.Portfolio, cancellationToken), await GateState.LoadAsync(ports.Tables, options.Portfolio, cancellationToken), cancellationToken);

    private async Task<IReadOnlyList<Reason>> ReasonsAsync(PortfolioHead? head, GateState state, CancellationToken cancellationToken)
    {
        if (head is not null && WhyNotServed(head) is { } foreign) return [new(foreign)];
        if (!IsLive) return await LeftAloneAsync(cancellationToken);
        if (options.LiveFaults is { Count: > 0 } faults) return [.. faults.Select(fault => new Reason(fault))];
        var reasons = new List<Reason>();
        if (options.Confirmation != options.ConfirmationWords) reasons.Add(new(MustConfirm));
        reasons.AddRange(AccountReasons(head, state));
        if (reasons.Count == 0 && head!.LiveTerms != LiveTerms.Of(options.Settings)) reasons.Add(new("what a person confirmed is written into the books with the next reconciliation", Waits: true));
        return reasons;
    }

    private IReadOnlyList<Reason> AccountReasons(PortfolioHead? head, GateState state)
    {
        var venue = options.Settings.Venue!;
        if (state.Settings == fingerprint && state.Refusals.Length > 0) return [.. state.Refusals.Split('\n').Select(refusal => new Reason(refusal))];
        if (head is null) return [new("the portfolio is not opened yet: history is fetched and models are trained first", Waits: true)];
        if (state.Settings != fingerprint) return [new($"the account at {venue} was not asked under these settings yet; the next reconciliation does", Waits: true)];
        if (state.AskedAt is not { } at) return [new($"the account at {venue} did not answer; it is asked again with each reconciliation")];
        if (clock.Now - at > AnswerAge) return [new($"the account at {venue} has not answered since {at:yyyy-MM-dd HH:mm} UTC")];
        return LiveGate.Unreconciled(head, venue, clock.Now) is { } unreconciled ? [new(unreconciled.Text)] : [];
    }

    /// <summary>Real money that nobody watches while the app trades paper.</summary>
    private async Task<IReadOnlyList<Reason>> LeftAloneAsync(CancellationToken cancellationToken)
    {
        var left = new List<Reason>();
        foreach (var key in VenueNames.All.Select(CloudOptions.PortfolioOf))
        {
            if (await portfolios.GetHeadAsync(key, cancellationToken) is null || await portfolios.LoadAsync(key, cancellationToken) is not { } stored) continue;
            var held = TraderSetup.Held(stored.Book);
            if (held.Count > 0) left.Add(new($"{WhyNotServed(stored.Book.Head)}; it holds or orders {string.Join(", ", held)}, and nobody watches that"));
        }
        return left;
    }

    /// <param name="Waits">The next step does away with it: nobody need be told.</param>
    private sealed record Reason(string Text, bool Waits = false);

    private string Trades => IsLive ? $"real money at {options.Settings.Venue ?? "no venue"} with portfolio {options.Portfolio}" : "paper";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
}
