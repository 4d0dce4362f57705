using System.CommandLine;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Strategy.References;
using PowerTrader.Host.Reports;
using PowerTrader.Host.Running;
using Symbol = PowerTrader.Core.Markets.Symbol;

namespace PowerTrader.Host.CommandLine;

/// <summary>What a backtest was asked for, checked.</summary>
/// <param name="Forecasts">File that keeps the forecasts; null keeps none.</param>
/// <param name="Reports">What is written beside the figures.</param>
internal sealed record BacktestOptions(
    string Strategy, IReadOnlyList<string> Candles, IReadOnlyList<string> Intrabar, Timeframe? Timeframe, TraderSettings Settings, FillRules Fills, decimal Cash, long Seed,
    string? Forecasts, bool Json, ReportFiles Reports)
{
    /// <summary>The program's own and those of plug-ins.</summary>
    public required ExtensionRegistry Registry { get; init; }

    /// <summary>Of the strategy, by name.</summary>
    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public bool IsReference => Strategy == SmaCrossStrategy.StrategyName;

    public bool IsPowerTrader => Strategy == PowerTraderStrategy.StrategyName;
}

/// <summary>The options of <c>backtest</c>: how they are written, and every fault in them.</summary>
/// <param name="hasParameters">False where <c>--param</c> is somebody else's: a search gives its own.</param>
/// <param name="hasReports">Whether a report of the run may be asked for.</param>
internal sealed class BacktestOptionSet(bool hasParameters = true, bool hasReports = false)
{
    private static readonly string[] Models = ["next-open", "path"];

    private static readonly Dictionary<string, PricePath> Paths = new()
    {
        ["by-direction"] = PricePath.ByDirection,
        ["open-high-low-close"] = PricePath.OpenHighLowClose,
        ["open-low-high-close"] = PricePath.OpenLowHighClose,
        ["worst"] = PricePath.Worst,
        ["best"] = PricePath.Best,
    };

    private readonly Option<string?> candles = new("--candles") { Description = "CSV files, one per coin, separated by commas: time,open,high,low,close,volume" };
    private readonly Option<string?> timeframe = new("--timeframe") { Description = "Bars to trade on; the files' own where left out" };
    private readonly Option<string?> strategy = new("--strategy") { Description = string.Join(", ", BarStrategies.Names) + ", one of a plug-in, or NAME@VERSION (default: powertrader)" };
    private readonly Option<string[]> param = ParameterOption.Create();
    private readonly Option<string?> plugIns = PlugInOption.Create();
    private readonly Option<string?> profile = new("--profile") { Description = "Risk profile: standard, careful, bold or predecessor" };
    private readonly Option<string?> config = new("--config") { Description = "Settings file whose rules are played (default: none)" };
    private readonly Option<string[]> set = new("--set") { Description = "One setting as KEY=VALUE, or COIN:KEY=VALUE for one coin; may be repeated" };
    private readonly Option<string?> fill = new("--fill") { Description = "next-open: decided at closes, met at opens; path: decided each minute along a path inside the bar (default: next-open, with --intrabar path)" };
    private readonly Option<string?> path = new("--path") { Description = "Order of prices inside a bar: " + string.Join(", ", Paths.Keys) };
    private readonly Option<string?> intrabar = new("--intrabar") { Description = "CSV files of shorter candles, one per coin: prices move along them inside the bars" };
    private readonly Option<string?> volumeShare = new("--volume-share") { Description = "Percent of a bar's volume that an order may take (default: any size fills)" };
    private readonly Option<string?> latency = new("--latency-ms") { Description = "Milliseconds from a decision to its order's arrival (default: 0)" };
    private readonly Option<string?> latencyBars = new("--latency-bars") { Description = "Bars that pass besides the one that comes anyway (default: 0)" };
    private readonly Option<string?> spread = new("--spread-bp") { Description = "Spread in hundredths of a percent of the price (default: 5)" };
    private readonly Option<string?> cash = new("--cash") { Description = "Money to begin with, in the quote coin (default: 10000)" };
    private readonly Option<string?> seed = new("--seed") { Description = "Of what the random control draws (default: 1)" };
    private readonly Option<string?> forecasts = new("--forecasts") { Description = "File that keeps the forecasts: read where it is of the same candles, else written" };
    private readonly Option<string?> report = new("--report") { Description = "HTML file for curves, candles with trades, months, attribution and figures" };
    private readonly Option<string?> csv = new("--csv") { Description = "Folder for fills.csv, deals.csv and equity.csv" };
    private readonly Option<string?> trials = new("--trials") { Description = "JSON file of a study's trials, shown as a surface in the report" };
    private readonly Option<bool> json = CommonOptions.Json();

