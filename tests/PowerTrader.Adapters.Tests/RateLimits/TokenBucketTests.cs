using PowerTrader.Adapters.RateLimits;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.RateLimits;

public class TokenBucketTests
{
    private readonly ManualTimeProvider time = new(TestInstants.Start);

    [Fact]
    public void TryEnter_BeyondTheBurst_WaitsForTheNextToken()
    {
        using var bucket = new TokenBucket(3, 60, time);
        for (var i = 0; i < 3; i++) bucket.TryEnter(0).ShouldBeNull();

        bucket.TryEnter(0)!.Value.TotalSeconds.ShouldBe(1, 0.01);
        time.Advance(TimeSpan.FromSeconds(1));

        bucket.TryEnter(0).ShouldBeNull();
        bucket.TryEnter(0).ShouldNotBeNull();
        bucket.Requests.ShouldBe(4);
    }

    [Fact]
    public void TryEnter_WithAReserve_LeavesItToOthers()
    {
        using var bucket = new TokenBucket(3, 60, time);

        bucket.TryEnter(2).ShouldBeNull();
        bucket.TryEnter(2).ShouldNotBeNull();
        bucket.TryEnter(0).ShouldBeNull();
        bucket.TryEnter(0).ShouldBeNull();
        bucket.TryEnter(0).ShouldNotBeNull();
    }

    [Fact]
    public void TryEnter_AfterALongRest_HasNoMoreThanTheBurst()
    {
        using var bucket = new TokenBucket(2, 60, time);
        time.Advance(TimeSpan.FromHours(1));

        bucket.TryEnter(0).ShouldBeNull();
        bucket.TryEnter(0).ShouldBeNull();
        bucket.TryEnter(0).ShouldNotBeNull();
    }

    [Fact]
    public void Drain_ToldHowLong_IsClosedUntilThen()
    {
        using var bucket = new TokenBucket(3, 60, time);

        bucket.Drain(TimeSpan.FromSeconds(30));

        bucket.TryEnter(0).ShouldBe(TimeSpan.FromSeconds(30));
        time.Advance(TimeSpan.FromSeconds(30));
        bucket.TryEnter(0).ShouldBeNull();
    }

    [Fact]
    public async Task EnterAsync_WithoutAToken_WaitsForOne_AndACancelledWaitTakesNothing()
    {
        using var bucket = new TokenBucket(1, 60, time);
        await bucket.EnterAsync(0, default);
        using var stop = new CancellationTokenSource();
        var given = bucket.EnterAsync(0, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => given);

        var waiting = bucket.EnterAsync(0, default);
        waiting.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1.1));
        await waiting;

        bucket.Requests.ShouldBe(2);
    }
}
