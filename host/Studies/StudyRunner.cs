using System.Collections.Concurrent;
using System.Diagnostics;
using PowerTrader.Core.Experiments.Studies;

namespace PowerTrader.Host.Studies;

/// <summary>Plays trials on all cores until they are done, the budget is spent or somebody stops it. What a trial gives does not hang on the others.</summary>
internal sealed class StudyRunner(StudyJob job, int cores, TimeSpan? budget, CancellationToken stop)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public bool IsStopped => stop.IsCancellationRequested;

    public bool IsSpent(double share = 1) => budget is { } most && watch.Elapsed >= most * share;

    /// <summary>Of the last call, a second.</summary>
    public double Rate { get; private set; }

    /// <param name="wanted">In the order in which they begin; those that the job holds are not played again.</param>
    /// <param name="play">Null where it was stopped.</param>
    /// <param name="share">Of the budget, at which no new trial begins.</param>
    /// <returns>All of them are in the job.</returns>
    public bool Run(IReadOnlyList<(int Fold, int Point)> wanted, Func<int, int, CancellationToken, Trial?> play, StudyBar bar, double share = 1)
    {
        var missing = wanted.Where(each => job.Find(each.Fold, each.Point) is null).ToList();
        var options = new ParallelOptions { MaxDegreeOfParallelism = cores };
        try
        {
            // One at a time in their order: what a budget leaves out are the last ones.
            Parallel.ForEach(Partitioner.Create(missing, EnumerablePartitionerOptions.NoBuffering), options, (each, loop) =>
            {
                if (IsStopped || IsSpent(share))
                {
                    loop.Stop();
                    return;
                }
                if (play(each.Fold, each.Point, stop) is not { } trial) return;
                job.Add(trial);
                bar.Step();
            });
        }
        catch (AggregateException fault) when (fault.InnerExceptions.FirstOrDefault(each => each is CommandLine.WorldException) is { } world)
        {
            throw new CommandLine.WorldException(world.Message, world);
        }
        Rate = bar.Rate;
        return wanted.All(each => job.Find(each.Fold, each.Point) is not null);
    }
}
