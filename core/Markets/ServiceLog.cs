namespace PowerTrader.Core.Markets;

/// <summary>Whether the venue traded at an instant.</summary>
public enum VenueState
{
    /// <summary>It could not be asked.</summary>
    Unknown,
    Open,
    Closed,
    CancelOnly,
}

/// <summary>The venue was seen in one state from the first look to the last.</summary>
public readonly record struct ServiceRun(DateTimeOffset From, DateTimeOffset To, VenueState State);

/// <summary>What was seen of the venue's service over time, so that a missing candle can be told from an outage. Thread-safe.</summary>
/// <param name="spacing">Two looks this far apart or less speak for the time between them.</param>
/// <remarks>The venue tells only its present state: a gap in time nobody watched stays unknown. Kept as runs; the oldest are forgotten.</remarks>
public sealed class ServiceLog(TimeSpan spacing)
{
    private const int MaxRuns = 1000;

    private readonly Lock gate = new();
    private readonly List<ServiceRun> runs = [];

    /// <summary>Looks must come in the order of time; an earlier one than the last is ignored.</summary>
    /// <returns>The run that the look began or made longer; null where it was ignored.</returns>
    public ServiceRun? Note(DateTimeOffset at, VenueState state)
    {
        lock (gate)
        {
            if (runs.Count > 0 && at < runs[^1].To) return null;
            if (runs.Count > 0 && runs[^1].State == state && at - runs[^1].To <= spacing) runs[^1] = runs[^1] with { To = at };
            else Append(new ServiceRun(at, at, state));
            return runs[^1];
        }
    }

    /// <summary>Takes what was noted by an earlier process; runs come oldest first.</summary>
    public void Restore(ServiceRun run)
    {
        lock (gate) Append(run);
    }

    /// <summary>Why nothing traded in the time: it was closed for some of it, or open throughout, or nobody knows.</summary>
    public GapKind Classify(DateTimeOffset from, DateTimeOffset to)
    {
        lock (gate)
        {
            if (runs.Exists(run => run.State is VenueState.Closed or VenueState.CancelOnly && run.From < to && run.To >= from)) return GapKind.Outage;
            return runs.Exists(run => run.State == VenueState.Open && run.From <= from && run.To >= to) ? GapKind.NoTrade : GapKind.Unknown;
        }
    }

    /// <summary>The gaps of a series, each with its own kind. A run of missing candles is split where the kind changes.</summary>
    public IReadOnlyList<CandleGap> Classify(CandleSeries series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var typed = new List<CandleGap>();
        var length = series.Timeframe.Length();
        foreach (var gap in series.Gaps)
        {
            for (var i = 0; i < gap.Count; i++)
            {
                var from = gap.From + i * length;
                var kind = Classify(from, from + length);
                if (i > 0 && typed[^1].Kind == kind) typed[^1] = typed[^1] with { Count = typed[^1].Count + 1 };
                else typed.Add(new CandleGap(from, 1, kind));
            }
        }
        return typed;
    }

    private void Append(ServiceRun run)
    {
        if (runs.Count == MaxRuns) runs.RemoveAt(0);
        runs.Add(run);
    }
}
