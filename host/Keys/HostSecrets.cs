using PowerTrader.Adapters.Secrets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Keys;

/// <summary>The secrets of a data folder. Everything that is read of them is known to the redactor before anybody has it.</summary>
internal sealed class HostSecrets
{
    private const string FolderName = "secrets";

    private readonly ProtectedSecretStore kept;

    private HostSecrets(string folder)
    {
        Folder = folder;
        kept = new ProtectedSecretStore(folder, TimeProvider.System);
        Store = new RedactingSecretStore(kept, Redaction.Process);
    }

    public string Folder { get; }

    /// <summary>For brokers and whoever else asks by the port.</summary>
    public ISecretStore Store { get; }

    /// <summary>Opens what is there, or will be; nothing is made before something is stored.</summary>
    public static HostSecrets Of(string dataFolder) => new(Path.Combine(dataFolder, FolderName));

    /// <summary>What of the venue's keys is not stored; empty where they are complete. Opens none.</summary>
    public async Task<IReadOnlyList<string>> MissingAsync(PortfolioKey portfolio, string venue, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        foreach (var name in VenueSecrets.NamesOf(venue))
        {
            if (!await kept.HoldsAsync(VenueSecrets.Of(portfolio, name), cancellationToken)) missing.Add(name);
        }
        return missing;
    }

    /// <summary>Stores them together or not at all.</summary>
    public Task KeepAsync(PortfolioKey portfolio, IReadOnlyDictionary<string, Sensitive> values, CancellationToken cancellationToken)
    {
        foreach (var (name, value) in values)
        {
            if (name != VenueSecrets.KuCoinApiKeyVersion) Redaction.Process.Learn(value.Reveal());
        }
        return kept.SetAllAsync(values.ToDictionary(pair => VenueSecrets.Of(portfolio, pair.Key), pair => pair.Value.Reveal()), cancellationToken);
    }

    /// <returns>True where there was one.</returns>
    public Task<bool> RemoveAsync(PortfolioKey portfolio, string name, CancellationToken cancellationToken) => kept.PurgeAsync(VenueSecrets.Of(portfolio, name), cancellationToken);

    public async Task<Sensitive?> FindAsync(PortfolioKey portfolio, string name, CancellationToken cancellationToken) =>
        await Store.GetAsync(VenueSecrets.Of(portfolio, name), cancellationToken) is { } value ? new Sensitive(value) : null;

    /// <summary>When it was stored; null where it is not.</summary>
    public Task<DateTimeOffset?> StoredAtAsync(PortfolioKey portfolio, string name, CancellationToken cancellationToken) => kept.StoredAtAsync(VenueSecrets.Of(portfolio, name), cancellationToken);
}
