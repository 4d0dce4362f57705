using Azure.Messaging.ServiceBus;
using Azure.Messaging.ServiceBus.Administration;
using PowerTrader.Cloud.Messaging;
using PowerTrader.Compliance;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Messaging;

/// <summary>The very suite that the embedded queue passes, on a real namespace: where <c>POWERTRADER_TEST_SERVICEBUS</c> holds a connection string that may manage it.</summary>
/// <remarks>Time cannot be made to pass there: locks and windows are waited for, a quarter of an hour in all. Nothing of it runs where there is no namespace.</remarks>
[Trait("Tier", "long")]
public sealed class ServiceBusMessageQueueTests : MessageQueueCompliance, IAsyncLifetime
{
    private readonly string queue = $"test-{Guid.NewGuid():N}";
    private ServiceBusAdministrationClient? administration;
    private ServiceBusClient? client;
    private ServiceBusMessageQueue? port;

    protected override string Queue => queue;

    protected override IMessageQueue Port => port!;

    protected override DateTimeOffset Now => DateTimeOffset.UtcNow;

    public async ValueTask InitializeAsync()
    {
        var connection = Environment.GetEnvironmentVariable("POWERTRADER_TEST_SERVICEBUS");
        Assert.SkipWhen(string.IsNullOrEmpty(connection), "There is no Service Bus namespace to test on: set POWERTRADER_TEST_SERVICEBUS.");
        administration = new ServiceBusAdministrationClient(connection);
        foreach (var name in (string[])[queue, "other"])
        {
            if (!await administration.QueueExistsAsync(name)) await administration.CreateQueueAsync(Properties(name));
        }
        client = new ServiceBusClient(connection);
        port = new ServiceBusMessageQueue(client);
    }

    public async ValueTask DisposeAsync()
    {
        if (port is not null) await port.DisposeAsync();
        if (client is not null) await client.DisposeAsync();
        if (administration is not null) await administration.DeleteQueueAsync(queue);
    }

    protected override Task PassTradingTimeAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    protected override Task PassWallTimeAsync(TimeSpan time) => Task.Delay(time, TestContext.Current.CancellationToken);

    /// <summary>As infra/ makes them.</summary>
    private static CreateQueueOptions Properties(string name) => new(name)
    {
        RequiresSession = true,
        RequiresDuplicateDetection = true,
        DuplicateDetectionHistoryTimeWindow = MessageRules.DuplicateWindow,
        LockDuration = MessageRules.LockTime,
        MaxDeliveryCount = MessageRules.MaxDeliveries,
    };
}
