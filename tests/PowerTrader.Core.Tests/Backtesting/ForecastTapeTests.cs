using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Settings;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>Forecasts computed before give the trades of forecasts made on the way.</summary>
public class ForecastTapeTests
{
    private static readonly List<Candle> Candles = BacktestWorld.Walk(11, 1400, gaps: true);

    [Theory]
    [InlineData(FillModel.NextOpen)]
    [InlineData(FillModel.Path)]
    public void Run_OnATape_TradesAsInline(FillModel model)
    {
        var request = Request(Candles) with { Fills = FillRules.Default with { Model = model } };
        var tape = ForecastTape.Build(Timeframe.Hour1, Candles, withBounds: true);
        var saved = ForecastTapeCodec.Load(ForecastTapeCodec.Save(tape, Candles), Timeframe.Hour1, Candles)!;

        var inline = BacktestEngine.Run(request);
        var taped = BacktestEngine.Run(On(request, tape));
        var loaded = BacktestEngine.Run(On(request, saved));

        inline.Fills.Count.ShouldBeGreaterThan(5);
        taped.Fills.ShouldBe(inline.Fills);
        taped.Equity.ShouldBe(inline.Equity);
        taped.Head.RefusedSteps.ShouldBe(inline.Head.RefusedSteps);
        loaded.TradesHash.ShouldBe(inline.TradesHash);
    }

    [Theory]
    [InlineData("powertrader")]
    [InlineData("always")]
    public void Run_RecordedFile_TradesAsInline(string strategy)
    {
        using var reader = new StreamReader(RecordedData.Require("candles", "kucoin_ETH-USDT_1h.csv"));
        var candles = CandleCsv.Read(reader, "eth").Candles.Take(3000).ToList();
        var request = Request(candles) with { Strategy = strategy };

        var inline = BacktestEngine.Run(request);
        var taped = BacktestEngine.Run(On(request, ForecastTape.Build(Timeframe.Hour1, candles)));

        inline.Fills.ShouldNotBeEmpty();
        taped.TradesHash.ShouldBe(inline.TradesHash);
        taped.FinalValue.ShouldBe(inline.FinalValue);
    }

    [Fact]
    public void Run_KernelSplitInTwo_IsOneRun()
    {
        foreach (var model in Enum.GetValues<FillModel>())
        {
            var request = Request(Candles) with { Fills = FillRules.Default with { Model = model } };
            var whole = BacktestEngine.Run(request);
            var first = BacktestEngine.Run(request with { Until = Candles[800].OpenTime });
            var second = BacktestEngine.Run(request, BacktestCheckpoint.Parse(first.Checkpoint!.ToText()));

            first.Fills.ShouldNotBeEmpty();
            second.Fills.ShouldNotBeEmpty();
            BacktestPropertyTests.BothEqual(whole, first, second);
        }
    }

    [Fact]
    public void Run_ChangedFuture_NeverChangesThePast()
    {
        var cut = Candles[900].OpenTime;
        foreach (var model in Enum.GetValues<FillModel>())
        {
            var request = Request(Candles) with { Fills = FillRules.Default with { Model = model } };
            var one = BacktestEngine.Run(request);
            var other = BacktestEngine.Run(Request([.. Candles.Select(candle => BacktestPropertyTests.Changed(candle, cut))]) with { Fills = request.Fills });

            one.Fills.Count(fill => fill.Time < cut).ShouldBeGreaterThan(5);
            other.Fills.Where(fill => fill.Time < cut).ShouldBe(one.Fills.Where(fill => fill.Time < cut));
            other.TradesHash.ShouldNotBe(one.TradesHash);
        }
    }

    [Fact]
    public void Run_TwoCoins_KeepTheLimitOverAllCoins()
    {
        var settings = Settings("risk.positionPercent=50", "risk.allCoinsPercent=10", "risk.dailyLossPercent=100", "risk.weeklyLossPercent=100", "risk.monthlyLossPercent=100", "risk.annualLossPercent=100");
        var run = BacktestEngine.Run(new BacktestRequest(
        [
            new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, Candles),
            new BacktestSeries(BacktestWorld.Eth, Timeframe.Hour1, BacktestWorld.Walk(12, 1400, from: 10)),
        ])
        { Strategy = "always", Settings = settings });

        run.Fills.Select(fill => fill.Symbol).Distinct().Count().ShouldBe(2);
        run.Equity.Max(point => point.Locked).ShouldBeInRange(0.01m, 0.105m);
    }

    [Fact]
    public void Load_OtherCandlesOrDamage_IsNotTaken()
    {
        var candles = Candles.Take(300).ToList();
        var bytes = ForecastTapeCodec.Save(ForecastTape.Build(Timeframe.Hour1, candles), candles);
        var damaged = (byte[])bytes.Clone();
        damaged[100] ^= 1;

        ForecastTapeCodec.Load(bytes, Timeframe.Hour1, candles).ShouldNotBeNull();
        ForecastTapeCodec.Load(bytes, Timeframe.Hour2, candles).ShouldBeNull();
        ForecastTapeCodec.Load(bytes, Timeframe.Hour1, Candles.Skip(1).Take(300).ToList()).ShouldBeNull();
        Should.Throw<CorruptException>(() => ForecastTapeCodec.Load(damaged, Timeframe.Hour1, candles));
        Should.Throw<CorruptException>(() => ForecastTapeCodec.Load([1, 2, 3], Timeframe.Hour1, candles));
    }

    [Fact]
    public void Run_TapeOfOtherBarsOrWithoutForecasts_IsRefused()
    {
        var request = Request(Candles);

        Should.Throw<ArgumentException>(() => BacktestEngine.Run(On(request, ForecastTape.Build(Timeframe.Hour1, [.. Candles.Take(10)])))).Message.ShouldContain("has 10 bars");
        Should.Throw<ArgumentException>(() => BacktestEngine.Run(On(request, ForecastTape.Build(Timeframe.Hour1, Candles, withForecasts: false)))).Message.ShouldContain("holds no forecasts");
    }

    /// <summary>A walk has no lows that a model could foresee: level 1 lets it trade often.</summary>
    private static BacktestRequest Request(IReadOnlyList<Candle> candles) => new([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)])
    {
        Settings = Settings("strategy.startLevel=1", "strategy.trailingStartPercent=2", "risk.volatilityLimit=0"),
    };

    private static BacktestRequest On(BacktestRequest request, ForecastTape tape) => request with { Series = [request.Series[0] with { Tape = tape }] };

    private static TraderSettings Settings(params string[] sets)
    {
        var resolver = new SettingsResolver();
        foreach (var set in sets) resolver.AddAssignment(set, "--set");
        var settings = TraderSettings.From(resolver.Resolve());
        resolver.Faults.ShouldBeEmpty();
        return settings;
    }
}
