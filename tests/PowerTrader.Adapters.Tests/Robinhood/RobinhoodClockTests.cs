using PowerTrader.Adapters.Robinhood;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>This machine's clock may be wrong; the venue's replies tell.</summary>
public class RobinhoodClockTests
{
    private static readonly DateTimeOffset Start = TestInstants.Start;

    [Theory]
    [InlineData(-200)]
    [InlineData(-45)]
    [InlineData(45)]
    [InlineData(200)]
    public async Task Get_WithAClockThatIsOff_IsSignedWithTheVenuesTime(int secondsOff)
    {
        var local = new ManualTimeProvider(Start.AddSeconds(secondsOff));
        using var seat = new RobinhoodSeat(clientTime: local);
        seat.Show(99.9m, 100);
        local.Advance(TimeSpan.FromSeconds(1));

        var account = await seat.Broker.GetAccountAsync(default);
        var quote = (await seat.Broker.GetQuoteAsync(RobinhoodSeat.Btc, default))!;

        account.ClockSkew.TotalSeconds.ShouldBe(-secondsOff, 1);
        quote.Age(local.GetUtcNow()).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(2), "a quote's age is told by this machine's clock");
        (await seat.Broker.PlaceAsync(seat.Buy(1, 99), default)).ShouldBeOfType<PlaceResult.Accepted>();
        seat.Handler.Requests.Count(request => request.Path.EndsWith("/accounts/", StringComparison.Ordinal)).ShouldBe(2, "the first was refused, the second signed anew");
    }

    [Theory]
    [InlineData(-400, "behind")]
    [InlineData(400, "ahead of")]
    public async Task Get_WithAClockTooFarOff_IsAnErrorForAPerson_AndNothingIsPlaced(int secondsOff, string word)
    {
        using var seat = new RobinhoodSeat(clientTime: new ManualTimeProvider(Start.AddSeconds(secondsOff)));
        seat.Show(99.9m, 100);

        var refused = await Should.ThrowAsync<VenueAccessException>(() => seat.Broker.GetAccountAsync(default));
        var answer = await seat.Broker.PlaceAsync(seat.Buy(1, 99), default);

        refused.Access.ShouldBe(VenueAccess.Clock);
        refused.Message.ShouldContain($"s {word} Robinhood's");
        answer.ShouldBeOfType<PlaceResult.Rejected>().Error.Code.ShouldBe("not-sent");
        seat.Placements.ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_AfterTheClockWasSet_WorksAgain()
    {
        var local = new ManualTimeProvider(Start.AddSeconds(-3600));
        using var seat = new RobinhoodSeat(clientTime: local);
        await Should.ThrowAsync<VenueAccessException>(() => seat.Broker.GetAccountAsync(default));

        local.Advance(TimeSpan.FromSeconds(3600));

        (await seat.Broker.GetAccountAsync(default)).ClockSkew.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void Observe_WithinASecondAndTheRoundTrip_LearnsNothing()
    {
        var clock = new RobinhoodClock(new ManualTimeProvider(Start));

        clock.Observe(Start.AddSeconds(-1), Start.AddSeconds(-0.5), Start).ShouldBeFalse();
        clock.Observe(Start.AddSeconds(5), Start.AddSeconds(-10), Start).ShouldBeTrue("whatever the round trip, it is ahead");
        clock.Skew.ShouldBe(TimeSpan.FromSeconds(10.5));
        clock.Observe(Start, Start, Start).ShouldBeTrue();
        clock.Skew.ShouldBe(TimeSpan.Zero);
    }
}
