using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Secrets;

/// <summary>One portfolio's secrets under their plain names: whoever is given it can ask for no other's.</summary>
public sealed class PortfolioSecrets(ISecretStore inner, PortfolioKey portfolio) : ISecretStore
{
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => inner.GetAsync(VenueSecrets.Of(portfolio, name), cancellationToken);

    public Task SetAsync(string name, string value, CancellationToken cancellationToken) => inner.SetAsync(VenueSecrets.Of(portfolio, name), value, cancellationToken);

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(VenueSecrets.Of(portfolio, name), cancellationToken);
}
