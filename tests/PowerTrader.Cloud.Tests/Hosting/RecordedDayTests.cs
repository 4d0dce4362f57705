using PowerTrader.Cloud.Tests.Storage;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>Two engines, one trader: what is intended and ordered on a recorded day is the same on both, to the last digit.</summary>
[Trait("Tier", "full")]
public sealed class RecordedDayTests(AzuriteServer azurite) : IClassFixture<AzuriteServer>, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-day-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Day_OnDurableTaskAndAzuresClients_IntendsAndOrdersWhatTheEmbeddedEngineDoes()
    {
        var day = RecordedDay.Load();
        var expected = await EmbeddedDay.PlayAsync(day, Path.Combine(folder.FullName, "embedded.db"));
        await using var durable = new DurableDay(day, azurite, Path.Combine(folder.FullName, "queue.db"));

        var played = await durable.PlayAsync();

        played.ShouldBe(expected);
        expected.ShouldContain("Buy entry");
        expected.ShouldContain("Buy dca:1");
        expected.ShouldContain("Sell exit");
    }
}
