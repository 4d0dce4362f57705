namespace PowerTrader.Core.Markets;

/// <summary>Candles of one timeframe in ascending order, each aligned and sound, with the gaps between them named.</summary>
public sealed class CandleSeries
{
    private CandleSeries(Timeframe timeframe, IReadOnlyList<Candle> candles, IReadOnlyList<CandleGap> gaps)
    {
        Timeframe = timeframe;
        Candles = candles;
        Gaps = gaps;
    }

    public Timeframe Timeframe { get; }

    public IReadOnlyList<Candle> Candles { get; }

    public IReadOnlyList<CandleGap> Gaps { get; }

    /// <param name="timeframe">Length of every candle.</param>
    /// <param name="candles">Ascending, aligned, without duplicates.</param>
    /// <param name="gapKind">What the source knows about intervals that have no row.</param>
    /// <exception cref="ArgumentException">A candle is unsound, unaligned, out of order or doubled; the message names its open time.</exception>
    public static CandleSeries Create(Timeframe timeframe, IReadOnlyList<Candle> candles, GapKind gapKind = GapKind.Unknown)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var gaps = new List<CandleGap>();
        var length = timeframe.Length();
        for (var i = 0; i < candles.Count; i++)
        {
            var candle = candles[i];
            if (Candle.Check(candle) is { } fault)
                throw new ArgumentException($"candle {candle.OpenTime:u}: {fault}", nameof(candles));
            if (timeframe.OpenOf(candle.OpenTime) != candle.OpenTime)
                throw new ArgumentException($"candle {candle.OpenTime:u} is not aligned to {timeframe.Name()}", nameof(candles));
            if (i == 0) continue;
            var expected = candles[i - 1].OpenTime + length;
            if (candle.OpenTime < expected)
                throw new ArgumentException($"candle {candle.OpenTime:u} is not after {candles[i - 1].OpenTime:u}", nameof(candles));
            if (candle.OpenTime > expected)
                gaps.Add(new CandleGap(expected, (int)((candle.OpenTime - expected) / length), gapKind));
        }
        return new CandleSeries(timeframe, candles, gaps);
    }
}
