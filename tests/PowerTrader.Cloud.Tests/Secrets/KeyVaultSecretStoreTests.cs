using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using PowerTrader.Cloud.Secrets;
using PowerTrader.Cloud.Tests.Hosting;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Secrets;

/// <summary>The service's own client against a vault of the test's, made after the REST reference: the adapter and the client are proven, the service is not.</summary>
public sealed class KeyVaultSecretStoreTests : SecretStoreCompliance
{
    private readonly VaultServer vault = new();
    private readonly KeyVaultSecretStore store;

    public KeyVaultSecretStoreTests()
    {
        var options = new SecretClientOptions { Transport = new HttpClientTransport(new HttpClient(vault)) };
        options.Retry.MaxRetries = 1;
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        // The client remembers for the whole process what a host has asked of it.
        store = new KeyVaultSecretStore(new SecretClient(new Uri($"https://test-{Guid.NewGuid():N}.vault.azure.net"), new CloudWorld.Credential(), options));
    }

    protected override ISecretStore Store => store;

    [Fact]
    public async Task AnyCall_SendsTheTokenOnlyAfterTheVaultHasSaidWhose()
    {
        await store.GetAsync("name", default);

        vault.Asked.ShouldBe([("GET", false), ("GET", true)]);
    }

    protected override void Fail() => vault.IsFailing = true;
}
