using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance;

/// <summary>What every <see cref="IMessageQueue"/> keeps to; each case names the rule of Azure Service Bus that it encodes.</summary>
/// <remarks>Expects a duplicate window of 10 minutes, 10 deliveries and locks of 5 minutes or less.</remarks>
public abstract partial class MessageQueueCompliance
{
    private const string Docs = "https://learn.microsoft.com/en-us/azure/service-bus-messaging/";
    private const string Sessions = Docs + "message-sessions";
    private const string Locks = Docs + "message-transfers-locks-settlement";
    private const string DeadLetters = Docs + "service-bus-dead-letter-queues";
    private const string Duplicates = Docs + "duplicate-detection";
    private const string Scheduled = Docs + "message-sequencing";
    private const string Quotas = Docs + "service-bus-quotas";

    protected virtual string Queue => "orders";

    protected abstract IMessageQueue Port { get; }

    /// <summary>A second receiver of the same queues, where the adapter can have one.</summary>
    protected virtual IMessageQueue Rival => Port;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Instant of trading time.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>Lets trading time pass, for windows and due times.</summary>
    protected abstract Task PassTradingTimeAsync(TimeSpan time);

    /// <summary>Lets wall time pass, for locks.</summary>
    protected abstract Task PassWallTimeAsync(TimeSpan time);

    [Trait("Source", Sessions)]
    [Fact(DisplayName = "Sessions: FIFO within a session, one message of a session at a time")]
    public async Task Receive_OneSession_GivesMessagesOneByOneInOrder()
    {
        await Send("m1", "s1");
        await Send("m2", "s1");

        var first = await Receive();
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
        (await Port.CompleteAsync(first, Token)).ShouldBeTrue();

        first.MessageId.ShouldBe("m1");
        (await Receive()).MessageId.ShouldBe("m2");
    }

    [Trait("Source", Sessions)]
    [Fact(DisplayName = "Sessions: a held session does not hold the others; a queue does not hold another queue")]
    public async Task Receive_OtherSession_IsNotHeld()
    {
        await Send("m1", "s1");
        await Send("m2", "s2");
        await Port.SendAsync("other", new QueueMessage("m1", "s1", "{}"), Token);

        var sessions = new[] { (await Receive()).SessionId, (await Receive()).SessionId };

        sessions.Order(StringComparer.Ordinal).ShouldBe(["s1", "s2"]);
        (await Port.ReceiveAsync("other", Token)).ShouldNotBeNull();
    }

    [Trait("Source", Locks)]
    [Fact(DisplayName = "Peek-lock: an abandoned message is delivered again at once, before later ones of its session, and counted")]
    public async Task Abandon_Message_ComesAgainFirst()
    {
        await Send("m1", "s1");
        await Send("m2", "s1");

        var first = await Receive();
        (await Port.AbandonAsync(first, Token)).ShouldBeTrue();

        var again = await Receive();
        again.MessageId.ShouldBe("m1");
        (first.DeliveryCount, again.DeliveryCount).ShouldBe((1, 2));
    }

    [Trait("Source", DeadLetters)]
    [Fact(DisplayName = "MaxDeliveryCount 10: the tenth abandoned delivery goes to the dead letters")]
    public async Task Abandon_TenTimes_DeadLetters()
    {
        await Send("m1", "s1");
        for (var i = 1; i <= 10; i++)
        {
            var message = await Receive();
            message.DeliveryCount.ShouldBe(i);
            await Port.AbandonAsync(message, Token);
        }

        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
        var dead = (await Port.PeekDeadLettersAsync(Queue, 10, Token)).ShouldHaveSingleItem();
        (dead.MessageId, dead.Reason, dead.DeliveryCount).ShouldBe(("m1", "MaxDeliveryCountExceeded", 10));
    }

    [Trait("Source", DeadLetters)]
    [Fact(DisplayName = "Dead-lettering: reason and description are kept; the next message of the session follows")]
    public async Task DeadLetter_Message_KeepsReasonAndFreesTheSession()
    {
        await Send("m1", "s1", "{\"x\":1}");
        await Send("m2", "s1");

        (await Port.DeadLetterAsync(await Receive(), "Malformed", "no v", Token)).ShouldBeTrue();

        (await Receive()).MessageId.ShouldBe("m2");
        var dead = (await Port.PeekDeadLettersAsync(Queue, 10, Token)).ShouldHaveSingleItem();
        dead.ShouldBe(new DeadLetter("m1", "s1", "{\"x\":1}", "Malformed", "no v", 1));
        (await Port.PeekDeadLettersAsync(Queue, 10, Token)).Count.ShouldBe(1);
    }

