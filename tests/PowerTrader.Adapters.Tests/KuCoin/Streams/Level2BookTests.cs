using System.Globalization;
using System.Text;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Streams;
using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Tests.KuCoin.Streams;

public class Level2BookTests
{
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Level2Book book = new(Symbol.Parse("BTC-USDT"));

    [Fact]
    public void Apply_BeforeTheSnapshot_IsBufferedAndThenFollowsIt()
    {
        book.Apply(Change(9, 10, bid: (99, 7))).ShouldBe(BookStep.Buffered);
        book.Apply(Change(11, 12, bid: (98, 5))).ShouldBe(BookStep.Buffered);

        book.Reset(Snapshot(10, bids: [(99, 1)], asks: [(101, 1)])).ShouldBe(BookStep.Applied);

        var top = book.Top(5, Now);
        top.Bids.ShouldBe([new BookLevel(99, 1), new BookLevel(98, 5)]);
        book.Sequence.ShouldBe(12);
        book.Apply(Change(11, 12)).ShouldBe(BookStep.Stale);
    }

    [Fact]
    public void Apply_Hole_IsBrokenUntilANewSnapshot()
    {
        book.Reset(Snapshot(10, bids: [(99, 1)], asks: [(101, 1)]));

        book.Apply(Change(12, 13, bid: (98, 1))).ShouldBe(BookStep.Broken);
        book.Sequence.ShouldBeNull();
        book.Apply(Change(14, 14, bid: (97, 1))).ShouldBe(BookStep.Buffered);
        book.Reset(Snapshot(11, bids: [(99, 2)], asks: [(101, 1)])).ShouldBe(BookStep.Applied);

        book.Top(5, Now).Bids.ShouldBe([new BookLevel(99, 2), new BookLevel(98, 1), new BookLevel(97, 1)]);
    }

    [Fact]
    public void Reset_SnapshotOlderThanTheBuffer_IsBrokenAgain()
    {
        book.Apply(Change(20, 21));

        book.Reset(Snapshot(10, bids: [(99, 1)], asks: [(101, 1)])).ShouldBe(BookStep.Broken);
        book.Reset(Snapshot(19, bids: [(99, 1)], asks: [(101, 1)])).ShouldBe(BookStep.Applied);

        book.Sequence.ShouldBe(21);
    }

    [Fact]
    public void Apply_RowsTheSnapshotHolds_AreSkipped()
    {
        book.Reset(Snapshot(10, bids: [(99, 1)], asks: [(101, 1)]));

        // A batch that straddles the snapshot: its row 10 is in it already, its row 11 is news; a price of 0 only moves the sequence.
        var change = new StreamBookChange(new StreamBookRows([["0", "0", "12"]], [["99", "9", "10"], ["98", "3", "11"]]), 9, 12, "BTC-USDT", 0);
        book.Apply(change).ShouldBe(BookStep.Applied);

        book.Top(5, Now).Bids.ShouldBe([new BookLevel(99, 1), new BookLevel(98, 3)]);
        book.Top(5, Now).Asks.ShouldBe([new BookLevel(101, 1)]);
    }

    [Fact]
    public void Apply_SizeZero_RemovesTheLevel()
    {
        book.Reset(Snapshot(10, bids: [(99, 1), (98, 1)], asks: [(101, 1)]));

        book.Apply(Change(11, 11, bid: (99, 0))).ShouldBe(BookStep.Applied);

        book.Top(5, Now).Bids.ShouldBe([new BookLevel(98, 1)]);
    }

    [Fact]
    public void Apply_CrossedBook_IsBroken()
    {
        book.Reset(Snapshot(10, bids: [(99, 1)], asks: [(101, 1)]));

        book.Apply(Change(11, 11, bid: (101, 1))).ShouldBe(BookStep.Broken);
    }

    /// <summary>The public snapshot ends at 100 levels: what lies beyond is never shown, and the book asks anew before it would be.</summary>
    [Fact]
    public void Apply_DeepBookWornDown_AsksForASnapshotBeforeTheUnknownShows()
    {
        var bids = Enumerable.Range(0, 100).Select(i => ((decimal)(1000 - i), 1m)).ToArray();
        book.Reset(Snapshot(10, bids, [(1001, 1)]));

        book.Apply(Change(11, 11, bid: (800, 5))).ShouldBe(BookStep.Applied);
        var sequence = 11;
        BookStep step;
        var left = 100;
        do
        {
            sequence++;
            step = book.Apply(Change(sequence, sequence, bid: (1000 - (100 - left), 0)));
            left--;
            if (step == BookStep.Applied) book.Top(20, Now).Bids.ShouldNotContain(new BookLevel(800, 5));
        }
        while (step == BookStep.Applied);

        step.ShouldBe(BookStep.Broken);
        left.ShouldBe(19);
    }

    /// <summary>Random changes with lost and repeated ones: whatever the book shows equals the venue's own.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Apply_RandomWalk_EqualsTheVenuesBook(int seed)
    {
        var random = new Random(seed);
        var truth = new SortedDictionary<decimal, decimal> { [100] = 1 };
        var sequence = 10L;
        book.Reset(Snapshot(sequence, [(100, 1)], [(1000, 1)]));
        var shown = 0;
        for (var i = 0; i < 2000; i++)
        {
            var level = ((decimal)random.Next(80, 120), random.Next(3));
            if (level.Item2 == 0) truth.Remove(level.Item1);
            else truth[level.Item1] = level.Item2;
            sequence++;
            var change = Change(sequence, sequence, bid: level);
            var fate = random.Next(20);
            if (fate == 0) continue;
            var step = book.Apply(change);
            if (fate == 1) book.Apply(change).ShouldNotBe(BookStep.Applied);
            if (step is BookStep.Broken or BookStep.Buffered)
                step = book.Reset(Snapshot(sequence, [.. truth.Select(each => (each.Key, each.Value))], [(1000, 1)]));
            step.ShouldBe(BookStep.Applied);
            book.Top(20, Now).Bids.ShouldBe(truth.Reverse().Take(20).Select(each => new BookLevel(each.Key, each.Value)));
            shown++;
        }
        shown.ShouldBeGreaterThan(1500);
    }

    [Fact]
    public void BookChange_RecordedMessage_IsApplied()
    {
        var change = StreamMessages.BookChange(StreamMessages.Frame(Encoding.UTF8.GetBytes(KuCoinFixtures.Stream("AggBook.txt").Pushed[0])));
        book.Reset(Snapshot(14103843, [(18890, 1)], [(18907.3m, 1)]));

        book.Apply(change).ShouldBe(BookStep.Applied);

        book.Top(5, Now).Asks.ShouldBe([new BookLevel(18906, 0.00331m), new BookLevel(18907.3m, 0.58751503m)]);
        book.Top(5, Now).Bids[0].ShouldBe(new BookLevel(18891.9m, 0.15688m));
    }

    private static StreamBookChange Change(long start, long end, (decimal Price, decimal Size)? bid = null) =>
        new(new StreamBookRows([], bid is { } row ? [[Text(row.Price), Text(row.Size), Text(end)]] : []), start, end, "BTC-USDT", 0);

    private static KuCoinBook Snapshot(long sequence, (decimal Price, decimal Size)[] bids, (decimal Price, decimal Size)[] asks) =>
        new(Text(sequence), 0, [.. bids.Select(Row)], [.. asks.Select(Row)]);

    private static string[] Row((decimal Price, decimal Size) row) => [Text(row.Price), Text(row.Size)];

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}
