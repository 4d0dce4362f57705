using PowerTrader.Core.Analytics;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>What a search wants more of.</summary>
/// <param name="Of">Null where the trial has no such figure: it is then worse than any that has.</param>
public sealed record Objective(string Name, string Meaning, Func<RunFigures, double?> Of)
{
    public static IReadOnlyList<Objective> All { get; } =
    [
        new("sharpe", "Sharpe ratio a year, of daily returns", figures => figures.Sharpe),
        new("sortino", "Sortino ratio a year, of daily returns", figures => figures.Sortino),
        new("calmar", "growth a year ÷ deepest drawdown", figures => figures.Calmar),
        new("finalValue", "value at the end, open deals at market", figures => (double)figures.FinalValue),
        new("profitPerLocked", "profit ÷ mean money in open deals", figures => figures.ProfitPerLocked),
    ];

    public static Objective? Find(string name) => All.FirstOrDefault(each => each.Name == name);
}

/// <summary>What a trial must keep to be chosen.</summary>
/// <param name="MaxDrawdown">As a fraction; null for any.</param>
/// <param name="MinTrades">Closed deals.</param>
public sealed record TrialLimits(decimal? MaxDrawdown, int MinTrades)
{
    /// <summary>Why the trial cannot be chosen; null where it can.</summary>
    public string? Broken(RunFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return figures.MaxDrawdown > MaxDrawdown ? $"drawdown {figures.MaxDrawdown:0.0 %} above {MaxDrawdown:0.0 %}"
            : figures.ClosedDeals < MinTrades ? $"{figures.ClosedDeals} closed deals, {MinTrades} asked for"
            : null;
    }
}
