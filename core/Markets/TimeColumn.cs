namespace PowerTrader.Core.Markets;

/// <summary>Instants, UTC, one after the other: 4 bytes each while they are whole seconds from 1970 to 2106, else 8.</summary>
internal sealed class TimeColumn
{
    private const int Least = 16;

    private int capacity;
    private uint[]? seconds = [];
    private long[]? ticks;

    public int Count { get; private set; }

    public DateTimeOffset this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return new DateTimeOffset(seconds is null ? ticks![index] : DateTime.UnixEpoch.Ticks + seconds[index] * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        }
    }

    public void Reserve(int values)
    {
        if (values <= capacity) return;
        capacity = values;
        if (seconds is not null) Array.Resize(ref seconds, capacity);
        else Array.Resize(ref ticks, capacity);
    }

    public void Add(DateTimeOffset time)
    {
        if (Count == capacity) Reserve(Math.Max(Least, capacity * 2));
        var (whole, rest) = Math.DivRem(time.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerSecond);
        if (seconds is not null && (rest != 0 || whole is < 0 or > uint.MaxValue)) Widen();
        if (seconds is not null) seconds[Count] = (uint)whole;
        else ticks![Count] = time.UtcTicks;
        Count++;
    }

    private void Widen()
    {
        var moved = new long[capacity];
        for (var i = 0; i < Count; i++) moved[i] = this[i].UtcTicks;
        (seconds, ticks) = (null, moved);
    }
}
