using PowerTrader.Adapters.Secrets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Keys;

/// <summary>What is known of a venue's keys without showing one.</summary>
/// <param name="Missing">Empty where they are complete.</param>
/// <param name="PublicKey">Of Robinhood's pair, which is no secret; null where there is none.</param>
/// <param name="Fault">Why what is stored cannot be opened; null where it can.</param>
internal sealed record KeyStatus(string Venue, bool Complete, IReadOnlyList<string> Missing, DateTimeOffset? StoredAt, string? PublicKey, string? Fault);

/// <summary>Keys of one portfolio's venues: making a pair, testing, storing, telling, removing.</summary>
internal sealed class KeyDesk(HostSecrets secrets, PortfolioKey portfolio, IReadOnlyList<IKeyTest> tests)
{
    /// <summary>A seed whose public key was shown and whose API key has not come yet: the terminal may be closed meanwhile.</summary>
    private const string WaitingSeed = VenueSecrets.RobinhoodPrivateKey + "-waiting";

    public string Folder => secrets.Folder;

    /// <summary>The public key to paste at the venue. The pair that waits is the same until it is used or a new one is asked for.</summary>
    public async Task<string> PairAsync(bool anew, CancellationToken cancellationToken)
    {
        if (!anew && await secrets.FindAsync(portfolio, WaitingSeed, cancellationToken) is { } waiting) return PublicKeyOf(waiting);
        var seed = Ed25519Keys.NewSeed();
        await secrets.KeepAsync(portfolio, new Dictionary<string, Sensitive> { [WaitingSeed] = seed }, cancellationToken);
        return PublicKeyOf(seed);
    }

    /// <summary>What need not be given again: the pair that waits for its API key.</summary>
    public async Task<IReadOnlyDictionary<string, Sensitive>> WaitingAsync(string venue, CancellationToken cancellationToken) =>
        venue == VenueSecrets.Robinhood && await secrets.FindAsync(portfolio, WaitingSeed, cancellationToken) is { } seed
            ? new Dictionary<string, Sensitive> { [VenueSecrets.RobinhoodPrivateKey] = seed }
            : new Dictionary<string, Sensitive>();

    public Task<KeyTestResult> TestAsync(string venue, IReadOnlyDictionary<string, Sensitive> values, CancellationToken cancellationToken) =>
        KeyTests.RunAsync(tests, venue, portfolio, new CandidateSecrets(portfolio, values), cancellationToken);

    public Task<KeyTestResult> TestStoredAsync(string venue, CancellationToken cancellationToken) => KeyTests.RunAsync(tests, venue, portfolio, secrets.Store, cancellationToken);

    public async Task KeepAsync(string venue, IReadOnlyDictionary<string, Sensitive> values, CancellationToken cancellationToken)
    {
        await secrets.KeepAsync(portfolio, values, cancellationToken);
        if (venue == VenueSecrets.Robinhood) await secrets.RemoveAsync(portfolio, WaitingSeed, cancellationToken);
    }

    public async Task<KeyStatus> StatusAsync(string venue, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> missing = [];
        DateTimeOffset? stored = null;
        string? publicKey = null, fault = null;
        try
        {
            missing = await secrets.MissingAsync(portfolio, venue, cancellationToken);
            foreach (var name in VenueSecrets.NamesOf(venue).Except(missing))
            {
                var value = await secrets.FindAsync(portfolio, name, cancellationToken);
                stored = await secrets.StoredAtAsync(portfolio, name, cancellationToken);
                if (name == VenueSecrets.RobinhoodPrivateKey) publicKey = PublicKeyOf(value!);
            }
        }
        catch (CorruptException lost)
        {
            fault = lost.Message;
        }
        return new KeyStatus(venue, missing.Count == 0 && fault is null, missing, stored, publicKey, fault);
    }

    /// <returns>How many there were.</returns>
    public async Task<int> RemoveAsync(string venue, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var name in VenueSecrets.NamesOf(venue).Append(WaitingSeed).Where(name => name.StartsWith(venue, StringComparison.Ordinal)))
            removed += await secrets.RemoveAsync(portfolio, name, cancellationToken) ? 1 : 0;
        return removed;
    }

    private static string PublicKeyOf(Sensitive seed)
    {
        var key = Ed25519Keys.PublicKeyOf(seed);
        Redaction.Process.Permit(key);
        return key;
    }
}
