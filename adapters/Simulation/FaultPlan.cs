using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>Faults on demand, for the simulated exchange in process and over the network alike. Thread-safe; empty by default.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly List<(Fault Fault, string Path)> queue = [];
    private readonly HashSet<Symbol> delisted = [];
    private readonly HashSet<Symbol> disabled = [];
    private readonly HashSet<(Symbol, DateTimeOffset)> lost = [];
    private TimeSpan clockSkew;
    private TimeSpan lateBy;
    private TimeSpan unsettledFor;
    private string status = "open";
    private int lostMessages;

    /// <summary>The venue's clock less true time; its candles follow its clock.</summary>
    public TimeSpan ClockSkew
    {
        get => Read(ref clockSkew);
        set => Write(ref clockSkew, value);
    }

    /// <summary>The row of a candle that has ended is missing for so long.</summary>
    public TimeSpan LateBy
    {
        get => Read(ref lateBy);
        set => Write(ref lateBy, value);
    }

    /// <summary>A candle that has ended shows for so long what it was so long before its end: trades that arrive late.</summary>
    public TimeSpan UnsettledFor
    {
        get => Read(ref unsettledFor);
        set => Write(ref unsettledFor, value);
    }

    /// <summary>What the venue says of its service: <c>open</c>, <c>close</c> or <c>cancelonly</c>.</summary>
    public string Status
    {
        get => Read(ref status);
        set => Write(ref status, value);
    }

    /// <summary>The next answers fail so; of one path only where it is given (<c>/stream</c> for stream connections).</summary>
    public void Next(Fault fault, int times = 1, string path = "")
    {
        lock (gate)
        {
            for (var i = 0; i < times; i++) queue.Add((fault, path));
        }
    }

    /// <summary>So many of the next stream messages that carry data are lost.</summary>
    public void LoseMessages(int count)
    {
        lock (gate) lostMessages += count;
    }

    /// <summary>The pair is gone: no row, no ticker, no candles.</summary>
    public void Delist(Symbol symbol)
    {
        lock (gate) delisted.Add(symbol);
    }

    /// <summary>The pair is listed with <c>enableTrading: false</c>.</summary>
    public void DisableTrading(Symbol symbol)
    {
        lock (gate) disabled.Add(symbol);
    }

    /// <summary>The pair's rows that open at the instant are missing for good, as where nothing traded.</summary>
    public void LoseCandle(Symbol symbol, DateTimeOffset openTime)
    {
        lock (gate) lost.Add((symbol, openTime));
    }

    internal Fault? Take(string path)
    {
        lock (gate)
        {
            var at = queue.FindIndex(each => path.StartsWith(each.Path, StringComparison.Ordinal));
            if (at < 0) return null;
            var fault = queue[at].Fault;
            queue.RemoveAt(at);
            return fault;
        }
    }

    internal bool TakeLostMessage()
    {
        lock (gate) return lostMessages > 0 && lostMessages-- > 0;
    }

    internal bool IsDelisted(Symbol symbol)
    {
        lock (gate) return delisted.Contains(symbol);
    }

    internal bool IsTrading(Symbol symbol)
    {
        lock (gate) return !disabled.Contains(symbol);
    }

    internal bool IsLost(Symbol symbol, DateTimeOffset openTime)
    {
        lock (gate) return lost.Contains((symbol, openTime));
    }

    private T Read<T>(ref T field)
    {
        lock (gate) return field;
    }

    private void Write<T>(ref T field, T value)
    {
        lock (gate) field = value;
    }
}
