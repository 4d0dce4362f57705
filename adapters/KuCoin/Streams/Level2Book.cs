using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;

namespace PowerTrader.Adapters.KuCoin.Streams;

/// <summary>What became of a change.</summary>
internal enum BookStep
{
    /// <summary>It is in the book.</summary>
    Applied,

    /// <summary>The snapshot or an earlier change holds it already.</summary>
    Stale,

    /// <summary>No snapshot yet: it is kept for later.</summary>
    Buffered,

    /// <summary>Something between was lost, or the book no longer reaches deep enough: a new snapshot is needed.</summary>
    Broken,
}

/// <summary>The top of one order book, kept by changes from a snapshot. Not thread-safe.</summary>
/// <remarks>
/// Source: KuCoin's procedure for the incremental feed: buffer, take a snapshot, drop what it holds, apply what follows without a hole. The public
/// snapshot has 100 levels a side, so only prices between its outermost levels are known; the book asks for a new one before it runs thin.
/// </remarks>
internal sealed class Level2Book(Symbol symbol)
{
    private const int SnapshotDepth = 100;
    private const int MinLevels = 20;
    private const int MaxBuffered = 10_000;

    private readonly SortedDictionary<decimal, decimal> bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<decimal, decimal> asks = [];
    private readonly List<StreamBookChange> buffered = [];
    private decimal lowestKnown;
    private decimal highestKnown = decimal.MaxValue;

    /// <summary>Number of the last change within; null before the first snapshot and after a hole.</summary>
    public long? Sequence { get; private set; }

    public BookStep Apply(StreamBookChange change)
    {
        if (Sequence is not { } last)
        {
            // What overflows can only lead to a hole, which asks for a newer snapshot.
            if (buffered.Count == MaxBuffered) buffered.RemoveAt(0);
            buffered.Add(change);
            return BookStep.Buffered;
        }
        if (change.SequenceEnd <= last) return BookStep.Stale;
        if (change.SequenceStart > last + 1) return Break(change);
        Take(change.Changes.Bids, bids, last, price => price >= lowestKnown);
        Take(change.Changes.Asks, asks, last, price => price <= highestKnown);
        Sequence = change.SequenceEnd;
        return IsSound() ? BookStep.Applied : Break(null);
    }

    /// <summary>Begins anew from a snapshot and the changes buffered since.</summary>
    public BookStep Reset(KuCoinBook snapshot)
    {
        Fill(snapshot.Bids, bids);
        Fill(snapshot.Asks, asks);
        lowestKnown = snapshot.Bids.Length < SnapshotDepth ? 0 : bids.Keys.Last();
        highestKnown = snapshot.Asks.Length < SnapshotDepth ? decimal.MaxValue : asks.Keys.Last();
        Sequence = Number(snapshot.Sequence);
        var waiting = buffered.ToList();
        buffered.Clear();
        var step = BookStep.Applied;
        foreach (var change in waiting)
        {
            // After a hole the rest is buffered again by the same call.
            var next = Apply(change);
            if (next == BookStep.Broken) step = next;
        }
        return step;
    }

    /// <summary>The best levels, at most so many a side.</summary>
    public StreamUpdate.BookChanged Top(int depth, DateTimeOffset at) => new(
        symbol, [.. bids.Take(depth).Select(level => new BookLevel(level.Key, level.Value))], [.. asks.Take(depth).Select(level => new BookLevel(level.Key, level.Value))], at);

    private BookStep Break(StreamBookChange? next)
    {
        Sequence = null;
        buffered.Clear();
        if (next is not null) buffered.Add(next);
        return BookStep.Broken;
    }

    /// <summary>Not crossed, and on no side worn down to where unknown levels would show.</summary>
    private bool IsSound()
    {
        if (bids.Count > 0 && asks.Count > 0 && bids.Keys.First() >= asks.Keys.First()) return false;
        return (bids.Count >= MinLevels || lowestKnown == 0) && (asks.Count >= MinLevels || highestKnown == decimal.MaxValue);
    }

    private static void Take(string[][] rows, SortedDictionary<decimal, decimal> side, long last, Func<decimal, bool> known)
    {
        foreach (var row in rows)
        {
            if (row.Length > 2 && Number(row[2]) <= last) continue;
            var level = StreamMessages.Level(row);
            if (level.Price == 0 || !known(level.Price)) continue;
            if (level.Size == 0) side.Remove(level.Price);
            else side[level.Price] = level.Size;
        }
    }

    private static void Fill(string[][] rows, SortedDictionary<decimal, decimal> side)
    {
        side.Clear();
        foreach (var row in rows)
        {
            var level = StreamMessages.Level(row);
            side[level.Price] = level.Size;
        }
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw new TransientException($"'{text}' is no sequence number");
}
