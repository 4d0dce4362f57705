using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Host.Keys;

/// <summary>Keys that are tried before they are stored: in memory alone.</summary>
internal sealed class CandidateSecrets(PortfolioKey portfolio, IReadOnlyDictionary<string, Sensitive> values) : ISecretStore
{
    private readonly Dictionary<string, Sensitive> byName = values.ToDictionary(pair => VenueSecrets.Of(portfolio, pair.Key), pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult(byName.GetValueOrDefault(name)?.Reveal());

    public Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        byName[name] = new Sensitive(value);
        return Task.CompletedTask;
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => Task.FromResult(byName.Remove(name));
}
