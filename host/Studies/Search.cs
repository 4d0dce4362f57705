using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;

namespace PowerTrader.Host.Studies;

/// <summary>Searches one window, or several: draws points, plays them, then the neighbours of the best until the best has no better one.</summary>
internal sealed class Search
{
    /// <summary>Of climbing from the best drawn point to better neighbours.</summary>
    private const int MostClimbs = 20;

    /// <summary>Where a budget alone ends the search: more than a day's trials.</summary>
    private const int MostDrawn = 1_000_000;

    /// <summary>Of the budget, for the draw.</summary>
    private const double DrawShare = 0.9;

    private readonly SearchOptions options;
    private readonly StudyJob job;
    private readonly StudyRunner runner;
    private readonly IReadOnlyList<int> points;
    private readonly bool wanted;

    public Search(SearchOptions options, StudyJob job, CancellationToken stop)
    {
        (this.options, this.job) = (options, job);
        runner = new StudyRunner(job, options.Cores, options.Budget, stop);
        points = SearchOrder.Points(options.Space, options.Order, options.Trials ?? MostDrawn, options.Backtest.Seed);
        wanted = !options.Backtest.Json;
        Kept = job.Kept;
    }

    public int Kept { get; }

    public string JobFile => job.FilePath;

    public double Rate { get; private set; }

    public bool IsStopped => runner.IsStopped;

    /// <summary>Returns are kept for a judgement of the whole search; a walk judges by what came after.</summary>
    public bool KeepsReturns { get; init; } = true;

    /// <summary>That are searched one after the other; for the time left.</summary>
    public int Windows { get; init; } = 1;

    public IReadOnlyList<Trial> Trials(int fold) => job.Of(fold);

    public int DrawnOf(int fold) => points.Count(point => job.Find(fold, point) is not null);

    /// <param name="window">With its first and last bar.</param>
    /// <returns>Everything that was wanted was played.</returns>
    public bool Run(int fold, BacktestRequest window)
    {
        var name = fold == 0 ? "optimize" : $"window {fold} of {Windows}";
        var isDrawn = Play(name, fold, points, window, fold == 0 ? DrawShare : 1);
        // A best without its neighbours says little: they have the rest of the budget.
        return fold > 0 || IsStopped ? isDrawn : Climb(fold, window) && isDrawn;
    }

    private bool Climb(int fold, BacktestRequest window)
    {
        for (var climb = 0; climb < MostClimbs; climb++)
        {
            if (options.Ranking.Best(job.Of(fold)) is not { } best) return true;
            var around = options.Space.NeighboursOf(best.Point);
            if (around.All(point => job.Find(fold, point) is not null)) return true;
            if (!Play("neighbours of the best", fold, around, window, 1)) return false;
        }
        return true;
    }

    private bool Play(string name, int fold, IReadOnlyList<int> wantedPoints, BacktestRequest window, double share)
    {
        var there = wantedPoints.Count(point => job.Find(fold, point) is not null);
        using var bar = new StudyBar(name, wantedPoints.Count * Windows, wantedPoints.Count * Math.Max(0, fold - 1) + there, options.Budget * share, wanted);
        var isWhole = runner.Run([.. wantedPoints.Select(point => (fold, point))], (_, point, stop) =>
        {
            var trial = Trial.Run(window, options.Space, fold, point, stop);
            return KeepsReturns ? trial : trial is null ? null : trial with { Returns = [] };
        }, bar, share);
        if (Rate == 0) Rate = runner.Rate;
        return isWhole;
    }
}
