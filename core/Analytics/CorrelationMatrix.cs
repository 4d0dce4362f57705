namespace PowerTrader.Core.Analytics;

/// <summary>Pearson's coefficients of the daily returns of each pair.</summary>
/// <param name="Rows">As many rows and columns as names, in their order; null where one of the two does not vary or there are under two days.</param>
public sealed record CorrelationMatrix(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<double?>> Rows)
{
    /// <exception cref="ArgumentException">The series differ in length.</exception>
    public static CorrelationMatrix Of(IReadOnlyList<(string Name, IReadOnlyList<double> Returns)> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        var values = series.Select(one => one.Returns.ToArray()).ToList();
        var rows = values.Select(IReadOnlyList<double?> (_) => new double?[values.Count]).ToList();
        for (var i = 0; i < values.Count; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var coefficient = Sample.Correlation(values[i], values[j]);
                ((double?[])rows[i])[j] = coefficient;
                ((double?[])rows[j])[i] = coefficient;
            }
        }
        return new CorrelationMatrix([.. series.Select(one => one.Name)], rows);
    }
}
