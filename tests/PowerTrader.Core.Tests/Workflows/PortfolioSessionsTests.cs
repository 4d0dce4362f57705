using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

public sealed class PortfolioSessionsTests
{
    private static readonly IReadOnlyList<PortfolioKey> Keys = [.. Enumerable.Range(0, 50).Select(i => new PortfolioKey($"t-{i}", "main"))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task ForEach_SoManyAtOnce_ServesEachOnce_AndNeverMore(int atOnce)
    {
        var sessions = Sessions(atOnce);
        var gate = new Lock();
        var served = new List<int>();
        var (running, most) = (0, 0);

        await sessions.ForEachAsync(async (place, key) =>
        {
            key.ShouldBe(Keys[place]);
            lock (gate)
            {
                served.Add(place);
                most = Math.Max(most, ++running);
            }
            await Task.Yield();
            lock (gate) running--;
        });

        served.Order().ShouldBe(Enumerable.Range(0, Keys.Count));
        most.ShouldBeLessThanOrEqualTo(atOnce);
        if (atOnce == 1) served.ShouldBe(Enumerable.Range(0, Keys.Count));
        else most.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task ForEach_AFault_EndsItAndIsTold()
    {
        var served = 0;

        var fault = await Should.ThrowAsync<InvalidOperationException>(() => Sessions(1).ForEachAsync((place, _) =>
        {
            served++;
            return place == 3 ? throw new InvalidOperationException("the fourth") : Task.CompletedTask;
        }));

        fault.Message.ShouldBe("the fourth");
        served.ShouldBe(4);
    }

    private static PortfolioSessions Sessions(int atOnce) => new(new PortfolioStore(new InMemoryTableStore()), Keys) { AtOnce = atOnce };
}
