using Azure.Core;
using Azure.Data.Tables;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using PowerTrader.Cloud.Secrets;
using PowerTrader.Cloud.Storage;
using PowerTrader.Cloud.Tests.Hosting;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Storage;

/// <summary>Nobody listens: after its own tries the client gives one exception over all of them, and that too must speak the ports' words.</summary>
public sealed class UnreachableTests
{
    private static readonly Uri Nowhere = new("https://127.0.0.1:1/account");

    private readonly AzureTableStore tables = new(new TableServiceClient(Nowhere, new CloudWorld.Credential(), Quick(new TableClientOptions())));
    private readonly AzureBlobStore blobs = new(new BlobServiceClient(Nowhere, new CloudWorld.Credential(), Quick(new BlobClientOptions())));
    private readonly KeyVaultSecretStore secrets = new(new SecretClient(Nowhere, new CloudWorld.Credential(), Quick(new SecretClientOptions())));

    [Fact]
    public async Task Read_Unreachable_IsTransient()
    {
        await Should.ThrowAsync<TransientException>(() => tables.GetAsync("Things", "p", "r", default));
        await Should.ThrowAsync<TransientException>(() => tables.QueryAsync(new TableQuery("Things", "p"), null, default));
        await Should.ThrowAsync<TransientException>(() => blobs.GetAsync("container", "name", default));
        (await Should.ThrowAsync<TransientException>(() => secrets.GetAsync("name", default))).Message.ShouldContain("network");
    }

    [Fact]
    public async Task Write_Unreachable_MayHaveHappened()
    {
        await Should.ThrowAsync<AmbiguousException>(() => tables.WriteAsync("Things", "p", [new TableOperation.Upsert(new TableRow("p", "r", new Dictionary<string, object?> { ["v"] = 1 }))], default));
        await Should.ThrowAsync<AmbiguousException>(() => blobs.PutAsync("container", "name", new byte[1], new BlobCondition.None(), default));
    }

    private static T Quick<T>(T options)
        where T : ClientOptions
    {
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        return options;
    }
}
