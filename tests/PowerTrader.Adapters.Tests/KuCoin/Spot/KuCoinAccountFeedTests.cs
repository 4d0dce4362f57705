using System.Threading.Channels;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Ports;
using PowerTrader.LoopbackExchange.Venues;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>The private stream only wakes: what it says is asked for, and without it nothing is missed.</summary>
public class KuCoinAccountFeedTests
{
    private static readonly ClientOrderId Id = ClientOrderId.Parse("7d54abe2-1c6c-5f0e-9d7a-000000000001");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Feed_OfAnAccount_HintsAtItsOrdersAndComesBackAfterADrop()
    {
        var time = new ManualTimeProvider(TestInstants.Start);
        await using var served = await ServedKuCoin.StartAsync(time);
        served.Venue.Show(KuCoinUnderTest.Btc, new SimulatedQuote(99.9m, 1000, 100, 1000));
        await served.Broker.GetQuoteAsync(KuCoinUnderTest.Btc, Token);
        using var http = new HttpClient { BaseAddress = served.Server.Address };
        using var client = new KuCoinSpotClient(http, _ => Task.FromResult<KuCoinKeys?>(KuCoinUnderTest.NewKeys()), SpotApi.Hf, time);
        var hints = Channel.CreateUnbounded<AccountHint>();
        await using var feed = new KuCoinAccountFeed(client, new WebSocketConnector(), time, () => 0);
        feed.Start(hint => hints.Writer.TryWrite(hint));

        (await hints.Reader.ReadAsync(Token)).ShouldBe(default, "whatever happened before must be asked for");
        feed.State.IsLive.ShouldBeTrue(feed.State.Reason);
        await served.Broker.PlaceAsync(new PlaceRequest(Id, KuCoinUnderTest.Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);
        (await hints.Reader.ReadAsync(Token)).ShouldBe(new AccountHint(Id, KuCoinUnderTest.Btc));

        served.Server.DropStreams();
        await time.WhenTimerAsync(TimeSpan.FromSeconds(2));
        feed.State.IsLive.ShouldBeFalse();
        while (hints.Reader.TryRead(out _)) continue;
        time.Advance(TimeSpan.FromSeconds(2));

        (await hints.Reader.ReadAsync(Token)).ShouldBe(default);
        feed.State.IsLive.ShouldBeTrue(feed.State.Reason);
    }

    [Fact]
    public async Task Feed_NeverConnected_LosesNothing()
    {
        var time = new ManualTimeProvider(TestInstants.Start);
        using var kucoin = new KuCoinUnderTest(time);
        kucoin.Show(99.9m, 100);
        kucoin.Wire.ServeStreamsAt(new Uri("ws://127.0.0.1:9/"));
        var heard = 0;
        var down = new NoConnector();
        await using (var feed = new KuCoinAccountFeed(kucoin.Client, down, time, () => 0))
        {
            feed.Start(_ => heard++);
            await down.Asked.Task;
            feed.State.IsLive.ShouldBeFalse();
            await kucoin.Broker.PlaceAsync(new PlaceRequest(Id, KuCoinUnderTest.Btc, OrderSide.Buy, new Quantity(1), new Price(101)), Token);
        }

        heard.ShouldBe(0);
        (await kucoin.Broker.FindAsync(new OrderRef(Id, KuCoinUnderTest.Btc, TestInstants.Start), Token))!.Status.ShouldBe(VenueOrderStatus.Filled);
    }

    /// <summary>Whatever a venue names as its stream server: the feed says what is wrong, and tries again.</summary>
    [Fact]
    public async Task Feed_SentToWhatIsNoStream_SaysSoAndTriesAgain()
    {
        var time = new ManualTimeProvider(TestInstants.Start);
        using var kucoin = new KuCoinUnderTest(time);
        kucoin.Wire.ServeStreamsAt(new Uri("http://127.0.0.1:9/"));
        await using var feed = new KuCoinAccountFeed(kucoin.Client, new WebSocketConnector(), time, () => 0);

        feed.Start(_ => { });
        await time.WhenTimerAsync(TimeSpan.FromSeconds(2));

        feed.State.IsLive.ShouldBeFalse();
        feed.State.Reason.ShouldNotBeEmpty();
        time.Advance(TimeSpan.FromSeconds(2));
        await time.WhenTimerAsync(TimeSpan.FromSeconds(2));
    }

    /// <summary>Knows no way to any server.</summary>
    private sealed class NoConnector : IStreamConnector
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<IStreamConnection> ConnectAsync(Uri address, CancellationToken cancellationToken)
        {
            Asked.TrySetResult();
            throw new TransientException("there is no way");
        }
    }
}
