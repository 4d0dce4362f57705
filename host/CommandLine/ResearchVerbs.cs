using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Host.Running;
using Symbol = PowerTrader.Core.Markets.Symbol;

namespace PowerTrader.Host.CommandLine;

/// <summary><c>backtest</c> and <c>evaluate</c>: recorded candles in, figures out. Nothing is stored.</summary>
internal static class ResearchVerbs
{
    private const decimal StartCash = 10_000m;

    private static readonly string[] Strategies = [.. StrategyRegistry.Names, SmaCrossBacktest.StrategyName];

    public static void AddTo(RootCommand root)
    {
        var candles = new Option<string?>("--candles") { Description = "CSV file: time,open,high,low,close,volume" };
        var json = CommonOptions.Json();
        var timeframe = new Option<string?>("--timeframe") { Description = "Bars to trade on; the file's own where left out" };
        var strategy = new Option<string?>("--strategy") { Description = string.Join(", ", Strategies) + " (default: powertrader)" };
        var profile = new Option<string?>("--profile") { Description = "Risk profile: standard, careful, bold or predecessor" };
        var config = new Option<string?>("--config") { Description = "Settings file whose rules are played (default: none)" };
        var set = new Option<string[]>("--set") { Description = "One setting as KEY=VALUE, or COIN:KEY=VALUE for one coin; may be repeated" };
        var model = new Option<string?>("--model") { Description = string.Join(", ", Evaluator.Models) + " (default: sound)" };
        var holdout = new Option<string?>("--holdout") { Description = "How many of the last candles are kept out of training and walked (default: 1000)" };
        var rows = new Option<bool>("--rows") { Description = "Print the forecasts of every row too" };
        var learn = new Option<bool>("--learn") { Description = "Let the model learn on while it walks" };
        var backtest = new Command("backtest", "Run a strategy over recorded candles.\n\nExample: powertrader backtest --candles BTC-USDT.csv --set strategy.stopLossPercent=40 --json")
            { candles, timeframe, strategy, profile, config, set, json };
        backtest.SetAction((parsed, token) => Task.FromResult(Backtest(
            parsed.GetValue(candles), parsed.GetValue(timeframe), parsed.GetValue(strategy),
            new RuleTexts(parsed.GetValue(config), parsed.GetValue(profile), parsed.GetValue(set) ?? []), parsed.GetValue(json))));
        var evaluate = new Command("evaluate", "Measure how far a model's forecasts are off, out of sample.\n\nExample: powertrader evaluate --candles BTC-USDT.csv --model sound --holdout 2000")
            { candles, model, holdout, rows, learn, json };
        evaluate.SetAction((parsed, token) => Task.FromResult(Evaluate(
            parsed.GetValue(candles), parsed.GetValue(model), parsed.GetValue(holdout), parsed.GetValue(rows), parsed.GetValue(learn), parsed.GetValue(json))));
        root.Subcommands.Add(backtest);
        root.Subcommands.Add(evaluate);
    }

    private static int Backtest(string? path, string? timeframeText, string? strategyText, RuleTexts ruleTexts, bool json)
    {
        var faults = new OptionFaults();
        faults.Require("--candles", path, "a backtest needs recorded candles", "for example --candles BTC-USDT.csv");
        var strategy = faults.OneOf("--strategy", strategyText, PowerTraderStrategy.StrategyName, Strategies);
        var timeframe = timeframeText is null ? (Timeframe?)null : faults.TimeframeOf("--timeframe", timeframeText, Timeframe.Hour1);
        if (strategy == SmaCrossBacktest.StrategyName && ruleTexts.Any) faults.AddLine($"--strategy '{strategy}' has no rules to set; leave --set, --profile and --config out");
        var settings = Rules(faults, path, ruleTexts);
        faults.ThrowIfAny();
        var (bars, used) = CandleFiles.ReadBars(path!, timeframe);
        var symbol = CandleFiles.SymbolOf(path!);
        RequireForecasts(strategy, settings.StrategyOf(symbol).StartLevel, used, timeframeText is null ? Path.GetFileName(path!) : $"--timeframe '{timeframeText}'");
        using var progress = new PercentLine("backtest", bars.Count, !json);
        var watch = Stopwatch.StartNew();
        var result = strategy == SmaCrossBacktest.StrategyName
            ? SmaCrossBacktest.Run(bars, symbol, StartCash)
            : new KernelBacktest(strategy, symbol, used, settings: settings).Run(bars, StartCash, progress);
        var seconds = watch.Elapsed.TotalSeconds;
        progress.Dispose();
        var rivals = strategy == SmaCrossBacktest.StrategyName ? [] : Rivals(strategy, symbol, used, settings, bars, result);
        var report = new BacktestReport(result, Math.Round(result.Bars / seconds), rivals);
        if (json) Console.WriteLine(report.ToJson());
        else BacktestReport.Print(report, used);
        return ExitCodes.Done;
    }

