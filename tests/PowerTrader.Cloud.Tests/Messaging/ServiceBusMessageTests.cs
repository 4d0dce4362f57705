using Azure.Messaging.ServiceBus;
using PowerTrader.Cloud.Messaging;
using PowerTrader.Core.Ports;

namespace PowerTrader.Cloud.Tests.Messaging;

/// <summary>The message as it is sent; what the service does with it needs a namespace.</summary>
public sealed class ServiceBusMessageTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public void ToServiceBus_WithATrace_CarriesItBesideWhatItWasWithout()
    {
        var plain = ServiceBusMessageQueue.ToServiceBus(new QueueMessage("m1", "s1", "{}"));
        var traced = ServiceBusMessageQueue.ToServiceBus(new QueueMessage("m1", "s1", "{}", TraceParent: Trace));

        plain.ApplicationProperties.ShouldBeEmpty();
        traced.ApplicationProperties.OrderBy(each => each.Key, StringComparer.Ordinal).ShouldBe([new("Diagnostic-Id", Trace), new("traceparent", Trace)]);
        (traced.MessageId, traced.SessionId, traced.Body.ToString(), traced.ContentType).ShouldBe((plain.MessageId, plain.SessionId, plain.Body.ToString(), plain.ContentType));
    }

    [Fact]
    public void FromServiceBus_WithATrace_IsTheSameMessage()
    {
        var received = ServiceBusModelFactory.ServiceBusReceivedMessage(
            new BinaryData("{}"), "m1", sessionId: "s1", deliveryCount: 2, lockTokenGuid: new Guid("b7ad6b71-6920-3331-0000-000000000000"), properties: new Dictionary<string, object> { ["traceparent"] = Trace });

        ServiceBusMessageQueue.FromServiceBus("orders", received).ShouldBe(new ReceivedMessage("orders", "m1", "s1", "{}", "b7ad6b71-6920-3331-0000-000000000000", 2));
    }
}
