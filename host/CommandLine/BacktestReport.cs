using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Analytics;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments;

namespace PowerTrader.Host.CommandLine;

/// <summary>Wall time of the two halves of a backtest, told apart.</summary>
internal sealed class BacktestTimings
{
    public TimeSpan Forecasting { get; set; }

    public TimeSpan Trading { get; set; }
}

/// <summary>Final refusals of wishes, by rule.</summary>
internal sealed record RefusedWishes(string Rule, string Leg, int Count);

/// <summary>A backtest's figures as printed. Fractions are of equity where no unit says otherwise.</summary>
/// <param name="FinalValue">Null, like both profits and the drawdown, where the bracket is too wide for a single number.</param>
internal sealed record BacktestReport(
    string Strategy, int Bars, int Fills, decimal Fees, decimal LedgerFees,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? FinalValue, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? RealisedProfit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? UnrealisedProfit,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] decimal? MaxDrawdown, decimal LockedCapital, decimal OldestDealDays, int RefusedSteps, int ClosedDeals, int WonDeals, decimal Exposure,
    double BarsPerSecond, string TradesHash, decimal OpenQuantity, decimal OpenCost, IReadOnlyList<Rival> Rivals)
{
    /// <summary><c>complete</c>, <c>partial</c> (stopped by hand) or <c>failed</c>.</summary>
    public required string Result { get; init; }

    /// <summary>What is missing from a result; null where nothing is.</summary>
    public string? Note { get; init; }

    /// <summary>Why there is nothing to see where nothing was traded; null where something was.</summary>
    public string? Remark { get; init; }

    public required IReadOnlyList<string> Symbols { get; init; }

    public required decimal StartCash { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public decimal? MostLocked { get; init; }

    public required IReadOnlyList<LockedMoney> LockedByAge { get; init; }

    /// <summary>Most money tied up at once.</summary>
    public required decimal MoneyNeeded { get; init; }

    public required IReadOnlyList<RefusedWishes> Refused { get; init; }

    public BracketFigures? Bracket { get; init; }

    public double ForecastSeconds { get; init; }

    public static BacktestReport Of(BacktestRun run, (IReadOnlyList<Rival> Rivals, PathBracket? Bracket) beside, BacktestTimings timings)
    {
        var figures = HonestFigures.Of(run, beside.Rivals);
        var isSingle = beside.Bracket is not { IsTooWide: true };
        return new BacktestReport(
            run.Strategy, run.Bars, run.Head.FillCount, run.Head.Fees.Amount, run.LedgerFees,
            isSingle ? run.FinalValue : null, isSingle ? figures.RealisedProfit : null, isSingle ? figures.UnrealisedProfit : null,
            isSingle ? run.MaxDrawdown : null, figures.LockedCapital, figures.OldestDealDays, figures.RefusedSteps, figures.ClosedDeals, figures.WonDeals, run.Exposure,
            Math.Round(run.Bars / Math.Max(timings.Trading.TotalSeconds, 1e-9)), run.TradesHash, run.OpenDeals.Sum(deal => deal.Quantity), run.OpenDeals.Sum(deal => deal.Cost), beside.Rivals)
        {
            Result = run.End.Kind switch { RunEndKind.Completed => "complete", RunEndKind.Cancelled => "partial", _ => "failed" },
            Symbols = [.. run.Symbols.Select(symbol => symbol.Value)],
            StartCash = run.StartCash,
            From = run.Start,
            To = run.End.At,
            MostLocked = figures.MostLocked,
            LockedByAge = figures.LockedByAge,
            MoneyNeeded = figures.MoneyNeeded,
            Refused = [.. run.Refusals.GroupBy(each => (each.Rule, Leg: each.Leg.IsDca ? "dca" : each.Leg.Text)).Select(group => new RefusedWishes(group.Key.Rule, group.Key.Leg, group.Sum(each => each.Count))).OrderByDescending(each => each.Count)],
            Bracket = beside.Bracket is { } bracket ? BracketFigures.Of(bracket) : null,
            ForecastSeconds = Math.Round(timings.Forecasting.TotalSeconds, 3),
        };
    }

    public string ToJson() => JsonSerializer.Serialize(this, ResearchJson.Default.BacktestReport);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BacktestReport))]
[JsonSerializable(typeof(EvaluationResult))]
internal sealed partial class ResearchJson : JsonSerializerContext;