    /// <summary>Rules of the file's coin: what the command line says, over a named file, the environment and the defaults. No data folder is read.</summary>
    private static TraderSettings Rules(OptionFaults faults, string? path, RuleTexts texts)
    {
        IReadOnlyList<Symbol>? coins = string.IsNullOrWhiteSpace(path) ? null : [CandleFiles.SymbolOf(path)];
        var loaded = SettingsFile.Load(null, texts.Config, texts.Profile, texts.Sets, coins: coins);
        foreach (var fault in loaded.Faults) faults.AddLine(fault);
        return loaded.Settings;
    }

    /// <summary>Bars too long leave fewer timeframes to forecast than an entry needs: it would never trade.</summary>
    private static void RequireForecasts(string strategy, int needed, Timeframe bars, string what)
    {
        var forecast = Timeframes.All.Count(each => each >= bars);
        if (strategy != PowerTraderStrategy.StrategyName || forecast >= needed) return;
        throw new UsageException(
            $"{what}: bars of {bars.Name()} leave {forecast} timeframes to forecast, an entry needs LONG {needed}; use {Timeframes.All[Timeframes.Count - needed].Name()} or shorter, or another --strategy");
    }

    private static List<Rival> Rivals(
        string strategy, Symbol symbol, Timeframe timeframe, TraderSettings settings, IReadOnlyList<Candle> bars, BacktestResult result)
    {
        var first = bars[(int)(bars.Count * KernelBacktest.Warmup)].Close;
        var hold = StartCash * (1 + result.Exposure * (bars[^1].Close / first - 1));
        var rivals = new List<Rival> { new("exposure-matched hold", hold, HoldDrawdown(bars, result.Exposure)) };
        foreach (var name in new[] { AlwaysStrategy.StrategyName, RandomStrategy.StrategyName }.Where(name => name != strategy))
        {
            var other = new KernelBacktest(name, symbol, timeframe, settings: settings).Run(bars, StartCash);
            rivals.Add(new Rival(name, other.FinalValue, other.MaxDrawdown));
        }
        return rivals;
    }

    private static decimal HoldDrawdown(IReadOnlyList<Candle> bars, decimal exposure)
    {
        decimal peak = 0, worst = 0;
        var start = (int)(bars.Count * KernelBacktest.Warmup);
        for (var i = start; i < bars.Count; i++)
        {
            var value = 1 + exposure * (bars[i].Close / bars[start].Close - 1);
            peak = Math.Max(peak, value);
            worst = Math.Max(worst, (peak - value) / peak);
        }
        return worst;
    }

    private static int Evaluate(string? path, string? modelText, string? holdoutText, bool rows, bool learn, bool json)
    {
        var faults = new OptionFaults();
        faults.Require("--candles", path, "an evaluation needs recorded hourly candles", "for example --candles BTC-USDT.csv");
        var model = faults.OneOf("--model", modelText, Evaluator.Models[0], Evaluator.Models);
        var holdout = (int)faults.Whole("--holdout", holdoutText, 1000, 1, 100_000_000);
        faults.ThrowIfAny();
        var series = CandleFiles.Read(path!, Timeframe.Hour1);
        if (series.Candles.Count - holdout < Evaluator.MinTraining)
        {
            throw new UsageException(string.Create(
                CultureInfo.InvariantCulture,
                $"--holdout '{holdout}' leaves {series.Candles.Count - holdout} of {series.Candles.Count} candles for training, at least {Evaluator.MinTraining} are needed; use a smaller one"));
        }
        using var progress = new PercentLine("evaluate", holdout, !json);
        var result = Evaluator.Run(series.Candles, Evaluator.Create(model, learn), holdout, rows, progress);
        progress.Dispose();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(result, ResearchJson.Default.EvaluationResult));
            return ExitCodes.Done;
        }
        Console.WriteLine($"{result.Model}: trained on {result.Trained} candles, walked {result.Holdout}");
        Console.WriteLine("timeframe  candles  active  high error %  low error %");
        foreach (var error in result.Errors)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{error.Timeframe,-9}  {error.Candles,7}  {error.Active,6}  {error.HighError,12:0.0000}  {error.LowError,11:0.0000}"));
        return ExitCodes.Done;
    }

    /// <summary>What the command line says of the rules that are played.</summary>
    private sealed record RuleTexts(string? Config, string? Profile, IReadOnlyList<string> Sets)
    {
        public bool Any => Config is not null || Profile is not null || Sets.Count > 0;
    }
}