    /// <summary>The strategy of the line that was read last, also where the line had faults.</summary>
    public StrategyDefinition Definition { get; private set; } = ExtensionRegistry.BuiltIn.FindStrategy(PowerTraderStrategy.StrategyName)!;

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[candles, timeframe, strategy, param, plugIns, profile, config, set, fill, path, intrabar, volumeShare, latency, latencyBars, spread, cash, seed, forecasts, report, csv, trials, json])
        {
            var isLeftOut = option == param ? !hasParameters : !hasReports && (option == report || option == csv || option == trials);
            if (!isLeftOut) command.Options.Add(option);
        }
    }

    /// <exception cref="UsageException">An option is faulty; every fault is a line.</exception>
    public BacktestOptions Read(ParseResult parsed)
    {
        var faults = new OptionFaults();
        faults.Require("--candles", parsed.GetValue(candles), "a backtest needs recorded candles", "for example --candles BTC-USDT.csv");
        var registry = PlugInOption.Registry(parsed.GetValue(plugIns));
        var definition = StrategyOf(registry, parsed.GetValue(strategy) ?? PowerTraderStrategy.StrategyName, faults);
        var name = definition.Name;
        Definition = definition;
        var given = hasParameters ? ParameterOption.Read(parsed.GetValue(param) ?? [], definition, faults) : new Dictionary<string, string>();
        var bars = parsed.GetValue(timeframe) is { } text ? faults.TimeframeOf("--timeframe", text, Timeframe.Hour1) : (Timeframe?)null;
        var (files, inside) = (Files(parsed.GetValue(candles)), Files(parsed.GetValue(intrabar)));
        var sets = parsed.GetValue(set) ?? [];
        if (definition.IsReference && (parsed.GetValue(config) ?? parsed.GetValue(profile) ?? sets.FirstOrDefault()) is not null)
            faults.AddLine($"--strategy '{name}' has no rules to set; leave --set, --profile and --config out");
        IReadOnlyList<Symbol>? coins = files.Length == 0 ? null : [.. files.Select(CandleFiles.SymbolOf)];
        if (coins?.GroupBy(coin => coin).FirstOrDefault(group => group.Count() > 1) is { } twice) faults.AddLine($"--candles: two files are of {twice.Key}; name one file per coin, the coin in its name (kucoin_{twice.Key}_1h.csv)");
        if (coins?.GroupBy(coin => coin.Quote).Count() > 1) faults.AddLine($"--candles: the files are paid in {string.Join(" and ", coins.Select(coin => coin.Quote).Distinct())}; one portfolio has one currency");
        foreach (var stray in inside.Where(file => coins?.Contains(CandleFiles.SymbolOf(file)) == false)) faults.Add("--intrabar", stray, $"is of {CandleFiles.SymbolOf(stray)}, which --candles does not hold", "leave it out or correct its name");
        var loaded = SettingsFile.Load(null, parsed.GetValue(config), parsed.GetValue(profile), sets, coins: coins?.Distinct().ToList());
        foreach (var fault in loaded.Faults) faults.AddLine(fault);
        var rules = Fills(parsed, faults, name, inside.Length > 0);
        var options = new BacktestOptions(
            StrategyId(registry, definition), files, inside, bars, loaded.Settings, rules, faults.Number("--cash", parsed.GetValue(cash), 10_000m, 1m, 1_000_000_000m),
            faults.Whole("--seed", parsed.GetValue(seed), 1, 0, long.MaxValue), parsed.GetValue(forecasts), parsed.GetValue(json),
            hasReports ? ReportFiles.Read(faults, ("--report", parsed.GetValue(report)), parsed.GetValue(csv), parsed.GetValue(trials)) : ReportFiles.None)
        { Registry = registry, Parameters = given };
        if (options.Forecasts is not null && (name != PowerTraderStrategy.StrategyName || files.Length > 1)) faults.Add("--forecasts", options.Forecasts, "keeps the forecasts of powertrader for one coin", "leave it out");
        faults.ThrowIfAny();
        return options;
    }

    /// <summary>The plain name where the newest version is meant, as everywhere else in the program.</summary>
    private static string StrategyId(ExtensionRegistry registry, StrategyDefinition definition) =>
        registry.FindStrategy(definition.Name) == definition ? definition.Name : ((IDefinition)definition).Id;

    private static StrategyDefinition StrategyOf(ExtensionRegistry registry, string text, OptionFaults faults)
    {
        if (registry.FindStrategy(text) is { } found) return found;
        faults.Add("--strategy", text, "must be one of " + string.Join(", ", registry.StrategyNames), "for example --strategy dca; 'powertrader strategies' explains them");
        return registry.FindStrategy(PowerTraderStrategy.StrategyName)!;
    }

    private FillRules Fills(ParseResult parsed, OptionFaults faults, string name, bool inside)
    {
        var model = faults.OneOf("--fill", parsed.GetValue(fill), inside ? Models[1] : Models[0], Models);
        if (inside && model == Models[0]) faults.Add("--fill", model, "looks at no price inside the bars", "leave --intrabar out, or use --fill path");
        var order = faults.OneOf("--path", parsed.GetValue(path), "by-direction", [.. Paths.Keys]);
        return new FillRules
        {
            Model = model == Models[1] ? FillModel.Path : FillModel.NextOpen,
            Path = Paths.GetValueOrDefault(order),
            SpreadFraction = faults.Number("--spread-bp", parsed.GetValue(spread), name == SmaCrossStrategy.StrategyName ? 0 : 5, 0, 5000) / 10_000m,
            VolumeShare = parsed.GetValue(volumeShare) is { } share ? faults.Number("--volume-share", share, 10, 0.0001m, 100) / 100m : null,
            LatencyBars = (int)faults.Whole("--latency-bars", parsed.GetValue(latencyBars), 0, 0, 1000),
            Latency = TimeSpan.FromMilliseconds(faults.Whole("--latency-ms", parsed.GetValue(latency), 0, 0, 604_800_000)),
        };
    }

    private static string[] Files(string? text) => (text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
