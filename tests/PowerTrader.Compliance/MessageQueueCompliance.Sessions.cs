using System.Collections.Concurrent;
using PowerTrader.Core.Ports;

namespace PowerTrader.Compliance;

public abstract partial class MessageQueueCompliance
{
    [Trait("Source", Locks)]
    [Fact(DisplayName = "Lock renewal: the lock lasts its whole time again, and the delivery is not counted")]
    public async Task RenewLock_BeforeTheEnd_KeepsTheMessage()
    {
        await Send("m1", "s1");
        var message = await Receive();
        for (var i = 0; i < 3; i++)
        {
            await PassWallTimeAsync(TimeSpan.FromMinutes(4));
            (await Port.RenewLockAsync(message, Token)).ShouldBeTrue();
            (await Rival.ReceiveAsync(Queue, Token)).ShouldBeNull();
        }
        (await Port.AbandonAsync(message, Token)).ShouldBeTrue();

        (await Receive()).DeliveryCount.ShouldBe(2);
    }

    [Trait("Source", Locks)]
    [Fact(DisplayName = "Lock loss: a lost lock is not renewed, neither before nor after another receiver has the message")]
    public async Task RenewLock_AfterTheEnd_IsFalse()
    {
        await Send("m1", "s1");
        var lost = await Receive();
        await PassWallTimeAsync(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(1));

        (await Port.RenewLockAsync(lost, Token)).ShouldBeFalse();
        var fresh = (await Rival.ReceiveAsync(Queue, Token)).ShouldNotBeNull();
        (await Port.RenewLockAsync(lost, Token)).ShouldBeFalse();
        (await Port.DeadLetterAsync(lost, "Late", "", Token)).ShouldBeFalse();

        (await Rival.CompleteAsync(fresh, Token)).ShouldBeTrue();
        (await Port.RenewLockAsync(fresh, Token)).ShouldBeFalse();
        (await Port.PeekDeadLettersAsync(Queue, 10, Token)).ShouldBeEmpty();
    }

    [Trait("Source", Sessions)]
    [Fact(DisplayName = "Sessions: after a lost lock the session goes on with the same message, not with the next one")]
    public async Task Receive_AfterALostLock_KeepsTheOrderOfTheSession()
    {
        await Send("m1", "s1");
        await Send("m2", "s1");
        await Receive();
        await PassWallTimeAsync(TimeSpan.FromMinutes(6));

        var again = await Receive();

        (again.MessageId, again.DeliveryCount).ShouldBe(("m1", 2));
        (await Rival.ReceiveAsync(Queue, Token)).ShouldBeNull();
    }

    [Trait("Source", Sessions)]
    [Fact(DisplayName = "Sessions: a locked session is exclusive; another receiver gets another session")]
    public async Task Receive_TwoReceivers_NeverShareASession()
    {
        await Send("m1", "s1");
        await Send("m2", "s1");
        await Send("m3", "s2");

        var mine = await Receive();
        var theirs = (await Rival.ReceiveAsync(Queue, Token)).ShouldNotBeNull();

        theirs.SessionId.ShouldNotBe(mine.SessionId);
        (await Rival.ReceiveAsync(Queue, Token)).ShouldBeNull();
        (await Rival.CompleteAsync(mine, Token)).ShouldBeTrue("a lock token settles on any connection");
    }

    [Trait("Source", Sessions)]
    [Fact(DisplayName = "Competing consumers: every message is handled once, and in the order of its session")]
    public async Task Receive_TwoReceiversAtOnce_HandleEachMessageOnceInOrder()
    {
        const int sessions = 5;
        const int each = 12;
        for (var i = 0; i < sessions * each; i++) await Send($"m{i:d3}", $"s{i % sessions}");
        var handled = new ConcurrentQueue<ReceivedMessage>();
        var open = new ConcurrentDictionary<string, int>();

        await Task.WhenAll(((IMessageQueue[])[Port, Rival]).Select(receiver => Task.Run(() => DrainAsync(receiver))));

        handled.Count.ShouldBe(sessions * each);
        handled.ShouldAllBe(message => message.DeliveryCount == 1);
        foreach (var session in handled.GroupBy(message => message.SessionId))
            session.Select(message => message.MessageId).ShouldBe(session.Select(message => message.MessageId).Order(StringComparer.Ordinal));

        async Task DrainAsync(IMessageQueue receiver)
        {
            while (handled.Count < sessions * each)
            {
                if (await receiver.ReceiveAsync(Queue, Token) is not { } message) continue;
                open.AddOrUpdate(message.SessionId, 1, (_, count) => count + 1).ShouldBe(1);
                handled.Enqueue(message);
                open[message.SessionId] = 0;
                (await receiver.CompleteAsync(message, Token)).ShouldBeTrue();
            }
        }
    }

