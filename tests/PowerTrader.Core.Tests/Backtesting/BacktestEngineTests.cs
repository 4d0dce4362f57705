using PowerTrader.Core.Backtesting;
using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Backtesting;

/// <summary>What a run says of itself, on markets small enough to work it out by hand, and what it does where things are odd.</summary>
public class BacktestEngineTests
{
    private static readonly List<Candle> Bars =
    [
        BacktestWorld.Bar(0, 100, 100, 100, 100), BacktestWorld.Bar(1, 100, 120, 95, 110), BacktestWorld.Bar(2, 110, 110, 80, 90), BacktestWorld.Bar(3, 130, 140, 125, 135),
        BacktestWorld.Bar(4, 135, 140, 130, 135),
    ];

    /// <summary>Buys 10 at 100 and sells them at 130; fee 1 % a side.</summary>
    [Fact]
    public void Run_OneRoundTrip_GivesTheFiguresOfTheHandMadeCase()
    {
        var run = BacktestEngine.Run(BacktestWorld.Ideal(Bars, (in BarWindow bars, BacktestDesk desk) =>
        {
            if (bars.Count == 1) desk.Send(BacktestWorld.Buy(10, 105, OrderKind.Market));
            if (bars.Count == 3) desk.Send(BacktestWorld.Sell(10, 80, OrderKind.Market));
        }, fee: 0.01m) with
        { MarksNet = false });

        // Paid 1,000 + 10; got 1,300 − 13.
        run.Head.Cash.Amount.ShouldBe(10_277);
        run.FinalValue.ShouldBe(10_277);
        run.Head.Fees.Amount.ShouldBe(23);
        var deal = run.Deals.ShouldHaveSingleItem();
        (deal.Cost, deal.Profit, deal.Fees, deal.Steps).ShouldBe((1010m, 277m, 23m, 0));
        // Worst at the low of 80, best at the exit of 130.
        deal.Mae.ShouldBe(decimal.Round((800m - 1010m) / 1010m, 8));
        deal.Mfe.ShouldBe(decimal.Round((1300m - 1010m) / 1010m, 8));
        run.Equity.Select(point => point.Equity).ShouldBe([10_000, 10_090, 9_890, 10_277, 10_277]);
        run.Equity.Select(point => point.Cash).ShouldBe([10_000, 8_990, 8_990, 10_277, 10_277]);
        run.Equity[1].Locked.ShouldBe(1010m / 10_090m);
        run.Equity[1].Exposure.ShouldBe(1100m / 10_090m);
        run.MaxDrawdown.ShouldBe((10_090m - 9_890m) / 10_090m);
        run.Equity.MostLocked().ShouldBe(1010m / 9_890m);
        // While it waited, the order reserved 10 × 105 and its fee.
        run.PeakCapital.ShouldBe(1060.5m);
        run.FlatBars.ShouldBe(3);
        run.Exposure.ShouldBe((1010m / 10_090m + 1010m / 9_890m) / 5, 0.000000001m);
    }

    [Fact]
    public void Window_IndexPastItsBars_Throws()
    {
        var faults = 0;
        BacktestEngine.Run(BacktestWorld.Ideal(Bars, (in BarWindow bars, BacktestDesk desk) =>
        {
            bars.Last.OpenTime.AddHours(1).ShouldBe(desk.Now);
            bars[0].ShouldBe(bars.Last);
            bars.All.Count.ShouldBe(bars.Count);
            try
            {
                _ = bars[-1];
            }
            catch (ArgumentOutOfRangeException)
            {
                faults++;
            }
        }));

        faults.ShouldBe(Bars.Count - 1, "the last bar is not decided on: nothing could come of it");
    }

    [Fact]
    public void Run_OneBar_EndsWithItsCash()
    {
        var run = BacktestEngine.Run(BacktestWorld.Ideal([Bars[0]], (in BarWindow _, BacktestDesk desk) => desk.Send(BacktestWorld.Buy(1, 100))));

        (run.Bars, run.FinalValue, run.Fills.Count, run.End.Kind).ShouldBe((1, 10_000m, 0, RunEndKind.Completed));
        HonestFigures.Of(run, []).LockedCapital.ShouldBe(0);
    }

