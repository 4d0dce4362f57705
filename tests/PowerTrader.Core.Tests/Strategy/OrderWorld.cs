using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Tests.Backtesting;

namespace PowerTrader.Core.Tests.Strategy;

/// <summary>Strategies with orders of their own on hand-made bars: no increments, no spread, and no costs unless said.</summary>
internal static class OrderWorld
{
    public static BacktestRun Play(string strategy, IReadOnlyList<Candle> candles, string parameters, decimal fee = 0, decimal cash = 10_000, FillModel model = FillModel.NextOpen) =>
        BacktestEngine.Run(Request(strategy, candles, parameters, fee, cash, model));

    public static BacktestRequest Request(string strategy, IReadOnlyList<Candle> candles, string parameters, decimal fee = 0, decimal cash = 10_000, FillModel model = FillModel.NextOpen) =>
        new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles) { Instrument = Instrument.Unrestricted(BacktestWorld.Btc) }])
        {
            Strategy = strategy,
            Parameters = Parse(parameters),
            // A marketable order is sized at its limit: here that is the price itself, so that sizes are round.
            Settings = TraderSettings.From(new SettingsResolver().Add("risk.limitOffsetPercent", "0", "test").Resolve()),
            Costs = new(fee, 0),
            Fills = FillRules.Ideal with { Model = model },
            Cash = cash,
        };

    /// <summary>Semicolons between <c>name=value</c>; the last of a name stands.</summary>
    public static Dictionary<string, string> Parse(string parameters) =>
        parameters.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(pair => pair.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(group => group.Key, group => group.Last()[1]);

    /// <summary>Bars that go straight from one price to the next, an hour each.</summary>
    public static List<Candle> Line(params decimal[] prices) =>
        [.. prices.Zip(prices.Skip(1)).Select((pair, i) => BacktestWorld.Bar(i, pair.First, Math.Max(pair.First, pair.Second), Math.Min(pair.First, pair.Second), pair.Second))];

    /// <summary>Fills as <c>buy entry 0.5 @ 100</c>.</summary>
    public static IReadOnlyList<string> Told(BacktestRun run) => [.. run.Fills.Select(fill => FormattableString.Invariant(
        $"{(fill.Side == Core.Orders.OrderSide.Buy ? "buy" : "sell")} {fill.Leg} {decimal.Round(fill.Quantity.Value, 4):0.####} @ {decimal.Round(fill.Price.Value, 4):0.####}"))];

    public static IReadOnlyList<string> FaultsOf(string strategy, string parameters, decimal cash = 10_000) =>
        Should.Throw<ParameterException>(() => BarStrategies.Create(Request(strategy, Line(100, 100), parameters, 0.001m, cash))).Faults;
}
