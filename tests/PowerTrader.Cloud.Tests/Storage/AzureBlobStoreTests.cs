using PowerTrader.Cloud.Storage;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Storage;

/// <summary>The very suite that the embedded store passes, on the service's own client against Azurite.</summary>
[Trait("Tier", "full")]
public sealed class AzureBlobStoreTests(AzuriteServer azurite) : BlobStoreCompliance, IClassFixture<AzuriteServer>
{
    /// <summary>Each case has a container of its own: the emulator keeps them.</summary>
    protected override string Container { get; } = $"c{Guid.NewGuid():N}";

    protected override IBlobStore Store => new AzureBlobStore(azurite.Blobs);
}
