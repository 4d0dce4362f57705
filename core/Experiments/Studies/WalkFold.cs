namespace PowerTrader.Core.Experiments.Studies;

/// <summary>One step of a walk: parameters are searched in the train window alone and traded in the one behind it.</summary>
/// <param name="Number">From 1.</param>
/// <param name="TrainTo">Close of the last bar that the search may see; the test begins there.</param>
/// <param name="TestTo">Of the last fold it may be earlier than asked: where the bars end.</param>
public sealed record WalkFold(int Number, DateTimeOffset TrainFrom, DateTimeOffset TrainTo, DateTimeOffset TestTo)
{
    /// <param name="from">Open of the first bar that may be traded.</param>
    /// <param name="to">Close of the last bar.</param>
    /// <param name="anchored">Every train window begins at the first bar; else they all are of one length.</param>
    /// <returns>Empty where the bars are shorter than one train window.</returns>
    public static IReadOnlyList<WalkFold> Over(DateTimeOffset from, DateTimeOffset to, TimeSpan train, TimeSpan test, bool anchored)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(train, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(test, TimeSpan.Zero);
        var folds = new List<WalkFold>();
        for (var cut = from + train; cut < to; cut += test)
            folds.Add(new WalkFold(folds.Count + 1, anchored ? from : cut - train, cut, cut + test < to ? cut + test : to));
        return folds;
    }
}
