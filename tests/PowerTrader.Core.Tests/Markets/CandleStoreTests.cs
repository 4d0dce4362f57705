using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Markets;

public partial class CandleStoreTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly MarketId Market = MarketId.Simulated(1);
    private static readonly DateTimeOffset Start = new(2024, 1, 31, 20, 0, 0, TimeSpan.Zero);

    private readonly InMemoryTableStore tables = new();

    [Fact]
    public async Task Merge_OverMonths_IsReadBackWhole_AlsoByAnotherInstance()
    {
        var candles = Candles(0, 2000);
        (await MergeAsync(new CandleStore(tables, Market), candles)).Added.Count.ShouldBe(2000);
        var other = new CandleStore(tables, Market);

        (await other.ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default)).ShouldBe(candles);
        (await other.ReadAsync(Btc, Timeframe.Hour1, Start.AddHours(1500), default)).ShouldBe(candles.Skip(1500));
        (await other.NewestAsync(Btc, Timeframe.Hour1, default)).ShouldBe(candles[^1].OpenTime);
    }

    [Fact]
    public async Task Merge_OneByOneAndAgain_EqualsMergingAtOnce()
    {
        var candles = Candles(0, 30);
        var store = new CandleStore(tables, Market);
        foreach (var candle in candles) (await MergeAsync(store, [candle])).Added.ShouldBe([candle.OpenTime]);

        (await MergeAsync(store, candles)).IsEmpty.ShouldBeTrue();
        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, Start, default)).ShouldBe(candles);
    }

    [Fact]
    public async Task Series_OfOtherCoinsTimeframesAndMarkets_NeverMix()
    {
        await MergeAsync(new CandleStore(tables, Market), Candles(0, 5));

        (await new CandleStore(tables, Market).NewestAsync(Btc, Timeframe.Hour4, default)).ShouldBeNull();
        (await new CandleStore(tables, Market).NewestAsync(Symbol.Parse("ETH-USDT"), Timeframe.Hour1, default)).ShouldBeNull();
        (await new CandleStore(tables, MarketId.Simulated(2)).ReadAsync(Btc, Timeframe.Hour1, Start, default)).ShouldBeEmpty();
    }

    /// <summary>A month of candles with every digit that a decimal can carry fits a row of the service.</summary>
    [Fact]
    public async Task Merge_AMonthOfLongNumbers_FitsARow()
    {
        var candles = Enumerable.Range(0, 744).Select(i => new Candle(
            new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(i), 0.00001234567891m + i, 99999.12345678912345m, 0.0000000000123456m, 1.1234567890123m, 123456789012.1234567891m)).ToList();

        await MergeAsync(new CandleStore(tables, Market), candles);

        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default)).ShouldBe(candles);
    }

    [Theory]
    [InlineData("")]
    [InlineData("candles 9\n0,1,1,1,1,1\n")]
    [InlineData("candles 2\n@rumour,0\n0,1,1,1,1,1\n")]
    [InlineData("candles 2\n!0,1,Sleepy,0,0\n")]
    [InlineData("candles 1\n0,1,1,1,1\n")]
    [InlineData("candles 1\n0,1,x,1,1,1\n")]
    public async Task Read_DamagedBlock_IsRefusedByName(string text)
    {
        await PutAsync(Packed(text));

        var fault = await Should.ThrowAsync<CorruptException>(() => new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, Start, default));

        fault.Message.ShouldContain("sim-1|BTC-USDT|1hour 202401");
    }

    [Fact]
    public async Task Read_BlockWithAFlippedByte_IsRefusedByName()
    {
        await MergeAsync(new CandleStore(tables, Market), Candles(0, 4));
        var row = (await tables.GetAsync(Names.Candles, "sim-1|BTC-USDT|1hour", "202401", default))!;
        var bytes = row.Bytes("b0").ToArray();
        bytes[^6] ^= 1;
        await PutAsync(bytes);

        await Should.ThrowAsync<CorruptException>(() => new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, Start, default));
    }

    /// <summary>A month of minutes does not fit one property.</summary>
    [Fact]
    public async Task Merge_ABlockOverOneProperty_IsCutAndReadBack()
    {
        var chance = new Random(1);
        var candles = Enumerable.Range(0, 3000).Select(i =>
        {
            decimal Number() => Math.Round((decimal)chance.NextDouble() * 100_000m, 20);
            return new Candle(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(i), Number(), Number(), Number(), Number(), Number());
        }).ToList();

        await MergeAsync(new CandleStore(tables, Market), candles);

        (await tables.GetAsync(Names.Candles, "sim-1|BTC-USDT|1hour", "202401", default))!.Properties.Keys.Count(key => key[0] == 'b').ShouldBeGreaterThan(1);
        (await new CandleStore(tables, Market).ReadAsync(Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default)).ShouldBe(candles);
    }

    private static Task<CandleMerge> MergeAsync(CandleStore store, IReadOnlyList<Candle> candles, CandleSource source = CandleSource.History) =>
        store.MergeAsync(Btc, Timeframe.Hour1, candles, source, Start, default);

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var packing = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
            packing.Write(System.Text.Encoding.ASCII.GetBytes(text));
        return packed.ToArray();
    }

    private Task PutAsync(byte[] block) => tables.UpsertAsync(
        Names.Candles, new TableRow("sim-1|BTC-USDT|1hour", "202401", new Dictionary<string, object?> { ["b0"] = block }), default);

    private static List<Candle> Candles(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(i => new Candle(Start.AddHours(i), 100 + i % 7, 110 + i % 7, 90, 101.5m, i))];
}
