using Azure;
using Azure.Security.KeyVault.Secrets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Secrets;

/// <summary><see cref="ISecretStore"/> on Azure Key Vault. A deleted name may be written again once the vault has recovered or purged it.</summary>
public sealed class KeyVaultSecretStore(SecretClient client) : ISecretStore
{
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        try
        {
            return (await client.GetSecretAsync(name, cancellationToken: cancellationToken)).Value.Value;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return null;
        }
        catch (RequestFailedException fault) when (IsPassing(fault))
        {
            throw Unreachable(name, fault);
        }
    }

    public async Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        SecretRules.CheckValue(value);
        try
        {
            await client.SetSecretAsync(name, value, cancellationToken);
        }
        catch (RequestFailedException fault) when (IsPassing(fault))
        {
            throw Unreachable(name, fault);
        }
    }

    public async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        SecretRules.CheckName(name);
        try
        {
            await client.StartDeleteSecretAsync(name, cancellationToken);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 404)
        {
            return false;
        }
        catch (RequestFailedException fault) when (IsPassing(fault))
        {
            throw Unreachable(name, fault);
        }
    }

    private static bool IsPassing(RequestFailedException fault) => fault.Status is 0 or 408 or 409 or 429 or >= 500;

    /// <summary>The inner exception may hold the request; its words stay out.</summary>
    private static TransientException Unreachable(string name, RequestFailedException fault) => new($"the vault did not answer for '{name}' (HTTP {fault.Status})");
}
