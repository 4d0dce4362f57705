using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Adapters.Simulation;
using PowerTrader.Adapters.Storage;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Host.CommandLine;
using PowerTrader.Host.Running;
using PowerTrader.LoopbackExchange;
using PowerTrader.Testing;

namespace PowerTrader.Host.Tests;

/// <summary>The whole trader as on KuCoin, against an exchange over real HTTP and WebSocket on this machine.</summary>
public sealed class LiveFeedTests : IAsyncLifetime
{
    private const string QuotePath = "/api/v1/market/orderbook/level1";

    /// <summary>The first reconnect waits 2 s + ½ × (2¹ − 1) s.</summary>
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(2.5);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-feed-");
    private readonly ManualTimeProvider clock = new(SimulatedMarket.TradingStart.AddSeconds(30));
    private readonly FaultPlan faults = new();
    private readonly TraderSettings settings = TraderSettings.Default with { Coins = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT")] };
    private ExchangeServer server = null!;
    private TradingSystem system = null!;

    private KuCoinLiveFeed Feed => (KuCoinLiveFeed)system.Market.Feed!;

    public async ValueTask InitializeAsync()
    {
        // Pings have tests of their own; here time moves by minutes at once.
        server = await ExchangeServer.StartAsync(new SimulatedMarket(3), clock, faults, pingInterval: TimeSpan.FromHours(12));
        var store = SqliteStore.Open(Path.Combine(folder.FullName, "kucoin.db"), new SqliteStoreOptions { VerifyOnOpen = false });
        system = new TradingSystem(
            new MarketChoice(MarketId.KuCoin, MarketKind.KuCoin, 0, null, default), store, settings.Coins, settings, 1, null,
            wiring: new MarketWiring { Address = server.Address, Time = clock, Random = () => 0.5 });
        await Preparation.RunAsync(system, settings.Cash, new Silent(), default);
        await FeedAsync(() => Feed.State.IsLive);
    }

    public async ValueTask DisposeAsync()
    {
        await system.DisposeAsync();
        await server.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_StreamDropsAndComesBack_QuotesGoOnByRestAndReturnToTheStream()
    {
        await MinuteAsync(published: true);
        server.RequestsOf(QuotePath).ShouldBe(0);
        system.PriceSource.ShouldBe("stream");
        QuotesShouldBeOf(clock.GetUtcNow());

        server.DropStreams();
        await FeedAsync(() => !Feed.State.IsLive);
        system.PriceSource!.ShouldStartWith("REST because ");
        await clock.WhenTimerAsync(FirstDelay);
        await MinuteAsync(published: false);
        server.RequestsOf(QuotePath).ShouldBe(settings.Coins.Count);
        QuotesShouldBeOf(clock.GetUtcNow());

        await FeedAsync(() => Feed.State.IsLive);
        await MinuteAsync(published: true);
        await MinuteAsync(published: true);
        server.RequestsOf(QuotePath).ShouldBe(settings.Coins.Count);
        QuotesShouldBeOf(clock.GetUtcNow());
        var status = await system.Operations.GetStatusAsync(default);
        status.Prices.ShouldBe("stream");
        StatusText.Totals(status, null)[0].ShouldEndWith("prices by stream");
    }

    [Fact]
    public async Task Run_StreamThatIsSilent_IsNotTakenForFresh()
    {
        await MinuteAsync(published: true);

        await MinuteAsync(published: false);

        server.RequestsOf(QuotePath).ShouldBe(settings.Coins.Count);
        QuotesShouldBeOf(clock.GetUtcNow());
    }

    [Fact]
    public async Task Execution_StreamFresh_NeedsNoRequest()
    {
        clock.Advance(TimeSpan.FromSeconds(5));
        await PublishAsync();
        var broker = system.Work.Brokers.For((await system.BookAsync(default)).Head);

        var quote = await broker.GetQuoteAsync(settings.Coins[0], default);

        quote!.VenueTime.ShouldBe(clock.GetUtcNow());
        server.RequestsOf(QuotePath).ShouldBe(0);
    }

    [Fact]
    public async Task Run_HourEnds_TheStreamSaysSoAndTheCandleIsFetched()
    {
        await MinuteAsync(published: true);
        clock.Advance(TimeSpan.FromMinutes(59));
        await FeedAsync(() => !Feed.State.IsLive);
        await clock.WhenTimerAsync(FirstDelay);
        clock.Advance(FirstDelay);
        await FeedAsync(() => Feed.State.IsLive);
        await PublishAsync();

        await FeedAsync(() => Feed.LastEndedHour(settings.Coins[0]) == SimulatedMarket.TradingStart);
        await MinuteAsync(published: true);

        (await system.Work.Candles.NewestAsync(settings.Coins[0], Timeframe.Hour1, default)).ShouldBe(SimulatedMarket.TradingStart);
    }

    [Fact]
    public async Task Dispose_WhileTheStreamFlows_ClosesIt()
    {
        server.OpenStreams.ShouldBe(1);

        await system.DisposeAsync();

        Feed.State.ShouldBe(new Core.Ports.FeedState(false, "the stream was closed"));
        await server.NoStreamsAsync().WaitAsync(TimeSpan.FromSeconds(20));
    }

    /// <summary>To the next minute, with what the stream says then or without, and everything due.</summary>
    private async Task MinuteAsync(bool published)
    {
        clock.Advance(TimeSpan.FromSeconds(60 - clock.GetUtcNow().Second));
        if (published) await PublishAsync();
        await system.Runtime.RunUntilAsync(clock.GetUtcNow(), default);
    }

    private async Task PublishAsync()
    {
        await server.PublishAsync();
        await FeedAsync(() => settings.Coins.All(coin => Feed.Newest(coin)?.VenueTime == clock.GetUtcNow()));
    }

    private void QuotesShouldBeOf(DateTimeOffset time)
    {
        foreach (var coin in settings.Coins) system.Work.Quotes.Of(coin)!.Quote.VenueTime.ShouldBe(time);
    }

    /// <summary>Waits for the feed to become so.</summary>
    private async Task FeedAsync(Func<bool> condition)
    {
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Feed.Changed = () => changed.TrySetResult();
            // Or the condition might be read before the feed can see whom to tell.
            Interlocked.MemoryBarrier();
            if (condition()) return;
            await changed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        }
    }

    private sealed class Silent : IStepProgress
    {
        public void Report(string step, int done, int total)
        {
        }
    }
}
