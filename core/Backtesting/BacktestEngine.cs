namespace PowerTrader.Core.Backtesting;

/// <summary>
/// Plays recorded bars: the strategy, risk, cost, order and ledger code of the running trader, over one or many symbols, for one portfolio or several.
/// Deterministic: equal requests give equal runs. No clock, no chance, no I/O.
/// </summary>
public static class BacktestEngine
{
    private const int BarsBetweenReports = 1024;

    /// <param name="from">Where an earlier run of the same request stopped; null begins anew. Fills, deals and equity of the result are this part's own.</param>
    /// <param name="progress">Told the number of bars done, now and then.</param>
    /// <param name="cancellationToken">Ends the run early: the result says so and holds what was done.</param>
    /// <exception cref="ArgumentException">The request breaks a rule; see <see cref="BacktestRequest.Check"/>.</exception>
    public static BacktestRun Run(
        BacktestRequest request, BacktestCheckpoint? from = null, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var session = new BacktestSession(request, from);
        for (var steps = 0; session.Next is { } next; steps++)
        {
            if (steps % BarsBetweenReports == 0)
            {
                progress?.Report(steps);
                if (cancellationToken.IsCancellationRequested) return session.Finish(cancelled: true);
            }
            session.Step(next);
        }
        return session.Finish(cancelled: false);
    }

    /// <summary>Several portfolios over the same time, bar by bar beside each other. They share nothing: each run is what it would be alone.</summary>
    public static IReadOnlyList<BacktestRun> RunTogether(
        IReadOnlyList<BacktestRequest> requests, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var sessions = requests.Select(request => new BacktestSession(request, null)).ToList();
        for (var steps = 0; ; steps++)
        {
            var next = sessions.Min(session => session.Next);
            if (next is not { } time) return [.. sessions.Select(session => session.Finish(cancelled: false))];
            if (steps % BarsBetweenReports == 0)
            {
                progress?.Report(steps);
                if (cancellationToken.IsCancellationRequested) return [.. sessions.Select(session => session.Finish(cancelled: true))];
            }
            foreach (var session in sessions)
            {
                if (session.Next == time) session.Step(time);
            }
        }
    }
}
