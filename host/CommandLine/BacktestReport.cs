using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Experiments;
using PowerTrader.Core.Markets;

namespace PowerTrader.Host.CommandLine;

/// <summary>A backtest's figures as printed.</summary>
internal sealed record BacktestReport(
    string Strategy, int Bars, int Fills, decimal Fees, decimal LedgerFees, decimal FinalValue, decimal RealisedProfit, decimal UnrealisedProfit,
    decimal MaxDrawdown, decimal LockedCapital, decimal OldestDealDays, int RefusedSteps, int ClosedDeals, int WonDeals, decimal Exposure,
    double BarsPerSecond, string TradesHash, decimal OpenQuantity, decimal OpenCost, IReadOnlyList<Rival> Rivals)
{
    public BacktestReport(BacktestResult result, double barsPerSecond, IReadOnlyList<Rival> rivals)
        : this(
            result.Strategy, result.Bars, result.Fills, result.Fees, result.LedgerFees, result.FinalValue, result.RealisedProfit, result.UnrealisedProfit,
            result.MaxDrawdown, result.LockedCapital, result.OldestDealDays, result.RefusedSteps, result.ClosedDeals, result.WonDeals, result.Exposure,
            barsPerSecond, result.TradesHash, result.OpenQuantity, result.OpenCost, rivals)
    {
    }

    public string ToJson() => JsonSerializer.Serialize(this, ResearchJson.Default.BacktestReport);

    public static void Print(BacktestReport report, Timeframe timeframe)
    {
        void Line(string name, string value) => Console.WriteLine($"{name,-22}{value}");
        string Text(decimal value) => value.ToString("0.00", CultureInfo.InvariantCulture);
        string Share(decimal value) => value.ToString("0.00 %", CultureInfo.InvariantCulture);
        Line("strategy", $"{report.Strategy} on {report.Bars} bars of {timeframe.Name()}, {report.BarsPerSecond:0} bars/s");
        Line("final value", $"{Text(report.FinalValue)} from 10000.00");
        Line("realised profit", $"{Text(report.RealisedProfit)}  ({report.WonDeals} of {report.ClosedDeals} closed deals won)");
        Line("unrealised profit", Text(report.UnrealisedProfit));
        Line("max drawdown", Share(report.MaxDrawdown));
        Line("locked capital", $"{Share(report.LockedCapital)}, oldest open deal {report.OldestDealDays:0.0} days");
        Line("refused ladder steps", report.RefusedSteps.ToString(CultureInfo.InvariantCulture));
        Line("fills, fees", $"{report.Fills}, {Text(report.Fees)}");
        Line("mean exposure", Share(report.Exposure));
        foreach (var rival in report.Rivals) Line("rival", $"{rival.Name}: {Text(rival.FinalValue)}, max drawdown {Share(rival.MaxDrawdown)}");
        Line("trades", report.TradesHash);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BacktestReport))]
[JsonSerializable(typeof(EvaluationResult))]
internal sealed partial class ResearchJson : JsonSerializerContext;
