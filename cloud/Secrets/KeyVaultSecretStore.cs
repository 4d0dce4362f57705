using Azure;
using Azure.Security.KeyVault.Secrets;
using PowerTrader.Cloud.Storage;
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
        catch (Exception fault) when (IsPassing(fault, cancellationToken))
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
        catch (Exception fault) when (IsPassing(fault, cancellationToken))
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
        catch (Exception fault) when (IsPassing(fault, cancellationToken))
        {
            throw Unreachable(name, fault);
        }
    }

    /// <summary>409: the name was deleted a moment ago and is not free yet.</summary>
    private static bool IsPassing(Exception fault, CancellationToken cancellationToken) => fault is RequestFailedException { Status: 409 } || fault.IsPassing(cancellationToken);

    /// <summary>The inner exception may hold the request; its words stay out.</summary>
    private static TransientException Unreachable(string name, Exception fault) => new($"the vault did not answer for '{name}' ({StorageFaults.Words(fault)})");
}
