using System.CommandLine;
using System.Text.Json;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary><c>walkforward</c>: searches in a train window alone, trades the window behind it, and so on through the candles.</summary>
internal static class WalkForwardVerb
{
    private const int UsualTrials = 50;

    private const string Text =
        "Search parameters in one window of time, trade the next with what was found, and so on: figures are of time that no search had seen.\n" +
        "Ctrl-C keeps what was done; the same command goes on from there.\n\n" +
        "Example: powertrader walkforward --candles BTC-USDT.csv --train 180d --test 30d --param strategy.startLevel=2..5 --param strategy.trailingGapPercent=0.25..1:0.25";

    public static void AddTo(RootCommand root)
    {
        var options = new SearchOptionSet(UsualTrials);
        var train = new Option<string?>("--train") { Description = "Time that each search sees, for example 180d" };
        var test = new Option<string?>("--test") { Description = "Time that is traded with what it found, for example 30d" };
        var anchored = new Option<bool>("--anchored") { Description = "Every search sees everything from the first bar on" };
        var command = new Command("walkforward", Text) { train, test, anchored };
        options.AddTo(command);
        command.SetAction((parsed, token) =>
        {
            var faults = new OptionFaults();
            faults.Require("--train", parsed.GetValue(train), "a search needs a window", "for example --train 180d");
            faults.Require("--test", parsed.GetValue(test), "what it finds is traded in the window behind", "for example --test 30d");
            TimeSpan Window(string name, string? text, string example) => Durations.Read(faults, name, text, example, TimeSpan.FromDays(1), TimeSpan.FromDays(36_500)) ?? TimeSpan.FromDays(1);
            var windows = new Windows(Window("--train", parsed.GetValue(train), "180d"), Window("--test", parsed.GetValue(test), "30d"), parsed.GetValue(anchored));
            return Task.FromResult(Run(options.Read(parsed, faults), windows, token));
        });
        root.Subcommands.Add(command);
    }

    private sealed record Windows(TimeSpan Train, TimeSpan Test, bool Anchored);

    private static int Run(SearchOptions options, Windows windows, CancellationToken cancellationToken)
    {
        if (StudyGround.Open(options.Backtest, options.Space, cancellationToken) is not { } ground) return ExitCodes.Done;
        var folds = WalkFold.Over(ground.From, ground.To, windows.Train, windows.Test, windows.Anchored);
        if (folds.Count == 0)
            throw new UsageException($"--train '{Durations.Text(windows.Train)}' leaves nothing to test of the {(ground.To - ground.From).TotalDays:0} days that are traded (the first part of the candles only warms up); use a shorter one");
        var question = StudyQuestion.Of(
            "walkforward", options, ground.Request, ("--train", Durations.Text(windows.Train)), ("--test", Durations.Text(windows.Test)), ("--anchored", windows.Anchored ? "yes" : "no"));
        using var job = StudyJob.Open(options.Job ?? StudyJob.DefaultPath("walkforward", question), question);
        var search = new Search(options, job, cancellationToken) { KeepsReturns = false, Windows = folds.Count };
        var done = folds.TakeWhile(fold => search.Run(fold.Number, ground.Request with { From = fold.TrainFrom, Until = fold.TrainTo })).ToList();
        var walk = new Walk(options, ground, search, done);
        var report = walk.Report(folds.Count, Durations.Text(windows.Train), Durations.Text(windows.Test), windows.Anchored, cancellationToken);
        if (options.Backtest.Json) Console.WriteLine(JsonSerializer.Serialize(report, StudyJson.Default.WalkForwardReport));
        else WalkForwardText.Print(report, options.Objective, ground.Request.Series[0].Timeframe);
        if (report.Result != "failed") return ExitCodes.Done;
        Console.Error.WriteLine(report.Note);
        return ExitCodes.WorldFailed;
    }
}
