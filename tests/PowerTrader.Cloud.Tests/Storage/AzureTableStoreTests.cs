using PowerTrader.Cloud.Storage;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Storage;

/// <summary>The very suite that the embedded store passes, on the service's own client against Azurite.</summary>
[Trait("Tier", "full")]
public sealed class AzureTableStoreTests(AzuriteServer azurite) : TableStoreCompliance, IClassFixture<AzuriteServer>
{
    /// <summary>Each case has tables of its own: the emulator keeps them.</summary>
    private readonly string prefix = $"t{Guid.NewGuid():N}"[..20];

    protected override ITableStore Store => new AzureTableStore(azurite.Tables, prefix);
}
