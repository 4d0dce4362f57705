namespace PowerTrader.Core.Analytics;

/// <summary>The same thing of three runs that the same bars allow, which differ in the order of prices inside bars.</summary>
/// <param name="Asked">Of the run as it was asked for, in whatever model.</param>
/// <param name="Worse">Decided each minute with the order that is worse for what is held; not a bound in the strict sense, because a path that is worse now may lead to something better later.</param>
/// <param name="Better">With the opposite order.</param>
public sealed record Along<T>(T Asked, T Worse, T Better)
{
    public FigureRange Range(Func<T, decimal> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return FigureRange.Of(figure(Asked), figure(Worse), figure(Better));
    }

    /// <returns>Null where one of them has no such figure.</returns>
    public RatioRange? Range(Func<T, double?> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return figure(Asked) is { } asked && figure(Worse) is { } worse && figure(Better) is { } better
            ? new RatioRange(Math.Min(asked, Math.Min(worse, better)), Math.Max(asked, Math.Max(worse, better)))
            : null;
    }

    /// <summary>The one with the least of it; of equal ones the run along the worse order.</summary>
    public T Lowest(Func<T, decimal> figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var (asked, worse, better) = (figure(Asked), figure(Worse), figure(Better));
        return worse <= asked && worse <= better ? Worse : asked <= better ? Asked : Better;
    }

    public Along<TOther> Select<TOther>(Func<T, TOther> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        return new Along<TOther>(make(Asked), make(Worse), make(Better));
    }
}
