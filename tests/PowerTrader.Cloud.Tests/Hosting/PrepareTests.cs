using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>A trader that nobody starts: a schedule finds out what is missing.</summary>
public sealed class PrepareTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("powertrader-prepare-");
    private readonly List<string> faults = [];
    private int epochs;

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Prepare_AnEmptyStore_OpensATraderOnce()
    {
        using var store = SqliteStore.Open(Path.Combine(folder.FullName, "a.db"));

        var work = await RunAsync(store, "BTC-USDT", TimeSpan.FromMinutes(25));

        var head = (await work.Sessions.Store.GetHeadAsync(RecordedDay.Portfolio, default))!;
        head.Epoch.ShouldBe("epoch 1");
        head.StartCash.Amount.ShouldBe(100_000m);
        (await work.HasCheckpointAsync(default)).ShouldBeTrue();
        (await work.Candles.NewestAsync(RecordedDay.Coin, Timeframe.Hour1, default)).ShouldNotBeNull();
        // Three occurrences, of which the later two found everything there.
        epochs.ShouldBe(1);
        faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Prepare_ChangedSettings_FollowsThem()
    {
        using var store = SqliteStore.Open(Path.Combine(folder.FullName, "a.db"));
        await RunAsync(store, "BTC-USDT", TimeSpan.FromMinutes(5));

        var work = await RunAsync(store, "BTC-USDT\nstrategy.startLevel=6", TimeSpan.FromMinutes(20));

        var head = (await work.Sessions.Store.GetHeadAsync(RecordedDay.Portfolio, default))!;
        head.SettingsVersion.ShouldBe(2);
        head.Epoch.ShouldBe("epoch 1");
    }

    [Fact]
    public async Task Prepare_ACoinThatNobodyLists_OpensNothingAndSaysWhich()
    {
        using var store = SqliteStore.Open(Path.Combine(folder.FullName, "a.db"));

        var work = await RunAsync(store, "ETH-USDT", TimeSpan.FromMinutes(5));

        (await work.Sessions.Store.GetHeadAsync(RecordedDay.Portfolio, default)).ShouldBeNull();
        faults.ShouldContain(fault => fault.Contains("'ETH-USDT' is not listed") && fault.Contains("choose among BTC-USDT"));
    }

    private async Task<TraderWork> RunAsync(SqliteStore store, string coins, TimeSpan time)
    {
        var day = RecordedDay.MadeUp();
        var settings = TraderSettings.Parse($"market=kucoin\ncash=100000\ncoins={coins}", "test");
        var clock = SimulatedClock.Open(store, day.Begin);
        var catalogue = new WorkCatalogue();
        var ports = EmbeddedPorts.Over(store, catalogue, clock, TimeProvider.System);
        var market = new WorkMarket(day.Market, day.Data(clock.TimeProvider), null);
        TraderWork Compose() => new(
            new WorkPorts(ports.Tables, ports.Blobs, ports.Queue, ports.Workflows, clock, ports.Wall), market, settings.Coins, settings, [RecordedDay.Portfolio],
            prices => new PaperBrokers(ports.Tables, prices, clock.TimeProvider, settings.Costs, IPortDecorator.None));
        // Only preparing is due within the time: what a market tick does before there is a trader is not the subject.
        const string never = "0 0 0 1 1 *";
        PerCallCatalogue.Fill(catalogue, Compose(), async token =>
        {
            var work = Compose();
            await work.LoadAsync(token);
            return work;
        }, new WorkHooks
        {
            NewEpoch = () => $"epoch {++epochs}",
            Schedules = new WorkSchedules { MarketTick = never, TradeTick = never, Reconcile = never, Repair = never, Train = never, DailyClose = never },
        });
        var options = new EmbeddedRuntimeOptions { Speed = double.PositiveInfinity, OnFault = (_, name, fault) => faults.Add($"{name}: {fault.Message}") };
        await new EmbeddedRuntime(catalogue, ports, options).RunUntilAsync(clock.Now + time, default);
        return Compose();
    }
}
