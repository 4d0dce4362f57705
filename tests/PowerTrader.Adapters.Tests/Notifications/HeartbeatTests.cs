using System.Net;
using PowerTrader.Adapters.Notifications;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Notifications;

public sealed class HeartbeatTests : IDisposable
{
    private const string Secret = "a-secret-part";

    private readonly ManualTimeProvider time = new(new DateTimeOffset(2025, 1, 1, 0, 0, 15, TimeSpan.Zero));
    private readonly Watcher watcher = new();
    private readonly Heartbeat heart;

    public HeartbeatTests() => heart = new Heartbeat(new HttpClient(watcher), new Uri($"https://watch.invalid/{Secret}"), time);

    public void Dispose() => watcher.Dispose();

    [Fact]
    public async Task Beat_SeveralInAMinute_AsksOnce()
    {
        await heart.BeatAsync(default);
        await heart.BeatAsync(default);
        time.Advance(TimeSpan.FromMinutes(1));
        await heart.BeatAsync(default);

        watcher.Asked.ShouldBe(2);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(null)]
    public async Task Beat_WatcherGone_IsToldOnce_WithoutItsAddress_AndStopsNothing(HttpStatusCode? status)
    {
        watcher.Status = status;
        var first = await heart.BeatAsync(default);
        time.Advance(TimeSpan.FromMinutes(1));
        var second = await heart.BeatAsync(default);

        first.ShouldNotBeNull().ShouldNotContain(Secret);
        second.ShouldBeNull();
        heart.Trouble.ShouldBe(first);
        watcher.Status = HttpStatusCode.OK;
        time.Advance(TimeSpan.FromMinutes(1));
        (await heart.BeatAsync(default)).ShouldBeNull();
        heart.Trouble.ShouldBeNull();
    }

    private sealed class Watcher : HttpMessageHandler
    {
        /// <summary>Null for no answer.</summary>
        public HttpStatusCode? Status { get; set; } = HttpStatusCode.OK;

        public int Asked { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            return Status is { } status ? Task.FromResult(new HttpResponseMessage(status)) : throw new HttpRequestException($"no route to {request.RequestUri}");
        }
    }
}
