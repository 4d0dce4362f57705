using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Compliance;

public abstract partial class MessageQueueCompliance
{
    [Trait("Source", Duplicates)]
    [Fact(DisplayName = "Lost reply of a send: sending again within the window leaves one message")]
    public async Task Send_ReplyLost_CanBeRepeated()
    {
        var losing = new LostReplies(1).Over(Port);
        var message = new QueueMessage("m1", "s1", "{}");

        await Should.ThrowAsync<AmbiguousException>(() => losing.SendAsync(Queue, message, Token));
        (await losing.SendAsync(Queue, message, Token)).ShouldBe(SendResult.Accepted);

        await Port.CompleteAsync(await Receive(), Token);
        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
    }

    [Trait("Source", Locks)]
    [Fact(DisplayName = "Lost reply of a receive: nobody knows of the lock, so the message comes again after it, counted")]
    public async Task Receive_ReplyLost_IsDeliveredAfterTheLock()
    {
        await Send("m1", "s1");

        await Should.ThrowAsync<AmbiguousException>(() => new LostReplies(1).Over(Port).ReceiveAsync(Queue, Token));

        (await Port.ReceiveAsync(Queue, Token)).ShouldBeNull();
        await PassWallTimeAsync(TimeSpan.FromMinutes(6));
        var again = await Receive();
        (again.MessageId, again.DeliveryCount).ShouldBe(("m1", 2));
    }

    public enum Settling
    {
        Complete,
        Abandon,
        DeadLetter,
    }

    [Trait("Source", Locks)]
    [Theory(DisplayName = "Lost reply of a settlement: settling again says false, and what was done stays done, once")]
    [InlineData(Settling.Complete, 0, 0)]
    [InlineData(Settling.Abandon, 1, 0)]
    [InlineData(Settling.DeadLetter, 0, 1)]
    public async Task Settle_ReplyLost_IsDoneOnce(Settling how, int delivered, int dead)
    {
        await Send("m1", "s1");
        var message = await Receive();
        var losing = new LostReplies(1).Over(Port);

        await Should.ThrowAsync<AmbiguousException>(() => SettleAsync(losing));
        (await SettleAsync(losing)).ShouldBeFalse();

        (await Port.ReceiveAsync(Queue, Token) is null ? 0 : 1).ShouldBe(delivered);
        (await Port.PeekDeadLettersAsync(Queue, 10, Token)).Count.ShouldBe(dead);

        Task<bool> SettleAsync(IMessageQueue queue) => how switch
        {
            Settling.Complete => queue.CompleteAsync(message, Token),
            Settling.Abandon => queue.AbandonAsync(message, Token),
            _ => queue.DeadLetterAsync(message, "Refused", "", Token),
        };
    }

    [Trait("Source", Locks)]
    [Fact(DisplayName = "Lost reply of a renewal: renewing again is as good")]
    public async Task RenewLock_ReplyLost_CanBeRepeated()
    {
        await Send("m1", "s1");
        var message = await Receive();
        var losing = new LostReplies(1).Over(Port);
        await PassWallTimeAsync(TimeSpan.FromMinutes(4));

        await Should.ThrowAsync<AmbiguousException>(() => losing.RenewLockAsync(message, Token));
        await PassWallTimeAsync(TimeSpan.FromMinutes(4));

        (await losing.RenewLockAsync(message, Token)).ShouldBeTrue();
        (await losing.CompleteAsync(message, Token)).ShouldBeTrue();
    }
}
