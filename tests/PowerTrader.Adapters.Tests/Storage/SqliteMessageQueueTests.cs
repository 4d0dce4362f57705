using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Storage;

public sealed class SqliteMessageQueueTests : IDisposable
{
    private readonly TemporaryStore file = new();
    private readonly ManualTimeProvider wall = new(TestInstants.Wall);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task ReleaseLocks_AfterAKill_DeliversAtOnceAndCounts()
    {
        var queue = Open(file.Store);
        await queue.SendAsync("orders", new QueueMessage("m", "s", "body"), Token);
        var lost = await queue.ReceiveAsync("orders", Token);

        var after = Open(file.Reopen());
        (await after.ReceiveAsync("orders", Token)).ShouldBeNull();
        after.ReleaseLocks().ShouldBe(1);

        var again = (await after.ReceiveAsync("orders", Token)).ShouldNotBeNull();
        again.DeliveryCount.ShouldBe(2);
        (await after.CompleteAsync(lost!, Token)).ShouldBeFalse();
        (await after.CompleteAsync(again, Token)).ShouldBeTrue();
    }

    [Fact]
    public async Task TrimDeadLetters_MoreThanAreKept_DeletesTheOldestOfThatQueue_AHundredAtATime()
    {
        var queue = Open(file.Store);
        foreach (var name in (string[])["orders", "others"])
        {
            for (var i = 0; i < 130; i++)
            {
                await queue.SendAsync(name, new QueueMessage($"{i}", $"s{i}", ""), Token);
                await queue.DeadLetterAsync((await queue.ReceiveAsync(name, Token))!, "Test", "", Token);
            }
        }

        (await queue.TrimDeadLettersAsync("orders", 5, Token)).ShouldBe(100);
        (await queue.TrimDeadLettersAsync("orders", 5, Token)).ShouldBe(25);
        (await queue.TrimDeadLettersAsync("orders", 5, Token)).ShouldBe(0);
        (await queue.TrimDeadLettersAsync("orders", 0, Token)).ShouldBe(5);

        (await queue.PeekDeadLettersAsync("others", 1000, Token)).Count.ShouldBe(130);
    }

    [Fact]
    public async Task Receive_SeveralSessions_GoesBySortKeyThenSession()
    {
        var queue = Open(file.Store);
        foreach (var (id, session, sort) in (IEnumerable<(string, string, string)>)[("1", "b", "x"), ("2", "a", "x"), ("3", "c", "w"), ("4", "c", "a")])
            await queue.SendAsync("orders", new QueueMessage(id, session, "", sort), Token);

        var order = new List<string>();
        while (await queue.ReceiveAsync("orders", Token) is { } message)
        {
            order.Add(message.MessageId);
            await queue.CompleteAsync(message, Token);
        }

        order.ShouldBe(["3", "4", "2", "1"]);
    }

    [Fact]
    public async Task Send_AfterAReopening_StillKnowsTheIdsOfTheWindow()
    {
        var queue = Open(file.Store);
        await queue.SendAsync("orders", new QueueMessage("m", "s", "body"), Token);
        await queue.CompleteAsync((await queue.ReceiveAsync("orders", Token))!, Token);

        var after = Open(file.Reopen());
        await after.SendAsync("orders", new QueueMessage("m", "s", "body"), Token);

        (await after.ReceiveAsync("orders", Token)).ShouldBeNull();
    }

    private SqliteMessageQueue Open(SqliteStore store) => new(store, SimulatedClock.Open(store, TestInstants.Start), wall);
}
