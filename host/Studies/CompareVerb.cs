using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Experiments.Statistics;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Strategy.References;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary><c>compare</c>: strategies on the same bars at the same costs, and whether their difference is more than chance.</summary>
internal static class CompareVerb
{
    private const int LeastDays = 10;

    private const string Text =
        "Strategies over the same bars at the same costs, with intervals and the probability that their difference is chance. All options of 'backtest' hold.\n\n" +
        "Example: powertrader compare --candles BTC-USDT.csv --strategy powertrader,always,sma-cross\n" +
        "Example: powertrader compare --candles BTC-USDT.csv --strategy dca,sma-cross --param dca:maxSafety=4 --param fast=20";

    public static void AddTo(RootCommand root)
    {
        var backtest = new BacktestOptionSet();
        var command = new Command("compare", Text);
        backtest.AddTo(command);
        command.SetAction((parsed, token) => Task.FromResult(Run(Each(backtest, command, parsed), token)));
        root.Subcommands.Add(command);
    }

    /// <summary>The line read once for each name behind <c>--strategy</c>, so that every rule of a backtest holds for each.</summary>
    private static List<BacktestOptions> Each(BacktestOptionSet backtest, Command command, ParseResult parsed)
    {
        List<string> line = [.. parsed.Tokens.Where(token => token.Type != TokenType.Command).Select(token => token.Value)];
        var at = line.IndexOf("--strategy") + 1;
        string[] names = at == 0 ? [] : line[at].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length < 2) throw new UsageException($"--strategy '{string.Join(',', names)}' must name at least two strategies; for example --strategy {PowerTraderStrategy.StrategyName},{AlwaysStrategy.StrategyName}");
        if (names.Distinct().Count() < names.Length) throw new UsageException($"--strategy '{string.Join(',', names)}' names one twice; name each once");
        var plugIns = line.IndexOf("--plugins") + 1;
        var registry = PlugInOption.Registry(plugIns > 0 && plugIns < line.Count ? line[plugIns] : null);
        var known = names.Select(name => (name, registry.FindStrategy(name))).ToList();
        foreach (var stray in ParametersOf(line).Where(text => known.TrueForAll(each => OwnParameter(text, each) is null)))
            throw new UsageException($"--param '{stray}' is of none of the strategies; use NAME=VALUE, or STRATEGY:NAME=VALUE for one of them, for example --param {SmaCrossStrategy.StrategyName}:fast=20");
        return
        [
            .. known.Select(each => backtest.Read(command.Parse([.. Own(line, each).Select((word, place) => word == line[at] && place > 0 ? each.name : word)]))),
        ];
    }

    /// <summary>A reference has no rules to set; a parameter is of those that have it, or of the one that it names.</summary>
    private static IEnumerable<string> Own(List<string> line, (string Name, StrategyDefinition? Definition) strategy)
    {
        for (var i = 0; i < line.Count; i++)
        {
            if (strategy.Definition is { IsReference: true } && line[i] is ("--set" or "--profile" or "--config")) i++;
            else if (line[i] == "--param" && i + 1 < line.Count)
            {
                if (OwnParameter(line[++i], strategy) is not { } own) continue;
                yield return "--param";
                yield return own;
            }
            else yield return line[i];
        }
    }

    private static IEnumerable<string> ParametersOf(List<string> line) => line.Where((_, place) => place > 0 && line[place - 1] == "--param");

    /// <summary><c>NAME=VALUE</c> for the strategy; null where the parameter is another's. What has no equals sign is everybody's fault.</summary>
    private static string? OwnParameter(string text, (string Name, StrategyDefinition? Definition) strategy)
    {
        var key = text.Split('=')[0];
        if (key.Length == text.Length) return text;
        if (key.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon) return key[..colon] == strategy.Name ? text[(colon + 1)..] : null;
        return strategy.Definition is { } known && known.Parameters.All(parameter => parameter.Name != key) ? null : text;
    }

    private static int Run(List<BacktestOptions> options, CancellationToken cancellationToken)
    {
        var grounds = new List<StudyGround>();
        foreach (var each in options)
        {
            if (StudyGround.Open(each, null, cancellationToken) is not { } ground) return ExitCodes.Done;
            grounds.Add(ground);
        }
        // Costs and market of a reference are idealised where it stands alone; beside others all pay the same.
        var usual = options.FirstOrDefault(each => !each.IsReference);
        var (costs, fills) = (usual?.Settings.Costs ?? CostRules.Default, usual?.Fills ?? options[0].Fills);
        var from = grounds.Max(ground => ground.From);
        var compared = new List<ComparedStrategy>();
        foreach (var ground in grounds)
        {
            var fair = ground.Request with
            {
                Series = [.. ground.Request.Series.Select(series => series with { Instrument = null })],
                From = from,
                Costs = costs,
                Fills = fills,
                MarksNet = true,
                KeepsDays = true,
            };
            if (cancellationToken.IsCancellationRequested) break;
            compared.Add(Played(ground with { Request = fair }, cancellationToken));
        }
        var report = Report(grounds[0], from, compared, options.Count);
        if (options[0].Json) Console.WriteLine(JsonSerializer.Serialize(report, StudyJson.Default.CompareReport));
        else CompareText.Print(report);
        var failed = compared.FirstOrDefault(each => each.Failure is not null);
        if (failed is not null) Console.Error.WriteLine($"{failed.Failure}; it is compared with none");
        return compared.Exists(each => each.IsFault) ? ExitCodes.WorldFailed : ExitCodes.Done;
    }

    private static ComparedStrategy Played(StudyGround ground, CancellationToken cancellationToken)
    {
        var (request, seed) = (ground.Request with { KeepsDetails = false }, ground.Request.Seed);
        var run = BacktestEngine.Run(request, cancellationToken: CancellationToken.None);
        var isKnown = PathRuns.IsKnown(request) || run.End.Kind != RunEndKind.Completed;
        var runs = isKnown ? new Along<BacktestRun>(run, run, run) : PathRuns.Of(request, run, CancellationToken.None);
        var figures = ShownFigures.Of(RunFigures.Of(run), isKnown ? null : new PathBracket(request.Cash, runs.Select(RunFigures.Of)));
        var returns = runs.Select(RunFigures.ReturnsOf);
        var intervals = new Along<ComparedIntervals>(Intervals(returns.Asked, seed), Intervals(returns.Worse, seed), Intervals(returns.Better, seed));
        return new ComparedStrategy(
            run.Strategy, figures, figures.TooWide ? null : intervals.Asked.Growth, figures.TooWide ? null : intervals.Asked.Sharpe, figures.TooWide ? intervals : null,
            ground.Report(ground.Request, cancellationToken), run.End.Why)
        { Returns = returns, IsFault = run.End is { Kind: RunEndKind.Failed, IsBeyondRange: false } };
    }

    private static ComparedIntervals Intervals(double[] returns, long seed)
    {
        var (growth, sharpe) = Chance.Intervals(returns, seed);
        return new ComparedIntervals(growth, sharpe);
    }

    private static ComparedPair Pair(ComparedStrategy first, ComparedStrategy second, long seed)
    {
        StrategyComparison Told(Func<Along<double[]>, double[]> along) => StrategyComparison.Of(along(first.Returns), along(second.Returns), new BlockBootstrap { Seed = seed });
        var asked = Told(returns => returns.Asked);
        return first.Figures.TooWide || second.Figures.TooWide
            ? new ComparedPair(first.Strategy, second.Strategy, null, new Along<StrategyComparison>(asked, Told(returns => returns.Worse), Told(returns => returns.Better)))
            : new ComparedPair(first.Strategy, second.Strategy, asked, null);
    }

    private static CompareReport Report(StudyGround ground, DateTimeOffset from, List<ComparedStrategy> compared, int planned)
    {
        var sound = compared.Where(each => each.Failure is null).ToList();
        var pairs = new List<ComparedPair>();
        for (var i = 0; i < sound.Count; i++)
        {
            for (var j = i + 1; j < sound.Count && sound[i].Returns.Asked.Length >= LeastDays; j++) pairs.Add(Pair(sound[i], sound[j], ground.Request.Seed));
        }
        return new CompareReport(
            compared.Count < planned ? "partial" : "complete", compared.Count < planned ? $"stopped by hand after {compared.Count} of {planned} strategies" : null,
            [.. ground.Request.Series.Select(series => series.Symbol.Value).Order(StringComparer.Ordinal)], from, ground.To, sound.Count > 0 ? sound[0].Returns.Asked.Length : 0, compared, pairs);
    }
}
