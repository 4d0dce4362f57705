using PowerTrader.Core.Markets;

namespace PowerTrader.Adapters.Simulation;

/// <summary>Faults on demand or by a schedule, for the simulated exchange in process and over the network alike. Thread-safe; empty by default.</summary>
public sealed class FaultPlan
{
    private readonly Lock gate = new();
    private readonly FaultSchedule? schedule;
    private readonly List<(Fault Fault, string Path)> queue = [];
    private readonly Queue<StreamFault> streams = new();
    private readonly HashSet<Symbol> delisted = [];
    private readonly HashSet<Symbol> disabled = [];
    private readonly HashSet<(Symbol, DateTimeOffset)> lost = [];
    private TimeSpan clockSkew;
    private TimeSpan lateBy;
    private TimeSpan unsettledFor;
    private string status = "open";
    private int lostMessages;

    public FaultPlan()
    {
    }

    private FaultPlan(FaultSchedule schedule) => this.schedule = schedule;

    /// <summary>
    /// Trouble of every kind as a pure function of the seed and trading time: stalls, resets, 5xx, 429 with and without headers, pages, answers without
    /// data, late, unsettled and missing candles, a skewed clock, suspended pairs and a delisting. Runs with it are repeatable, also over a kill.
    /// </summary>
    public static FaultPlan Scheduled(long seed) => new(new FaultSchedule(seed));

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

    /// <summary>The next streams that are opened have the fault, one each, to their end.</summary>
    public void NextStream(StreamFault fault, int times = 1)
    {
        lock (gate)
        {
            for (var i = 0; i < times; i++) streams.Enqueue(fault);
        }
    }

    /// <summary>The fault planned for the stream that is opened now, if any; it is then used up.</summary>
    public StreamFault? TakeStreamFault()
    {
        lock (gate) return streams.TryDequeue(out var fault) ? fault : null;
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

    /// <summary>The pair trades again.</summary>
    public void EnableTrading(Symbol symbol)
    {
        lock (gate) disabled.Remove(symbol);
    }

    /// <summary>The pair's rows that open at the instant are missing for good, as where nothing traded.</summary>
    public void LoseCandle(Symbol symbol, DateTimeOffset openTime)
    {
        lock (gate) lost.Add((symbol, openTime));
    }

    internal Fault? Take(string path, DateTimeOffset time)
    {
        lock (gate)
        {
            var at = queue.FindIndex(each => path.StartsWith(each.Path, StringComparison.Ordinal));
            if (at < 0) return schedule?.Of(path, time);
            var fault = queue[at].Fault;
            queue.RemoveAt(at);
            return fault;
        }
    }

    internal bool TakeLostMessage()
    {
        lock (gate) return lostMessages > 0 && lostMessages-- > 0;
    }

    /// <param name="time">True time, here and below.</param>
    internal TimeSpan ClockSkewAt(DateTimeOffset time) => ClockSkew + (schedule?.SkewAt(time) ?? TimeSpan.Zero);

    internal TimeSpan LateByAt(DateTimeOffset time) => LateBy + (schedule?.LateByAt(time) ?? TimeSpan.Zero);

    internal TimeSpan UnsettledForAt(DateTimeOffset time) => UnsettledFor + (schedule?.UnsettledForAt(time) ?? TimeSpan.Zero);

    internal bool IsDelisted(SimulatedPair pair, DateTimeOffset time)
    {
        lock (gate) return delisted.Contains(pair.Symbol) || schedule?.IsDelisted(pair, time) == true;
    }

    internal bool IsTrading(SimulatedPair pair, DateTimeOffset time)
    {
        lock (gate) return !disabled.Contains(pair.Symbol) && schedule?.IsTrading(pair, time) != false;
    }

    internal bool IsLost(SimulatedPair pair, DateTimeOffset openTime)
    {
        lock (gate) return lost.Contains((pair.Symbol, openTime)) || schedule?.IsLost(pair, openTime) == true;
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