    [Trait("Source", Duplicates)]
    [Fact(DisplayName = "Duplicate detection: an id is dropped within the window even after completion, and taken again after it")]
    public async Task Send_SameId_IsDroppedWithinTheWindow()
    {
        await Send("m1", "s1", "first");
        await Send("m1", "s1", "second");
        var message = await Receive();
        await Port.CompleteAsync(message, Token);
        await PassTradingTimeAsync(TimeSpan.FromMinutes(9));
        await Send("m1", "s1", "third");

        message.Body.ShouldBe("first");
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();

        await PassTradingTimeAsync(TimeSpan.FromMinutes(2));
        await Send("m1", "s1", "fourth");
        (await Receive()).Body.ShouldBe("fourth");
    }

    [Trait("Source", Duplicates)]
    [Fact(DisplayName = "Duplicate detection compares the MessageId alone: the sender's trace changes nothing")]
    public async Task Send_SameIdFromAnotherTrace_IsTheSameMessage()
    {
        foreach (var trace in (string?[])["00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null])
            (await Port.SendAsync(Queue, new QueueMessage("m1", "s1", "{}", TraceParent: trace), Token)).ShouldBe(SendResult.Accepted);

        var message = await Receive();
        (message.MessageId, message.SessionId, message.Body, message.DeliveryCount).ShouldBe(("m1", "s1", "{}", 1));
        await Port.CompleteAsync(message, Token);
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
    }

    [Trait("Source", Scheduled)]
    [Fact(DisplayName = "Scheduled messages: invisible until due, and they hold nobody up meanwhile")]
    public async Task Receive_BeforeItsTime_GivesTheLaterOne()
    {
        await Port.SendAsync(Queue, new QueueMessage("m1", "s1", "{}", "", Now + TimeSpan.FromSeconds(30)), Token);
        await Send("m2", "s1");

        var first = await Receive();
        await Port.CompleteAsync(first, Token);
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
        await PassTradingTimeAsync(TimeSpan.FromSeconds(30));

        first.MessageId.ShouldBe("m2");
        (await Receive()).MessageId.ShouldBe("m1");
    }

    [Trait("Source", Locks)]
    [Fact(DisplayName = "Lock duration: after it the message is delivered again, counted, and the old lock settles nothing")]
    public async Task Complete_AfterTheLock_IsFalseAndTheMessageComesAgain()
    {
        await Send("m1", "s1");
        var stale = await Receive();
        await PassWallTimeAsync(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        (await Port.CompleteAsync(stale, Token)).ShouldBeFalse();
        var fresh = await Receive();
        (await Port.AbandonAsync(stale, Token)).ShouldBeFalse();

        (fresh.MessageId, fresh.DeliveryCount).ShouldBe(("m1", 2));
        (await Port.CompleteAsync(fresh, Token)).ShouldBeTrue();
        (await Port.CompleteAsync(fresh, Token)).ShouldBeFalse();
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
    }

    [Trait("Source", DeadLetters)]
    [Fact(DisplayName = "MaxDeliveryCount 10: ten expired locks end in the dead letters too")]
    public async Task Receive_TenExpiredLocks_DeadLetters()
    {
        await Send("m1", "s1");
        for (var i = 0; i < 10; i++)
        {
            await Receive();
            await PassWallTimeAsync(TimeSpan.FromMinutes(6));
        }

        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
        (await Port.PeekDeadLettersAsync(Queue, 10, Token)).ShouldHaveSingleItem().Reason.ShouldBe("MaxDeliveryCountExceeded");
    }

    [Trait("Source", Quotas)]
    [Fact(DisplayName = "Message size: 256 KB")]
    public async Task Send_BodyOverTheLimit_IsTooLarge()
    {
        (await Port.SendAsync(Queue, new QueueMessage("m1", "s1", new string('x', 256 * 1024 + 1)), Token)).ShouldBe(SendResult.TooLarge);
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();

        (await Port.SendAsync(Queue, new QueueMessage("m1", "s1", new string('x', 200 * 1024)), Token)).ShouldBe(SendResult.Accepted);
        (await Receive()).Body.Length.ShouldBe(200 * 1024);
    }

    [Trait("Source", Locks)]
    [Fact(DisplayName = "Lost reply of a completion: settling again says false, and nothing is delivered again")]
    public async Task Complete_Twice_SaysFalseAndDeliversNothing()
    {
        await Send("m1", "s1");
        var message = await Receive();
        await Port.CompleteAsync(message, Token);

        (await Port.CompleteAsync(message, Token)).ShouldBeFalse();
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
    }

    private async Task Send(string id, string session, string body = "{}") =>
        (await Port.SendAsync(Queue, new QueueMessage(id, session, body), Token)).ShouldBe(SendResult.Accepted);

    private async Task<ReceivedMessage> Receive() => (await Port.ReceiveAsync(Queue, Token)).ShouldNotBeNull();
}