    [Trait("Source", DeadLetters)]
    [Fact(DisplayName = "MaxDeliveryCount in sessions: after a message is dead the session goes on with the next")]
    public async Task Receive_AfterTooManyDeliveries_GoesOnWithTheNext()
    {
        await Send("m1", "s1");
        await Send("m2", "s1");
        for (var i = 0; i < 10; i++) await Port.AbandonAsync(await Receive(), Token);

        var next = await Receive();

        (next.MessageId, next.DeliveryCount).ShouldBe(("m2", 1));
    }

    [Trait("Source", DeadLetters)]
    [Fact(DisplayName = "Dead-lettering: reason and description hold 4,096 characters; the port cuts what is longer")]
    public async Task DeadLetter_LongDescription_IsCut()
    {
        await Send("m1", "s1");

        (await Port.DeadLetterAsync(await Receive(), "Malformed", new string('x', 4095) + "🐎" + new string('y', 100), Token)).ShouldBeTrue();

        (await Port.PeekDeadLettersAsync(Queue, 10, Token)).ShouldHaveSingleItem().Description.ShouldBe(new string('x', 4095));
    }

    [Trait("Source", DeadLetters)]
    [Fact(DisplayName = "Dead letters: of one queue, oldest first, until somebody removes them")]
    public async Task PeekDeadLetters_Several_AreTheQueuesOwnInOrder()
    {
        foreach (var id in (string[])["m1", "m2", "m3"])
        {
            await Send(id, "s1");
            await Port.DeadLetterAsync(await Receive(), "Refused", id, Token);
        }

        (await Port.PeekDeadLettersAsync(Queue, 2, Token)).Select(letter => letter.MessageId).ShouldBe(["m1", "m2"]);
        (await Port.PeekDeadLettersAsync(Queue, 9, Token)).Select(letter => letter.MessageId).ShouldBe(["m1", "m2", "m3"]);
        (await Port.PeekDeadLettersAsync("other", 9, Token)).ShouldBeEmpty();
    }

    [Trait("Source", Duplicates)]
    [Fact(DisplayName = "Duplicate detection: by message id alone, whatever the session; per queue; a dead letter's id counts too")]
    public async Task Send_SameIdElsewhere_IsDroppedPerQueueOnly()
    {
        await Send("m1", "s1");
        await Send("m1", "s2");
        await Port.SendAsync("other", new QueueMessage("m1", "s1", "{}"), Token);

        await Port.DeadLetterAsync(await Receive(), "Refused", "", Token);
        await Send("m1", "s1");

        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
        (await Port.ReceiveAsync("other", Token)).ShouldNotBeNull();
    }

    [Trait("Source", Duplicates)]
    [Fact(DisplayName = "Duplicate detection: the window counts from the first send; a dropped one does not lengthen it")]
    public async Task Send_DroppedDuplicate_DoesNotLengthenTheWindow()
    {
        await Send("m1", "s1", "first");
        await Port.CompleteAsync(await Receive(), Token);
        await PassTradingTimeAsync(TimeSpan.FromMinutes(8));
        await Send("m1", "s1", "second");
        await PassTradingTimeAsync(TimeSpan.FromMinutes(3));
        await Send("m1", "s1", "third");

        (await Receive()).Body.ShouldBe("third");
    }

    [Trait("Source", Scheduled)]
    [Fact(DisplayName = "Scheduled messages: enqueued when due, behind what the session already has, in the order of their instants")]
    public async Task Receive_ScheduledMessages_ComeInTheOrderOfTheirInstants()
    {
        await Port.SendAsync(Queue, new QueueMessage("late", "s1", "{}", "", Now + TimeSpan.FromSeconds(20)), Token);
        await Port.SendAsync(Queue, new QueueMessage("soon", "s1", "{}", "", Now + TimeSpan.FromSeconds(10)), Token);
        await Port.SendAsync(Queue, new QueueMessage("soon2", "s1", "{}", "", Now + TimeSpan.FromSeconds(10)), Token);
        await PassTradingTimeAsync(TimeSpan.FromSeconds(5));
        await Send("now", "s1");
        await PassTradingTimeAsync(TimeSpan.FromSeconds(15));

        var order = new List<string>();
        while (await Port.ReceiveAsync(Queue, Token) is { } message)
        {
            order.Add(message.MessageId);
            await Port.CompleteAsync(message, Token);
        }

        order.ShouldBe(["now", "soon", "soon2", "late"]);
    }

    [Trait("Source", Quotas)]
    [Theory(DisplayName = "Message size: 256 KB with headers; characters count as they are sent")]
    [InlineData("x", (256 * 1024) - 2048, true)]
    [InlineData("x", (256 * 1024) - 512, false)]
    [InlineData("€", 86_000, true)]
    [InlineData("€", 87_300, false)]
    public async Task Send_BodyAtTheLimit_IsTakenAndOverItRefused(string character, int times, bool taken)
    {
        var body = string.Concat(Enumerable.Repeat(character, times));

        (await Port.SendAsync(Queue, new QueueMessage("m1", "s1", body), Token)).ShouldBe(taken ? SendResult.Accepted : SendResult.TooLarge);
        (await Port.ReceiveAsync(Queue, Token))?.Body.ShouldBe(body);
    }
}
