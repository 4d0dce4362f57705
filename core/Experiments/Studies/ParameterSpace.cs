namespace PowerTrader.Core.Experiments.Studies;

/// <summary>Every combination of the axes' values. A point is a number from 0 to <see cref="Size"/> − 1; the last axis changes first.</summary>
public sealed record ParameterSpace(IReadOnlyList<ParameterAxis> Axes)
{
    /// <summary>More combinations than any machine tries.</summary>
    public const long MostPoints = 1_000_000_000;

    /// <summary>Above <see cref="MostPoints"/> it says only that.</summary>
    public long Size { get; } = SizeOf(Axes);

    /// <summary>Place of the point on each axis.</summary>
    public int[] PlacesOf(int point)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(point);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(point, Size);
        var places = new int[Axes.Count];
        for (var i = Axes.Count - 1; i >= 0; i--) (point, places[i]) = Math.DivRem(point, Axes[i].Values.Count);
        return places;
    }

    /// <summary><c>KEY=VALUE</c> of each axis.</summary>
    public IReadOnlyList<string> AssignmentsOf(int point) => [.. PlacesOf(point).Select((place, axis) => $"{Axes[axis].Key}={Axes[axis].Values[place]}")];

    /// <summary>Points that differ by one step on one axis.</summary>
    public IReadOnlyList<int> NeighboursOf(int point)
    {
        var (places, stride, neighbours) = (PlacesOf(point), 1, new List<int>());
        for (var i = Axes.Count - 1; i >= 0; i--)
        {
            if (places[i] > 0) neighbours.Add(point - stride);
            if (places[i] + 1 < Axes[i].Values.Count) neighbours.Add(point + stride);
            stride *= Axes[i].Values.Count;
        }
        neighbours.Sort();
        return neighbours;
    }

    private static long SizeOf(IReadOnlyList<ParameterAxis> axes)
    {
        long size = 1;
        foreach (var axis in axes)
        {
            size *= axis.Values.Count;
            if (size > MostPoints) return MostPoints + 1;
        }
        return size;
    }
}
