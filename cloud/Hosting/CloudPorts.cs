using Azure.Core;
using Azure.Data.Tables;
using Azure.Messaging.ServiceBus;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using PowerTrader.Cloud.Messaging;
using PowerTrader.Cloud.Secrets;
using PowerTrader.Cloud.Storage;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Cloud.Hosting;

/// <summary>The stores of the app. One for a process: clients are made to be shared.</summary>
public sealed record CloudPorts(ITableStore Tables, IBlobStore Blobs, IMessageQueue Queue, ISecretStore Secrets, TokenCredential Credential)
{
    /// <summary>Knows every value that was read from <see cref="Secrets"/>.</summary>
    public Redactor Redactor { get; init; } = new();

    /// <summary>Every service by its address and the app's identity; there is no key.</summary>
    public static CloudPorts Open(CloudOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var credential = CloudCredential.Of(options.ClientId);
        var redactor = new Redactor();
        return new CloudPorts(
            new AzureTableStore(new TableServiceClient(options.Tables, credential)),
            new AzureBlobStore(new BlobServiceClient(options.Blobs, credential)),
            new ServiceBusMessageQueue(new ServiceBusClient(options.ServiceBusNamespace, credential)),
            new RedactingSecretStore(new KeyVaultSecretStore(new SecretClient(options.Vault, credential)), redactor),
            credential)
        { Redactor = redactor };
    }
}
