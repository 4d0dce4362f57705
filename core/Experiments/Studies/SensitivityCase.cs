using PowerTrader.Core.Backtesting;

namespace PowerTrader.Core.Experiments.Studies;

/// <summary>The same run in a world that is a little worse, or better, in one way.</summary>
/// <param name="Group"><c>fee</c>, <c>slippage</c>, <c>spread</c>, <c>latency</c>, <c>path</c> or <c>volume</c>.</param>
public sealed record SensitivityCase(string Group, string Name, BacktestRequest Request)
{
    /// <summary>Cases that state the order of prices inside bars.</summary>
    public const string PathGroup = "path";

    /// <summary>One thing at a time, so that what a case changes is that thing's doing.</summary>
    public static IReadOnlyList<SensitivityCase> Of(BacktestRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (costs, fills) = (request.Costs, request.Fills);
        SensitivityCase Fee(string name, decimal times) => new("fee", name, request with { Costs = costs with { FeeRate = costs.FeeRate * times } });
        SensitivityCase Slip(string name, decimal more) => new("slippage", name, request with { Costs = costs with { SlippageFraction = costs.SlippageFraction + more } });
        SensitivityCase With(string group, string name, FillRules rules) => new(group, name, request with { Fills = rules });
        FillRules Along(PricePath path) => fills with { Model = FillModel.Path, Path = path };
        List<SensitivityCase> cases =
        [
            Fee("no fee", 0), Fee("fee × 2", 2), Fee("fee × 3", 3),
            Slip("slippage + 0.05 %", 0.0005m), Slip("slippage + 0.2 %", 0.002m),
            With("spread", "no spread", fills with { SpreadFraction = 0 }), With("spread", "spread + 5 bp", fills with { SpreadFraction = fills.SpreadFraction + 0.0005m }),
            With("spread", "spread + 20 bp", fills with { SpreadFraction = fills.SpreadFraction + 0.002m }),
            With("latency", "1 minute later", fills with { Latency = fills.Latency + TimeSpan.FromMinutes(1) }), With("latency", "1 bar later", fills with { LatencyBars = fills.LatencyBars + 1 }),
            With("latency", "2 bars later", fills with { LatencyBars = fills.LatencyBars + 2 }),
            With(PathGroup, "inside bars, by direction", Along(PricePath.ByDirection)), With(PathGroup, "inside bars, worse order", Along(PricePath.Worst)), With(PathGroup, "inside bars, better order", Along(PricePath.Best)),
        ];
        // Where no volume is known it limits nothing, and a row of it would say so of the strategy.
        if (!request.Series.All(series => series.Candles.Any(candle => candle.Volume > 0))) return cases;
        cases.Add(With("volume", "10 % of the volume", fills with { VolumeShare = 0.1m }));
        cases.Add(With("volume", "0.1 % of the volume", fills with { VolumeShare = 0.001m }));
        return cases;
    }
}
