using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Markets;

/// <summary>Late candles, corrections, other writers, gaps and their kinds.</summary>
public partial class CandleStoreTests
{
    [Fact]
    public async Task Merge_LateCandleAndCorrection_AreKeptWithTheirProvenance()
    {
        var candles = Candles(0, 10);
        var store = new CandleStore(tables, Market);
        await MergeAsync(store, [.. candles.Where((_, i) => i != 4)], CandleSource.Tick);
        var corrected = candles[9] with { Volume = 77 };

        var merge = await store.MergeAsync(Btc, Timeframe.Hour1, [candles[4], corrected], CandleSource.Repair, Start.AddHours(20), default);

        merge.Added.ShouldBe([candles[4].OpenTime]);
        merge.Changed.ShouldBe([corrected.OpenTime]);
        var stored = (await new CandleStore(tables, Market).ReadSeriesAsync(Btc, Timeframe.Hour1, Start, default)).Candles;
        stored.Select(each => each.Candle).ShouldBe([.. candles.Take(9), corrected]);
        stored[4].ShouldBe(new StoredCandle(candles[4], CandleSource.Repair, Start.AddHours(20)));
        stored[5].ShouldBe(new StoredCandle(candles[5], CandleSource.Tick, Start));
        stored[9].Source.ShouldBe(CandleSource.Repair);
    }

    [Fact]
    public async Task Merge_Repeat_WritesNothing()
    {
        var store = new CandleStore(tables, Market);
        await MergeAsync(store, Candles(0, 2000));
        var commits = tables.Commits;

        (await MergeAsync(store, Candles(0, 2000), CandleSource.Repair)).IsEmpty.ShouldBeTrue();
        (await MergeAsync(new CandleStore(tables, Market), Candles(300, 50))).IsEmpty.ShouldBeTrue();

        tables.Commits.ShouldBe(commits);
    }

    [Fact]
    public async Task Merge_AnotherWriterWithItsOwnView_LosesNothing()
    {
        var candles = Candles(0, 6);
        var first = new CandleStore(tables, Market);
        var second = new CandleStore(tables, Market);
        await MergeAsync(first, [candles[0]]);
        (await second.NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(candles[0].OpenTime);

        await MergeAsync(first, [candles[1], candles[3]]);
        (await MergeAsync(second, [candles[2], candles[3], candles[4]])).Added.ShouldBe([candles[2].OpenTime, candles[3].OpenTime, candles[4].OpenTime], "it had not seen them");
        await MergeAsync(first, [candles[5]]);

        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, Start, default)).ShouldBe(candles);
        (await new CandleStore(tables, Market).NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(candles[5].OpenTime);
    }

    [Fact]
    public async Task Merge_LostReply_IsReportedOnceAndStoredOnce()
    {
        var losing = new LosingTableStore(tables) { RepliesToLose = 1 };
        var candles = Candles(0, 3);

        var merge = await MergeAsync(new CandleStore(losing, Market), candles);

        merge.Added.ShouldBe(candles.Select(candle => candle.OpenTime));
        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, Start, default)).ShouldBe(candles);
    }

    [Fact]
    public async Task Newest_OverManyMonths_ReadsOneBlock()
    {
        await MergeAsync(new CandleStore(tables, Market), Candles(0, 20_000));
        var counting = new CountingTableStore(tables);

        (await new CandleStore(counting, Market).NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Candles(19_999, 1)[0].OpenTime);

        counting.Rows.ShouldBe(2);
    }

    [Fact]
    public async Task Gaps_OfEachKind_AreToldApart_AlsoByAnotherInstance()
    {
        var candles = Candles(0, 20);
        int[] missing = [4, 5, 6, 7, 8, 12];
        var store = new CandleStore(tables, Market);
        await MergeAsync(store, [.. candles.Where((_, i) => !missing.Contains(i))]);
        await store.NoteGapAsync(Btc, Timeframe.Hour1, new CandleGap(candles[4].OpenTime, 2, GapKind.Outage), 0, Start, default);
        await store.NoteGapAsync(Btc, Timeframe.Hour1, new CandleGap(candles[6].OpenTime, 1, GapKind.NoTrade), 1, Start, default);
        await store.NoteGapAsync(Btc, Timeframe.Hour1, new CandleGap(candles[9].OpenTime, 1, GapKind.Outage), 1, Start, default);

        var gaps = await new CandleStore(tables, Market).GapsAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default);

        gaps.ShouldBe([
            new StoredGap(new CandleGap(candles[4].OpenTime, 2, GapKind.Outage), 0, Start),
            new StoredGap(new CandleGap(candles[6].OpenTime, 1, GapKind.NoTrade), 1, Start),
            new StoredGap(new CandleGap(candles[7].OpenTime, 2, GapKind.Unknown), 0, null),
            new StoredGap(new CandleGap(candles[12].OpenTime, 1, GapKind.Unknown), 0, null),
        ]);
        await MergeAsync(store, [candles[4]], CandleSource.Repair);
        (await store.GapsAsync(Btc, Timeframe.Hour1, Start, default))[0].Gap.ShouldBe(new CandleGap(candles[5].OpenTime, 1, GapKind.Outage));
    }

    [Fact]
    public async Task Read_BlockOfTheEarlierFormat_IsUnderstood_AndWrittenInTheNewOne()
    {
        await PutAsync(Packed("candles 1\n1706731200,1,2,1,2,5\n"));
        var store = new CandleStore(tables, Market);

        (await store.NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Start);
        (await MergeAsync(store, Candles(1, 2))).Added.Count.ShouldBe(2);

        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default))
            .ShouldBe([new Candle(Start, 1, 2, 1, 2, 5), .. Candles(1, 2)]);
        (await new CandleStore(tables, Market).NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Start.AddHours(2));
    }

    [Fact]
    public async Task DeleteMonths_OldOnes_GoByTheLimit_AndTheNewestStays()
    {
        var store = new CandleStore(tables, Market);
        await MergeAsync(store, Candles(0, 3000));

        (await store.DeleteMonthsBeforeAsync(Btc, Timeframe.Hour1, Start.AddYears(9), 2, default)).ShouldBe(2);
        (await store.DeleteMonthsBeforeAsync(Btc, Timeframe.Hour1, Start.AddYears(9), 50, default)).ShouldBe(3);
        (await store.DeleteMonthsBeforeAsync(Btc, Timeframe.Hour1, Start.AddYears(9), 50, default)).ShouldBe(0);

        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default)).ShouldAllBe(candle => candle.OpenTime.Month == 6);
        (await new CandleStore(tables, Market).NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(Start.AddHours(2999));
    }

    private sealed class CountingTableStore(ITableStore inner) : ITableStore
    {
        public int Rows { get; private set; }

        public async Task<TableRow?> GetAsync(string table, string partition, string row, CancellationToken cancellationToken)
        {
            var found = await inner.GetAsync(table, partition, row, cancellationToken);
            Rows += found is null ? 0 : 1;
            return found;
        }

        public async Task<TablePage> QueryAsync(TableQuery query, string? continuation, CancellationToken cancellationToken)
        {
            var page = await inner.QueryAsync(query, continuation, cancellationToken);
            Rows += page.Rows.Count;
            return page;
        }

        public Task<TableWriteResult> WriteAsync(string table, string partition, IReadOnlyList<TableOperation> operations, CancellationToken cancellationToken) =>
            inner.WriteAsync(table, partition, operations, cancellationToken);
    }
}
