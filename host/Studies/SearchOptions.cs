using System.CommandLine;
using System.Globalization;
using PowerTrader.Core.Experiments.Studies;
using PowerTrader.Core.Extensions;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Studies;

/// <summary>What is searched, for how long, and what counts as good.</summary>
/// <param name="Trials">Null for as many as the budget allows.</param>
/// <param name="Job">Null for a file of the program's own.</param>
internal sealed record SearchOptions(
    BacktestOptions Backtest, ParameterSpace Space, string Order, int? Trials, TimeSpan? Budget, Ranking Ranking, string? Job, int Cores)
{
    public Objective Objective => Ranking.Objective;
}

/// <summary>The options that <c>optimize</c> and <c>walkforward</c> share, beside all of <c>backtest</c>.</summary>
internal sealed class SearchOptionSet(int usualTrials)
{
    private readonly BacktestOptionSet backtest = new(hasParameters: false);
    private readonly Option<string[]> param = new("--param") { Description = "A setting, or a parameter of the strategy, and its values: KEY=FROM..TO, KEY=FROM..TO:STEP or KEY=A,B,C (lists: \"KEY=-5;-5,-10\"); may be repeated" };
    private readonly Option<string?> search = new("--search") { Description = "random: points drawn without repetition; grid: from the first corner on (default: random)" };
    private readonly Option<string?> trials = new("--trials") { Description = $"Most points that are tried (default: {usualTrials}, with --budget any number)" };
    private readonly Option<string?> budget = new("--budget") { Description = "Time after which no new trial begins, for example 10m" };
    private readonly Option<string?> objective = new("--objective") { Description = string.Join(", ", Objective.All.Select(each => each.Name)) + " (default: sharpe)" };
    private readonly Option<string?> drawdown = new("--max-drawdown") { Description = "Percent of equity that a trial may fall to be chosen (default: any)" };
    private readonly Option<string?> trades = new("--min-trades") { Description = "Closed deals that a trial needs to be chosen (default: 1)" };
    private readonly Option<string?> job = new("--job") { Description = "File that keeps the trials (default: one of the program's own for each question)" };
    private readonly Option<string?> cores = new("--cores") { Description = "Trials at once (default: the processor's cores)" };

    public void AddTo(Command command)
    {
        command.Options.Add(param);
        backtest.AddTo(command);
        foreach (var option in (Option[])[search, trials, budget, objective, drawdown, trades, job, cores]) command.Options.Add(option);
    }

    /// <param name="faults">Takes every fault of these options; thrown with those of the backtest.</param>
    /// <exception cref="UsageException">An option is faulty; every fault is a line.</exception>
    public SearchOptions Read(ParseResult parsed, OptionFaults faults)
    {
        var options = Backtest(parsed, faults);
        var (space, given) = Space(parsed.GetValue(param) ?? [], backtest.Definition, faults);
        var order = faults.OneOf("--search", parsed.GetValue(search), SearchOrder.Random, SearchOrder.Names);
        var time = Durations.Read(faults, "--budget", parsed.GetValue(budget), "10m", TimeSpan.FromSeconds(1), TimeSpan.FromDays(365));
        var most = parsed.GetValue(trials) is { } text ? (int)faults.Whole("--trials", text, usualTrials, 1, 10_000_000) : parsed.GetValue(budget) is null ? usualTrials : (int?)null;
        var wanted = Objective.Find(faults.OneOf("--objective", parsed.GetValue(objective), "sharpe", [.. Objective.All.Select(each => each.Name)])) ?? Objective.All[0];
        var fall = parsed.GetValue(drawdown) is { } percent ? faults.Number("--max-drawdown", percent, 30, 0.1m, 100) / 100 : (decimal?)null;
        var limits = new TrialLimits(fall, (int)faults.Whole("--min-trades", parsed.GetValue(trades), 1, 0, 1_000_000));
        var parallel = (int)faults.Whole("--cores", parsed.GetValue(cores), Environment.ProcessorCount, 1, 1024);
        faults.ThrowIfAny();
        return new SearchOptions(options! with { Parameters = given }, space, order, most, time, new Ranking(wanted, limits), parsed.GetValue(job), parallel);
    }

    private BacktestOptions? Backtest(ParseResult parsed, OptionFaults faults)
    {
        try
        {
            return backtest.Read(parsed);
        }
        catch (UsageException fault)
        {
            foreach (var line in fault.Faults) faults.AddLine(line);
            return null;
        }
    }

    private static (ParameterSpace Space, IReadOnlyDictionary<string, string> Given) Space(string[] texts, StrategyDefinition strategy, OptionFaults faults)
    {
        if (texts.Length == 0) faults.AddLine($"--param is missing: a search needs parameters; for example {ExampleOf(strategy)}");
        var lines = new List<string>();
        var space = new ParameterSpace([.. texts.Select(text => ParameterAxis.Parse(text, key => StrategyAxes.Find(strategy, key), lines)).OfType<ParameterAxis>()]);
        foreach (var twice in space.Axes.GroupBy(axis => axis.Key, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1)) lines.Add($"--param gives {twice.Key} again; give each parameter once");
        if (space.Size > ParameterSpace.MostPoints) lines.Add($"--param: over {ParameterSpace.MostPoints} combinations; use larger steps or fewer parameters");
        var given = lines.Count == 0 ? Given(strategy, space, lines) : [];
        foreach (var line in lines) faults.AddLine(line);
        return (space, given);
    }

    /// <summary>Parameters of the run as given: those with one value alone, and of those that have no default the first.</summary>
    private static Dictionary<string, string> Given(StrategyDefinition strategy, ParameterSpace space, List<string> faults)
    {
        var given = space.Axes.Where(axis => strategy.Parameters.FirstOrDefault(known => known.Name == axis.Key) is { } known && (axis.Values.Count == 1 || known.Default is null))
            .ToDictionary(axis => axis.Key, axis => axis.Values[0]);
        try
        {
            ParameterSet.Read(strategy.Name, strategy.Parameters, given);
        }
        catch (ParameterException fault)
        {
            faults.AddRange(fault.Faults.Select(line => "--param: " + line));
        }
        return given;
    }

    private static string ExampleOf(StrategyDefinition strategy) => strategy.Parameters.Where(parameter => parameter.Kind is ParameterKind.Number or ParameterKind.Whole).ToList() switch
    {
        _ when strategy.Create is null => "--param strategy.startLevel=2..5 --param strategy.trailingGapPercent=0.25..2:0.25",
        [] => "--param risk.positionPercent=5,10,20",
        [var first, ..] => string.Create(CultureInfo.InvariantCulture, $"--param {first.Name}={first.Example},{(decimal.TryParse(first.Example, CultureInfo.InvariantCulture, out var value) && value * 2 <= first.Maximum && value > 0 ? value * 2 : first.Maximum)}"),
    };
}
