using PowerTrader.Adapters.Tests.KuCoin.Spot;
using PowerTrader.Adapters.Tests.Robinhood;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Venues;

/// <summary>What time it is at the venue, whatever anybody does to this machine's clock.</summary>
public class VenueTimeTests
{
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1.1);

    private readonly ManualTimeProvider world = new(TestInstants.Start);

    [Theory]
    [InlineData(-7200)]
    [InlineData(30)]
    [InlineData(86_400)]
    public async Task VenueNow_OfKuCoin_IsNotMovedByThisMachinesClock(int seconds)
    {
        var machine = new SetTimeProvider(world);
        using var kucoin = new KuCoinUnderTest(world, clientTime: machine);
        kucoin.Show(99.9m, 100);
        kucoin.Broker.VenueNow.ShouldBeNull("nobody has asked yet");
        await kucoin.Broker.GetQuoteAsync(KuCoinUnderTest.Btc, default);

        machine.Ahead = TimeSpan.FromSeconds(seconds);
        world.Advance(TimeSpan.FromSeconds(7));

        (kucoin.Broker.VenueNow!.Value - world.GetUtcNow()).Duration().ShouldBeLessThan(Rounding);
    }

    [Theory]
    [InlineData(-7200)]
    [InlineData(30)]
    [InlineData(86_400)]
    public async Task VenueNow_OfRobinhood_IsNotMovedByThisMachinesClock(int seconds)
    {
        using var seat = new RobinhoodSeat(machine: time => new SetTimeProvider(time));
        seat.Show(99.9m, 100);
        seat.Broker.VenueNow.ShouldBeNull("nobody has asked yet");
        await seat.Broker.GetAccountAsync(default);

        ((SetTimeProvider)seat.ClientTime).Ahead = TimeSpan.FromSeconds(seconds);
        seat.Time.Advance(TimeSpan.FromSeconds(7));

        (seat.Broker.VenueNow!.Value - seat.Time.GetUtcNow()).Duration().ShouldBeLessThan(Rounding);
    }
}
