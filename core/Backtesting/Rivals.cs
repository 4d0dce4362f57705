using System.Globalization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Strategy.References;

namespace PowerTrader.Core.Backtesting;

/// <summary>What somebody else would have had over the same bars, at the same costs.</summary>
/// <param name="FinalValue">Null, like <paramref name="MaxDrawdown"/>, where the order of prices inside bars decides more than a tenth of its profit.</param>
/// <param name="Lowest">Of several draws, like <paramref name="Highest"/>; null where nothing is drawn.</param>
public sealed record Rival(string Name, decimal? FinalValue, decimal? MaxDrawdown, decimal? Lowest = null, decimal? Highest = null)
{
    /// <summary>What the order of prices inside bars leaves open; null where it decides nothing.</summary>
    public RivalRange? Bracket { get; init; }

    /// <param name="bracket">Null where the order of prices decides nothing.</param>
    public static Rival Of(string name, BacktestRun run, PathBracket? bracket)
    {
        ArgumentNullException.ThrowIfNull(run);
        var isSingle = bracket is not { IsTooWide: true };
        return new Rival(name, isSingle ? run.FinalValue : null, isSingle ? run.MaxDrawdown : null)
        {
            Bracket = bracket is null ? null : new RivalRange(new FigureRange(bracket.Low, bracket.High), bracket.Runs.Range(each => each.MaxDrawdown), bracket.IsTooWide),
        };
    }
}

/// <param name="TooWide">Wider than a tenth of its profit: there is no single number.</param>
public sealed record RivalRange(FigureRange FinalValue, FigureRange MaxDrawdown, bool TooWide);

/// <summary>A rival with the way it went.</summary>
/// <param name="Equity">After every bar; of a drawn one, of the draw in the middle. Empty where none is kept.</param>
public sealed record RivalRun(Rival Rival, EquityCurve Equity);

/// <summary>
/// Three rivals: who held, on average, as much; who enters whenever flat; who enters by chance as often. The last two keep the strategy's exits, so the
/// difference to them is what its entries are worth.
/// </summary>
public static class Rivals
{
    public const string Hold = "exposure-matched hold";

    public const string Always = "always";

    public const string Random = "random";

    /// <summary>One draw says little: the random rival is the median of so many.</summary>
    public const int Draws = 5;

    /// <param name="run">Of the request.</param>
    public static IReadOnlyList<Rival> Of(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken = default) =>
        [.. Play(request, run, keepsCurves: false, cancellationToken).Select(played => played.Rival)];

    /// <param name="run">Of the request.</param>
    /// <param name="keepsCurves">Keeps the equity of each, where the request names instants (<see cref="BacktestRequest.EquityAt"/>) at those alone.</param>
    public static IReadOnlyList<RivalRun> Play(BacktestRequest request, BacktestRun run, bool keepsCurves, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(run);
        var strategy = BarStrategies.Create(request);
        var plain = Keeping(request, keepsCurves) with { KeepsEquity = true, KeepsDays = false, Warmup = request.Warmup ?? strategy.Warmup };
        var hold = BacktestEngine.Run(Asking(plain, own => Holding(own, run.Exposure)), cancellationToken: cancellationToken);
        // Who only holds has no exit that trails: the order of prices decides nothing of it.
        var rivals = new List<RivalRun> { new(Rival.Of(Hold, hold, null), hold.Equity) };
        if (run.Strategy != Always && strategy.With(new EntryOverride(1)) is not null)
        {
            var entering = Asking(plain, own => BarStrategies.Create(own).With(new EntryOverride(1))!);
            var always = BacktestEngine.Run(entering, cancellationToken: cancellationToken);
            rivals.Add(new RivalRun(Rival.Of(Always, always, BracketOf(entering, always, cancellationToken)), always.Equity));
        }
        if (run.Strategy != Random && strategy.With(new EntryOverride(RateOf(run))) is not null) rivals.Add(Drawn(plain, RateOf(run), keepsCurves, cancellationToken));
        return rivals;
    }

    /// <param name="share">Of the starting cash, 0 to 1.</param>
    private static IBarStrategy Holding(BacktestRequest request, decimal share) => BarStrategies.Create(request with
    {
        Create = null,
        Strategy = BuyAndHoldStrategy.StrategyName,
        Registry = ExtensionRegistry.BuiltIn,
        Parameters = new Dictionary<string, string> { ["share"] = decimal.Round(Math.Clamp(share, 0, 1) * 100, 12).ToString(CultureInfo.InvariantCulture) },
    });

    /// <summary>Entries per bar that could have had one.</summary>
    private static decimal RateOf(BacktestRun run)
    {
        var entries = run.Head.DealSequence;
        return run.FlatBars > 0 ? Math.Clamp((decimal)entries / (run.FlatBars + entries), 0, 0.999999m) : 0;
    }

    private static BacktestRequest Keeping(BacktestRequest request, bool curve) =>
        request with { KeepsDetails = curve && request.EquityAt is null, EquityAt = curve ? request.EquityAt : null };

    private static RivalRun Drawn(BacktestRequest request, decimal rate, bool keepsCurves, CancellationToken cancellationToken)
    {
        BacktestRequest Asked(int draw, bool keepsCurve) => Asking(
            Keeping(request, keepsCurve) with { Seed = request.Seed + draw }, own => BarStrategies.Create(own).With(new EntryOverride(rate))!);
        // Figures alone of each, and the middle one once more where its curve is wanted: five runs at once would fill the memory.
        var draws = Enumerable.Range(0, Draws)
            .Select(draw => (Draw: draw, BacktestEngine.Run(Asked(draw, keepsCurve: false), cancellationToken: cancellationToken).FinalValue)).OrderBy(drawn => drawn.FinalValue).ToList();
        var middle = Asked(draws[Draws / 2].Draw, keepsCurves);
        var run = BacktestEngine.Run(middle, cancellationToken: cancellationToken);
        var rival = Rival.Of(Random, run, BracketOf(middle, run, cancellationToken)) with { Lowest = draws[0].FinalValue, Highest = draws[^1].FinalValue };
        return new RivalRun(rival, keepsCurves ? run.Equity : EquityCurve.Empty);
    }

    /// <summary>Rivals that trail have their own bracket.</summary>
    private static PathBracket? BracketOf(BacktestRequest request, BacktestRun run, CancellationToken cancellationToken) =>
        PathRuns.IsKnown(request) ? null : PathRuns.Bracket(request, run, cancellationToken);

    private static BacktestRequest Asking(BacktestRequest request, Func<BacktestRequest, IBarStrategy> make)
    {
        var inner = request with { Create = null };
        return request with { Create = own => make(request.Create is null ? inner with { Seed = own.Seed } : request with { Seed = own.Seed }) };
    }
}
