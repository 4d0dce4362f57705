using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Testing;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Cloud.Storage;
using PowerTrader.Cloud.Tests.Storage;
using PowerTrader.Cloud.Workflows;
using PowerTrader.Core;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Hosting;

/// <summary>
/// The day as the cloud runs it: the app's own composition, each call loaded from the store, tables and blobs by the services' clients against Azurite, workflows on
/// Durable Task's own worker and in-process host. Only the queue is the embedded one: Service Bus has no emulator here.
/// </summary>
/// <remarks>Trading time stands still at each instant of decision; the engine's timers run sixty times as fast as life.</remarks>
internal sealed class DurableDay : IAsyncDisposable
{
    private const double Speed = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly RecordedDay day;
    private readonly ManualTimeProvider time;
    private readonly SteppedTime stepped;
    private readonly SqliteStore store;
    private readonly CloudPorts ports;
    private readonly CloudTrader trader;
    private DurableTaskTestHost? host;

    public DurableDay(RecordedDay day, AzuriteServer azurite, string path)
    {
        this.day = day;
        time = new ManualTimeProvider(day.Begin);
        stepped = new SteppedTime(day.Begin);
        store = SqliteStore.Open(path);
        var clock = new SystemTradingClock(time);
        ports = new CloudPorts(
            new AzureTableStore(azurite.Tables, "day"), new AzureBlobStore(azurite.Blobs), new SqliteMessageQueue(store, clock, TimeProvider.System), new CloudWorld.Secrets(), new CloudWorld.Credential());
        var options = new CloudOptions(RecordedDay.Settings, azurite.Tables.Uri, azurite.Blobs.Uri, azurite.Blobs.Uri, "localhost", null, null, new WorkSchedules
        {
            MarketTick = "10 20,40 * * * *",
            Reconcile = "12 20,40 * * * *",
            TradeTick = "15 20,40 * * * *",
            Prepare = "0 0 * * * *",
        });
        trader = new CloudTrader(
            options, ports, day.Data(time), clock, TimeProvider.System, notifier: null, seams: new CloudSeams { NewEpoch = () => RecordedDay.Epoch, Time = stepped });
    }

    private DurableTaskClient Client => host!.Client;

    public async Task<string> PlayAsync()
    {
        host = await DurableTaskTestHost.StartAsync(registry => DurableBodies.Register(registry, trader.Catalogue, () => trader.Bodies, () => Client));
        await AtAsync(day.Begin, Names.Prepare);
        foreach (var turn in day.Turns)
        {
            await AtAsync(turn.AddSeconds(10), Names.MarketTick);
            await AtAsync(turn.AddSeconds(12), Names.Reconcile);
            await AtAsync(turn.AddSeconds(15), Names.TradeTick);
        }
        return await RecordedDay.CanonicalAsync(ports.Tables);
    }

    public async ValueTask DisposeAsync()
    {
        if (host is not null) await host.DisposeAsync();
        store.Dispose();
    }

    /// <summary>A timer fires; then everything that it began is done before time goes on.</summary>
    private async Task AtAsync(DateTimeOffset instant, string schedule)
    {
        time.Advance(instant - time.GetUtcNow());
        stepped.Stand(instant);
        await trader.RunScheduleAsync(schedule, Client, default);
        do await IdleAsync();
        while (await HandleAsync());
    }

    /// <summary>Handles every message; false where there was none.</summary>
    private async Task<bool> HandleAsync()
    {
        var any = false;
        foreach (var queue in trader.Catalogue.Queues.Keys)
        {
            while (await ports.Queue.ReceiveAsync(queue, default) is { } message)
            {
                any = true;
                (await trader.HandleAsync(message, Client, default)).ShouldBe(HandlerOutcome.Completed);
                (await ports.Queue.CompleteAsync(message, default)).ShouldBeTrue();
            }
        }
        return any;
    }

    private async Task IdleAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        var open = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running]);
        while (await AnyAsync(open)) await Task.Delay(5, patience.Token);
        await foreach (var failed in Client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed], FetchInputsAndOutputs: true)))
            Assert.Fail($"{failed.InstanceId}: {failed.FailureDetails?.ErrorMessage}");
    }

    private async Task<bool> AnyAsync(OrchestrationQuery query)
    {
        await foreach (var _ in Client.GetAllInstancesAsync(query)) return true;
        return false;
    }

    /// <summary>The engine's timers run from the instant at which trading time stands.</summary>
    private sealed class SteppedTime(DateTimeOffset begin) : DurableTime(begin, begin, Speed)
    {
        private DurableTime current = new(DateTimeOffset.UtcNow, begin, Speed);

        public void Stand(DateTimeOffset instant) => current = new DurableTime(DateTimeOffset.UtcNow, instant, Speed);

        public override DateTimeOffset ToTrading(DateTimeOffset engine) => current.ToTrading(engine);

        public override DateTimeOffset ToEngine(DateTimeOffset trading) => current.ToEngine(trading);
    }
}
