using System.Globalization;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Markets;

/// <summary>Closed candles as month blocks, one row per market, symbol, timeframe and month, with provenance and with what is known of gaps.</summary>
/// <remarks>Every change reads, merges and writes under the block's ETag, so that late candles, corrections and other writers are never lost.</remarks>
public sealed class CandleStore(ITableStore tables, MarketId market)
{
    private const int MaxAttempts = 8;

    /// <summary>Row that names the newest month, so that it need not be searched for. Sorts after every month.</summary>
    private const string NewestRow = "newest";
    private const string NewestMonth = "month";
    private const string AfterMonths = "A";

    private readonly Dictionary<string, Loaded> newest = [];

    /// <summary>All candles of the series from the instant on, ascending.</summary>
    /// <exception cref="CorruptException">A block is not what was written; the message names it.</exception>
    public async Task<IReadOnlyList<Candle>> ReadAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, CancellationToken cancellationToken) =>
        [.. (await ReadSeriesAsync(symbol, timeframe, from, cancellationToken)).Candles.Select(stored => stored.Candle)];

    /// <summary>The same with provenance, and with the kinds of intervals that have no candle.</summary>
    public async Task<StoredSeries> ReadSeriesAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var candles = new List<StoredCandle>();
        var kinds = new Dictionary<DateTimeOffset, GapKind>();
        foreach (var block in await BlocksAsync(symbol, timeframe, from, cancellationToken))
        {
            candles.AddRange(block.Candles.Where(stored => stored.Candle.OpenTime >= from));
            foreach (var (open, note) in block.Notes) kinds[open] = note.Kind;
        }
        return new StoredSeries(candles, kinds);
    }

    /// <summary>Open time of the newest stored candle; null where there is none.</summary>
    public async Task<DateTimeOffset?> NewestAsync(Symbol symbol, Timeframe timeframe, CancellationToken cancellationToken) =>
        await NewestBlockAsync(Partition(symbol, timeframe), timeframe, cancellationToken) is { Block.Candles: [.., var last] } ? last.Candle.OpenTime : null;

    /// <summary>Puts each candle in its place: new ones are added, others replaced where a value differs. A repeat changes nothing.</summary>
    /// <param name="candles">Proven closed.</param>
    /// <param name="knownAt">Trading time.</param>
    /// <exception cref="TransientException">Others kept changing the same block.</exception>
    public async Task<CandleMerge> MergeAsync(
        Symbol symbol, Timeframe timeframe, IReadOnlyList<Candle> candles, CandleSource source, DateTimeOffset knownAt, CancellationToken cancellationToken)
    {
        // Over all attempts: after a lost reply the repeat finds its own candles there.
        var added = new SortedSet<DateTimeOffset>();
        var changed = new SortedSet<DateTimeOffset>();
        foreach (var month in candles.GroupBy(candle => Month(candle.OpenTime)))
        {
            await ChangeAsync(symbol, timeframe, month.Key, block =>
            {
                var any = false;
                foreach (var candle in month)
                {
                    if (block.Merge(new StoredCandle(candle, source, knownAt)) is not { } isNew) continue;
                    any = true;
                    (isNew ? added : changed).Add(candle.OpenTime);
                }
                return any;
            }, cancellationToken);
        }
        return added.Count + changed.Count == 0 ? CandleMerge.None : new CandleMerge([.. added], [.. changed]);
    }

    /// <summary>Notes why candles are missing. Intervals that have a candle are left alone.</summary>
    /// <param name="asks">How often the market was asked for them so far.</param>
    public async Task NoteGapAsync(
        Symbol symbol, Timeframe timeframe, CandleGap gap, int asks, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        var opens = Enumerable.Range(0, gap.Count).Select(i => gap.From + i * timeframe.Length());
        foreach (var month in opens.GroupBy(Month))
        {
            await ChangeAsync(symbol, timeframe, month.Key, block =>
            {
                var any = false;
                foreach (var open in month) any |= block.Note(open, new GapNote(gap.Kind, asks, askedAt));
                return any;
            }, cancellationToken);
        }
    }

    /// <summary>Runs of missing candles between the first and the newest stored one of the range, oldest first.</summary>
    public async Task<IReadOnlyList<StoredGap>> GapsAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var gaps = new List<StoredGap>();
        var notes = new Dictionary<DateTimeOffset, GapNote>();
        var step = timeframe.Length();
        DateTimeOffset? expected = null;
        foreach (var block in await BlocksAsync(symbol, timeframe, from, cancellationToken))
        {
            foreach (var (open, note) in block.Notes) notes[open] = note;
            foreach (var stored in block.Candles)
            {
                var open = stored.Candle.OpenTime;
                if (open < from) continue;
                for (var missing = expected ?? open; missing < open; missing += step) Add(gaps, missing, notes.TryGetValue(missing, out var note) ? note : null, step);
                expected = open + step;
            }
        }
        return gaps;
    }

    /// <summary>Deletes whole months before the instant's; the newest month always stays.</summary>
    /// <param name="limit">At most so many.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<int> DeleteMonthsBeforeAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset time, int limit, CancellationToken cancellationToken)
    {
        var partition = Partition(symbol, timeframe);
        if (await NewestBlockAsync(partition, timeframe, cancellationToken) is not { } last) return 0;
        var end = string.CompareOrdinal(Month(time), last.Month) < 0 ? Month(time) : last.Month;
        var page = await tables.QueryAsync(new TableQuery(Names.Candles, partition, null, end, Math.Min(limit, TableRules.MaxOperations)), null, cancellationToken);
        if (page.Rows.Count == 0) return 0;
        await tables.WriteAsync(Names.Candles, partition, [.. page.Rows.Select(row => new TableOperation.Delete(row.Row))], cancellationToken);
        return page.Rows.Count;
    }

    private static void Add(List<StoredGap> gaps, DateTimeOffset open, GapNote? note, TimeSpan step)
    {
        var next = new StoredGap(new CandleGap(open, 1, note?.Kind ?? GapKind.Unknown), note?.Asks ?? 0, note?.AskedAt);
        var follows = gaps.Count > 0 && gaps[^1] is var last && last.Gap.From + last.Gap.Count * step == open
            && (last.Gap.Kind, last.Asks, last.AskedAt) == (next.Gap.Kind, next.Asks, next.AskedAt);
        if (follows) gaps[^1] = gaps[^1] with { Gap = gaps[^1].Gap with { Count = gaps[^1].Gap.Count + 1 } };
        else gaps.Add(next);
    }

    private async Task<IReadOnlyList<CandleBlock>> BlocksAsync(Symbol symbol, Timeframe timeframe, DateTimeOffset from, CancellationToken cancellationToken)
    {
        var partition = Partition(symbol, timeframe);
        if (newest.TryGetValue(partition, out var cached) && cached.Month == Month(from)) return [cached.Block];
        var blocks = new List<CandleBlock>();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Candles, partition, Month(from), AfterMonths), cancellationToken))
            blocks.Add(CandleBlockCodec.Unpack(row, timeframe.Length()));
        return blocks;
    }

    private async Task<Loaded?> NewestBlockAsync(string partition, Timeframe timeframe, CancellationToken cancellationToken)
    {
        if (newest.TryGetValue(partition, out var cached)) return cached;
        var index = await tables.GetAsync(Names.Candles, partition, NewestRow, cancellationToken);
        var row = index is null ? await SearchNewestAsync(partition, cancellationToken)
            : await tables.GetAsync(Names.Candles, partition, index.Text(NewestMonth), cancellationToken)
                ?? throw CandleBlockCodec.Corrupt(index, $"the month {index.Text(NewestMonth)} is gone");
        if (row is null) return null;
        return newest[partition] = new Loaded(row.Row, CandleBlockCodec.Unpack(row, timeframe.Length()), row.ETag!, index?.ETag);
    }

    /// <summary>A store of an earlier program does not name its newest month.</summary>
    private async Task<TableRow?> SearchNewestAsync(string partition, CancellationToken cancellationToken)
    {
        TableRow? last = null;
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Candles, partition, null, AfterMonths), cancellationToken)) last = row;
        return last;
    }

    private async Task ChangeAsync(Symbol symbol, Timeframe timeframe, string month, Func<CandleBlock, bool> change, CancellationToken cancellationToken)
    {
        var partition = Partition(symbol, timeframe);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var last = await NewestBlockAsync(partition, timeframe, cancellationToken);
            var (block, etag) = last?.Month == month ? (last.Block.Copy(), last.ETag) : await LoadAsync(partition, month, timeframe, cancellationToken);
            if (!change(block)) return;
            if (await TryWriteAsync(partition, month, timeframe, block, etag, last, cancellationToken)) return;
            newest.Remove(partition);
        }
        throw new TransientException($"candle block {partition} {month} was changed by others {MaxAttempts} times in a row");
    }

    private async Task<(CandleBlock Block, string? ETag)> LoadAsync(string partition, string month, Timeframe timeframe, CancellationToken cancellationToken)
    {
        var row = await tables.GetAsync(Names.Candles, partition, month, cancellationToken);
        return row is null ? (new CandleBlock(), null) : (CandleBlockCodec.Unpack(row, timeframe.Length()), row.ETag);
    }

    /// <summary>False where another writer was there, or may have been.</summary>
    private async Task<bool> TryWriteAsync(
        string partition, string month, Timeframe timeframe, CandleBlock block, string? etag, Loaded? last, CancellationToken cancellationToken)
    {
        var row = CandleBlockCodec.Pack(partition, month, block, timeframe.Length());
        var operations = new List<TableOperation> { etag is null ? new TableOperation.Insert(row) : new TableOperation.Replace(row, etag) };
        var isNewest = last is null || string.CompareOrdinal(month, last.Month) >= 0;
        if (isNewest && (last?.IndexETag is null || month != last.Month))
        {
            var index = new TableRow(partition, NewestRow, new Dictionary<string, object?> { [NewestMonth] = month });
            operations.Add(last?.IndexETag is { } known ? new TableOperation.Replace(index, known) : new TableOperation.Insert(index));
        }
        try
        {
            switch (await tables.WriteAsync(Names.Candles, partition, operations, cancellationToken))
            {
                case TableWriteResult.Written written:
                    if (isNewest) newest[partition] = new Loaded(month, block, written.ETags[0]!, operations.Count > 1 ? written.ETags[1] : last!.IndexETag);
                    return true;
                case TableWriteResult.TooLarge rule:
                    throw new InvalidOperationException($"candle block {partition} {month} is too large: {rule.Rule}");
                default:
                    return false;
            }
        }
        catch (AmbiguousException)
        {
            return false;
        }
    }

    private string Partition(Symbol symbol, Timeframe timeframe) => $"{market}|{symbol}|{timeframe.Name()}";

    private static string Month(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMM", CultureInfo.InvariantCulture);

    /// <param name="IndexETag">Of the row that names the month; null where there is none.</param>
    private sealed record Loaded(string Month, CandleBlock Block, string ETag, string? IndexETag);
}
