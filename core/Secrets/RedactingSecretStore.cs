using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Secrets;

/// <summary>Tells the redactor of every value that goes through the store, before anybody else has it.</summary>
public sealed class RedactingSecretStore(ISecretStore inner, Redactor redactor) : ISecretStore
{
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        var value = await inner.GetAsync(name, cancellationToken);
        Learn(name, value);
        return value;
    }

    public Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        Learn(name, value);
        return inner.SetAsync(name, value, cancellationToken);
    }

    public Task<bool> DeleteAsync(string name, CancellationToken cancellationToken) => inner.DeleteAsync(name, cancellationToken);

    private void Learn(string name, string? value)
    {
        if (!name.EndsWith(VenueSecrets.KuCoinApiKeyVersion, StringComparison.OrdinalIgnoreCase)) redactor.Learn(value);
    }
}
