using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>What the kernel's strategy knows of one symbol between two decisions.</summary>
internal sealed class KernelLane(SignalFeed feed)
{
    private const decimal Margin = 0.000_000_001m;
    private const decimal Boundless = 1_000_000_000_000_000_000m;

    private QuietBand band;
    private decimal low = decimal.MaxValue;
    private decimal high;
    private ReturnWindow? returns;
    private int returned;

    public SignalFeed Feed { get; } = feed;

    /// <summary>State of the symbol that the band belongs to.</summary>
    public SymbolBook? Seen { get; set; }

    /// <summary>Of the bar that is running.</summary>
    public SignalLevels Levels { get; set; } = SignalLevels.None;

    /// <summary>Turns a band of bids and asks into one of prices, the spread and the rounding to increments on the safe side.</summary>
    public void SetBand(in QuietBand quiet, Lane lane)
    {
        band = quiet;
        high = quiet.BidBelow > Boundless ? decimal.MaxValue : quiet.BidBelow / (1 - lane.HalfSpread) * (1 - Margin);
        low = quiet.BidBelow == 0 ? decimal.MaxValue : Math.Max(
            quiet.AskAbove / (1 + lane.HalfSpread) * (1 + Margin), quiet.BidAbove > 0 ? (quiet.BidAbove + lane.Instrument.PriceIncrement) / (1 - lane.HalfSpread) * (1 + Margin) : -1);
    }

    public bool IsQuiet(decimal price, int up, int down, int signals, DateTimeOffset now) =>
        (up < band.LongBelow || signals == 0 || (band.OnlyCalm && down != 0)) && price < high && price > low && now < band.Until;

    /// <summary>Hourly returns, for correlations; learned only where they are asked for.</summary>
    public ReturnWindow ReturnsUpTo(Lane lane)
    {
        if (Feed is InlineFeed inline) return inline.Returns;
        returns ??= new ReturnWindow();
        var candles = lane.Candles;
        for (; returned < lane.Next; returned++) returns.Add(candles[returned]);
        return returns;
    }
}
