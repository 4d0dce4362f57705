using PowerTrader.Core.Experiments.Statistics;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>Which points a search tries, and in which order: a matter of the seed alone, so a search that stopped goes on as if it had not.</summary>
public static class SearchOrder
{
    public const string Random = "random";

    public const string Grid = "grid";

    public static IReadOnlyList<string> Names { get; } = [Random, Grid];

    /// <summary>The first <paramref name="count"/> points: drawn without repetition, or from the first corner on.</summary>
    /// <remarks>Drawn by the shuffle of Fisher and Yates, of which only the touched places are kept: as many points as there are is the whole grid.</remarks>
    public static IReadOnlyList<int> Points(ParameterSpace space, string order, int count, long seed)
    {
        ArgumentNullException.ThrowIfNull(space);
        var size = (int)Math.Min(space.Size, ParameterSpace.MostPoints);
        count = Math.Min(count, size);
        if (order == Grid) return [.. Enumerable.Range(0, count)];
        var draws = new DrawStream(seed, "search");
        var (moved, points) = (new Dictionary<int, int>(), new int[count]);
        for (var i = 0; i < count; i++)
        {
            var place = i + draws.Next(size - i);
            points[i] = moved.GetValueOrDefault(place, place);
            moved[place] = moved.GetValueOrDefault(i, i);
        }
        return points;
    }
}
