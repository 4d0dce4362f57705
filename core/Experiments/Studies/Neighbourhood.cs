namespace PowerTrader.Core.Experiments.Studies;

/// <summary>Whether the best stands among good ones or alone: a parameter that must be met exactly was met by luck.</summary>
/// <param name="Shape"><c>plateau</c>, <c>slope</c>, <c>spike</c>, or <c>unknown</c> where no neighbour has figures.</param>
/// <param name="Kept">Median of the neighbours' objective ÷ the best's; null where the best is not above 0.</param>
/// <param name="Neighbours">One step away on one axis, by point; failed ones have no value.</param>
public sealed record Neighbourhood(string Shape, double? Kept, IReadOnlyList<Neighbour> Neighbours)
{
    /// <summary>The neighbours' median keeps this share of the best or more.</summary>
    public const double PlateauShare = 0.8;

    /// <summary>Below it the best stands alone.</summary>
    public const double SpikeShare = 0.5;

    /// <param name="trials">All that were played in the window.</param>
    public static Neighbourhood Of(ParameterSpace space, Trial best, IReadOnlyCollection<Trial> trials, Objective objective)
    {
        ArgumentNullException.ThrowIfNull(space);
        ArgumentNullException.ThrowIfNull(best);
        ArgumentNullException.ThrowIfNull(objective);
        var known = trials.ToDictionary(trial => trial.Point);
        var neighbours = space.NeighboursOf(best.Point).Where(known.ContainsKey)
            .Select(point => new Neighbour(point, space.AssignmentsOf(point), known[point].Figures is { } figures ? objective.Of(figures) : null)).ToList();
        double[] values = [.. neighbours.Select(neighbour => neighbour.Value).OfType<double>().Order()];
        if (values.Length == 0) return new Neighbourhood("unknown", null, neighbours);
        var own = objective.Of(best.Figures!);
        var median = (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
        if (own is not > 0) return new Neighbourhood("unknown", null, neighbours);
        var kept = median / own.Value;
        return new Neighbourhood(kept >= PlateauShare ? "plateau" : kept >= SpikeShare ? "slope" : "spike", kept, neighbours);
    }
}

/// <param name="Value">Of the objective.</param>
public sealed record Neighbour(int Point, IReadOnlyList<string> Parameters, double? Value);