    [Theory]
    [InlineData("powertrader")]
    [InlineData("always")]
    [InlineData("random")]
    [InlineData("sma-cross")]
    public void Run_EveryStrategyOnOneBar_Ends(string strategy) =>
        BacktestEngine.Run(new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, [Bars[1]])]) { Strategy = strategy }).FinalValue.ShouldBe(10_000);

    [Fact]
    public void Run_StrategyThatThrows_EndsThereAndKeepsWhatWasDone()
    {
        var run = BacktestEngine.Run(BacktestWorld.Ideal(Bars, (in BarWindow bars, BacktestDesk desk) =>
        {
            if (bars.Count == 1) desk.Send(BacktestWorld.Buy(1, 105, OrderKind.Market));
            if (bars.Count == 3) throw new InvalidOperationException("no such level");
        }));

        run.End.Kind.ShouldBe(RunEndKind.Failed);
        run.End.Why.ShouldBe("scripted failed at 2024-01-01 03:00: no such level");
        run.Bars.ShouldBe(3);
        run.Fills.ShouldHaveSingleItem();
        run.OpenDeals.ShouldHaveSingleItem().Value.ShouldBe(90);
    }

    [Fact]
    public void Run_Cancelled_KeepsWhatWasDone_AndGoesOnFromThere()
    {
        using var source = new CancellationTokenSource();
        var candles = BacktestWorld.Walk(5, 3000);
        var request = BacktestWorld.Ideal(candles, (in BarWindow bars, BacktestDesk desk) =>
        {
            if (bars.Count == 1000) source.Cancel();
            if (bars.Count % 7 == 0 && desk.HeldOf(bars.Symbol).IsZero) desk.Send(BacktestWorld.Buy(1, bars.Last.Close * 1.1m, OrderKind.Market));
            else if (bars.Count % 11 == 0 && !desk.HeldOf(bars.Symbol).IsZero) desk.Send(BacktestWorld.Sell(1, bars.Last.Close * 0.9m, OrderKind.Market));
        });

        var part = BacktestEngine.Run(request, cancellationToken: source.Token);
        var rest = BacktestEngine.Run(request, part.Checkpoint);

        part.End.Kind.ShouldBe(RunEndKind.Cancelled);
        part.Bars.ShouldBeInRange(1000, 2100);
        part.Fills.ShouldNotBeEmpty();
        BacktestPropertyTests.BothEqual(BacktestEngine.Run(request), part, rest);
    }

    [Fact]
    public void RunTogether_SeveralPortfolios_AreWhatEachIsAlone()
    {
        var candles = BacktestWorld.Walk(9, 400);
        var requests = new[] { "always", "random", "sma-cross" }.Select(name => new BacktestRequest([new BacktestSeries(BacktestWorld.Btc, Timeframe.Hour1, candles)]) { Strategy = name }).ToList();

        var together = BacktestEngine.RunTogether(requests);

        together.Select(run => run.TradesHash).ShouldBe(requests.Select(request => BacktestEngine.Run(request).TradesHash));
        together.Sum(run => run.Fills.Count).ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Check_EachBrokenRule_NamesItsField()
    {
        var request = BacktestWorld.Ideal(Bars, (in BarWindow _, BacktestDesk _) => { });
        var series = request.Series[0];

        Fault(request with { Series = [] }).ShouldStartWith("Series: there is none");
        Fault(request with { Series = [series with { Candles = [] }] }).ShouldStartWith("Series: BTC-USDT has no candle");
        Fault(request with { Series = [series, series] }).ShouldStartWith("Series: a symbol is there twice");
        Fault(request with { Series = [series, series with { Symbol = BacktestWorld.Eth, Timeframe = Timeframe.Day1 }] }).ShouldContain("all must be alike");
        Fault(request with { Series = [series, series with { Symbol = Symbol.Parse("ETH-EUR") }] }).ShouldContain("one portfolio has one currency");
        Fault(request with { Cash = 0 }).ShouldStartWith("Cash: 0");
        Fault(request with { Warmup = 1 }).ShouldStartWith("Warmup: 1");
        Fault(request with { Fills = new FillRules { SpreadFraction = -1 } }).ShouldStartWith("SpreadFraction: -1");
        Fault(request with { Fills = new FillRules { VolumeShare = 0 } }).ShouldStartWith("VolumeShare: 0");
        Fault(request with { Fills = new FillRules { LatencyBars = -1 } }).ShouldStartWith("LatencyBars: -1");
        Fault(request with { Fills = new FillRules { Latency = TimeSpan.FromDays(8) } }).ShouldStartWith("Latency: 8");
        Fault(request with { Create = null, Strategy = "none" }).ShouldStartWith("Strategy: 'none' is not known");

        static string Fault(BacktestRequest broken) => Should.Throw<ArgumentException>(() => BacktestEngine.Run(broken)).Message;
    }
}
