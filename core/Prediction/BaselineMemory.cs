namespace PowerTrader.Core.Prediction;

/// <summary>Memories of one timeframe in insertion order, with their three weights, and the threshold as last written to its file.</summary>
internal sealed class BaselineMemory
{
    public List<BaselineEntry> Entries { get; } = [];

    /// <summary>The files as last written: all that the signal runner, and the shipped trainer, ever see.</summary>
    public IReadOnlyList<BaselineEntry> Flushed { get; private set; } = [];

    public double ThresholdFile { get; set; } = double.NaN;

    /// <summary>As it stood after the last iteration.</summary>
    public double Threshold { get; set; } = 1;

    public void Flush() => Flushed = [.. Entries.Select(entry => entry.Copy())];
}

/// <summary>Percent moves of the candle after the pattern, relative to the pattern candle's close.</summary>
internal sealed class BaselineEntry(double pattern, double close, double high, double low)
{
    public double Pattern { get; } = pattern;

    public double ClosePercent { get; } = close;

    public double HighPercent { get; } = high;

    public double LowPercent { get; } = low;

    public double CloseWeight { get; set; } = 1;

    public double HighWeight { get; set; } = 1;

    public double LowWeight { get; set; } = 1;

    public BaselineEntry Copy() => new(Pattern, ClosePercent, HighPercent, LowPercent) { CloseWeight = CloseWeight, HighWeight = HighWeight, LowWeight = LowWeight };

    /// <summary>The predecessor's rules, unit error and missing dead band included.</summary>
    public void Settle(double close, double high, double low)
    {
        var vh = HighPercent / 100 * HighWeight * 100;
        var vl = LowPercent / 100 * LowWeight * 100;
        var vc = ClosePercent * CloseWeight * 100;
        if (high > vh + 0.1 * vh) HighWeight = Math.Min(2, HighWeight + 0.25);
        else if (high < vh - 0.1 * vh) HighWeight = Math.Max(0, HighWeight - 0.25);
        if (low < vl - 0.1 * vl) LowWeight = Math.Min(2, LowWeight + 0.25);
        else if (low > vl + 0.1 * vl) LowWeight = Math.Max(0, LowWeight - 0.25);
        if (close > vc + 0.1 * vc) CloseWeight = Math.Min(2, CloseWeight + 0.25);
        else if (close < vc - 0.1 * vc) CloseWeight = Math.Max(-2, CloseWeight - 0.25);
    }
}
