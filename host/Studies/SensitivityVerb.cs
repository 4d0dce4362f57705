using System.CommandLine;
using System.Text.Json;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary><c>sensitivity</c>: the same backtest under other costs, delays and orders of prices, and the same deals in another order.</summary>
internal static class SensitivityVerb
{
    private const string Text =
        "How much a backtest hangs on costs, latency, the order of prices inside bars and the luck of its deals. All options of 'backtest' hold.\n\n" +
        "Example: powertrader sensitivity --candles BTC-USDT.csv --set strategy.startLevel=2 --missed 10";

    public static void AddTo(RootCommand root)
    {
        var backtest = new BacktestOptionSet();
        var runs = new Option<string?>("--runs") { Description = "Runs of the Monte Carlo (default: 2000)" };
        var missed = new Option<string?>("--missed") { Description = "Percent of deals that its worse runs miss (default: 5)" };
        var worse = new Option<string?>("--worse-bp") { Description = "Most that its worse runs lose on a deal, in hundredths of a percent of the deal (default: 20)" };
        var command = new Command("sensitivity", Text);
        backtest.AddTo(command);
        foreach (var option in (Option[])[runs, missed, worse]) command.Options.Add(option);
        command.SetAction((parsed, token) =>
        {
            var faults = new OptionFaults();
            var chance = new Chance(
                (int)faults.Whole("--runs", parsed.GetValue(runs), 2000, 100, 1_000_000), faults.Number("--missed", parsed.GetValue(missed), 5, 0, 99), faults.Number("--worse-bp", parsed.GetValue(worse), 20, 0, 5000));
            return Task.FromResult(Run(faults.Together(() => backtest.Read(parsed)), chance, token));
        });
        root.Subcommands.Add(command);
    }

    private static int Run(BacktestOptions options, Chance chance, CancellationToken cancellationToken)
    {
        if (StudyGround.Open(options, null, cancellationToken) is not { } ground) return ExitCodes.Done;
        var request = ground.Request with { KeepsDays = true };
        var run = BacktestEngine.Run(request, cancellationToken: cancellationToken);
        if (run.End.IsBeyondRange) throw new UsageException(run.End.Why!);
        if (run.End.Kind == RunEndKind.Failed) throw new WorldException($"{run.End.Why}; there is nothing to vary");
        var isKnown = PathRuns.IsKnown(request);
        var runs = isKnown || cancellationToken.IsCancellationRequested ? new Along<BacktestRun>(run, run, run) : PathRuns.Of(request, run, CancellationToken.None);
        var rows = Rows(options, request, runs, isKnown, cancellationToken);
        var report = chance.Report(ground.Report(request, cancellationToken), runs, rows.OfType<SensitivityRow>().ToList(), rows.Length, options.Seed);
        if (options.Json) Console.WriteLine(JsonSerializer.Serialize(report, StudyJson.Default.SensitivityReport));
        else SensitivityText.Print(report, run.Timeframe);
        return ExitCodes.Done;
    }

    /// <summary>In the order of the cases; null for those that were not played.</summary>
    private static SensitivityRow?[] Rows(BacktestOptions options, BacktestRequest request, Along<BacktestRun> asked, bool isKnown, CancellationToken cancellationToken)
    {
        var cases = SensitivityCase.Of(request);
        var rows = new SensitivityRow?[cases.Count];
        using var bar = new StudyBar("cases", cases.Count, 0, null, !options.Json);
        Parallel.For(0, cases.Count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var own = cases[i].Request with { KeepsDetails = false, KeepsDays = false };
            var played = BacktestEngine.Run(own, cancellationToken: cancellationToken);
            // A case that states the order of prices leaves nothing open.
            var runs = isKnown || cases[i].Group == SensitivityCase.PathGroup ? new Along<BacktestRun>(played, played, played) : PathRuns.Of(own, played, cancellationToken);
            if (runs.Asked.End.Kind == RunEndKind.Cancelled || runs.Worse.End.Kind == RunEndKind.Cancelled || runs.Better.End.Kind == RunEndKind.Cancelled) return;
            rows[i] = SensitivityRow.Of(cases[i].Group, cases[i].Name, runs, asked, request.Cash);
            bar.Step();
        });
        return rows;
    }
}
