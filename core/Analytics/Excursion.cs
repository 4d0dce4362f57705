using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Core.Analytics;

/// <summary>How far a deal went against and for its owner while it was open: maximum adverse and favourable excursion.</summary>
/// <param name="Adverse">Worst net result, in money; 0 or negative.</param>
/// <param name="Favourable">Best net result, in money; 0 or positive.</param>
/// <param name="AdverseShare">The same ÷ the most money it had in it.</param>
/// <param name="FavourableShare">The same ÷ the most money it had in it.</param>
/// <remarks>Source: J. Sweeney, Maximum Adverse Excursion, 1996; extended to deals of several purchases.</remarks>
public sealed record Excursion(decimal Adverse, decimal Favourable, decimal AdverseShare, decimal FavourableShare)
{
    /// <summary>
    /// Measured at the low and high of every bar, with what was held when the bar opened (a fill at that very instant included), and at each fill's own price.
    /// What a bar did after a fill inside it is not known to have been after it, and is not counted: shorter bars see more.
    /// </summary>
    /// <param name="fills">Of one deal, ascending.</param>
    /// <param name="candles">Of its coin, ascending; others are passed over.</param>
    /// <param name="exitFeeRate">Taken off what is held.</param>
    public static Excursion Of(IReadOnlyList<TradeFill> fills, IReadOnlyList<Candle> candles, decimal exitFeeRate = 0)
    {
        ArgumentNullException.ThrowIfNull(fills);
        ArgumentNullException.ThrowIfNull(candles);
        var track = new Track(1 - exitFeeRate);
        var next = 0;
        foreach (var candle in candles)
        {
            while (next < fills.Count && fills[next].Time <= candle.OpenTime) track.Book(fills[next++]);
            if (next == fills.Count && track.Held == 0) break;
            track.See(candle.Low);
            track.See(candle.High);
        }
        while (next < fills.Count) track.Book(fills[next++]);
        return track.Most > 0 ? new Excursion(track.Worst, track.Best, track.Worst / track.Most, track.Best / track.Most) : new Excursion(0, 0, 0, 0);
    }

    private sealed class Track(decimal exitShare)
    {
        /// <summary>Money out less money back.</summary>
        private decimal tied;

        public decimal Held { get; private set; }

        public decimal Most { get; private set; }

        public decimal Worst { get; private set; }

        public decimal Best { get; private set; }

        public void Book(TradeFill fill)
        {
            if (Held > 0) See(fill.Price);
            tied += (fill.Side == OrderSide.Buy ? fill.Value : -fill.Value) + fill.Fee;
            Held += fill.Signed;
            Most = Math.Max(Most, tied);
            if (Held == 0) Note(-tied);
        }

        public void See(decimal price)
        {
            if (Held > 0) Note(Held * price * exitShare - tied);
        }

        private void Note(decimal result)
        {
            Worst = Math.Min(Worst, result);
            Best = Math.Max(Best, result);
        }
    }
}
