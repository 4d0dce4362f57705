using PowerTrader.Adapters.Simulation;
using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Workflows;

/// <summary>Outages, silence, late candles and corrections: what is stored, what models make of it, and what a restart changes (nothing).</summary>
public sealed class RepairFlowTests : IDisposable
{
    private readonly TemporaryStore file = new();
    private readonly FaultPlan faults = new();

    private static DateTimeOffset At(int hour) => CandleWorld.Start.AddHours(hour);

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Outage_SeenByTheTick_MakesLargerCandlesIncomplete_AlsoAfterARestart()
    {
        faults.LoseCandle(CandleWorld.Btc, At(10));
        using (var world = await CandleWorld.OpenAsync(file.Store, faults))
        {
            await world.RunToAsync(10.1);
            faults.Status = "close";
            await world.RunToAsync(10.9);
            faults.Status = "open";
            await world.RunToAsync(12.05);
            (await world.GapAtAsync(10)).ShouldBe(GapKind.Outage);
        }

        using var restarted = await CandleWorld.OpenAsync(file.Reopen(), faults);
        restarted.Service.Log.Classify(At(10), At(11)).ShouldBe(GapKind.Outage);
        await restarted.RunToAsync(14.1);

        (await restarted.GapAtAsync(10)).ShouldBe(GapKind.Outage);
        var learned = await restarted.Desk.LearnAsync(CandleWorld.Btc, At(12), default);
        learned.LastClosed(Timeframe.Hour1)!.Value.OpenTime.ShouldBe(At(13));
        learned.LastClosed(Timeframe.Hour2)!.Value.OpenTime.ShouldBe(At(12));
        learned.LastClosed(Timeframe.Hour4)!.Value.OpenTime.ShouldBe(At(4), "8 to 12 has an hour that nobody could trade in");
        learned.LastClosed(Timeframe.Hour8)!.Value.OpenTime.ShouldBe(At(0));
    }

    [Fact]
    public async Task Silence_WhileNeighboursAreServed_IsNoTrade()
    {
        faults.LoseCandle(CandleWorld.Btc, At(10));
        using var world = await CandleWorld.OpenAsync(file.Store, faults);

        await world.RunToAsync(12.2);

        (await world.GapAtAsync(10)).ShouldBe(GapKind.NoTrade);
        (await world.Desk.LearnAsync(CandleWorld.Btc, At(12), default)).LastClosed(Timeframe.Hour4)!.Value.OpenTime.ShouldBe(At(8));
    }

    [Fact]
    public async Task Returns_AfterTicksAndALateCandle_EqualThoseOfARestart()
    {
        using var world = await CandleWorld.OpenAsync(file.Store, faults);
        world.Market.Hidden.Add(At(10));
        await world.RunToAsync(12.1);
        var without = world.Returns.Of(CandleWorld.Btc).VolatilityRatio;
        world.Market.Hidden.Clear();
        await world.RunToAsync(20.5);
        var restarted = new ReturnBoard(new CandleStore(world.Tables, world.Market.Market));
        await restarted.LoadAsync([CandleWorld.Btc], default);

        (await world.CandleAtAsync(10)).ShouldNotBeNull();
        without.ShouldNotBeNull();
        restarted.Of(CandleWorld.Btc).VolatilityRatio.ShouldNotBeNull();
        world.Returns.Of(CandleWorld.Btc).VolatilityRatio.ShouldBe(restarted.Of(CandleWorld.Btc).VolatilityRatio);
    }

    [Fact]
    public async Task LateCandle_IsFetchedByTheNextRepair_AndModelsEqualThoseOfARestart()
    {
        using var world = await CandleWorld.OpenAsync(file.Store, faults);
        world.Market.Hidden.Add(At(10));
        await world.RunToAsync(12.05);
        (await world.CandleAtAsync(10)).ShouldBeNull();

        world.Market.Hidden.Clear();
        await world.RunToAsync(12.2);

        (await world.CandleAtAsync(10))!.Value.Source.ShouldBe(CandleSource.Repair);
        (await CandleWorld.ModelsAsync(world.Desk, 12)).ShouldBe(await CandleWorld.ModelsAsync(world.NewDesk(), 12));
    }

    [Fact]
    public async Task Correction_OfAClosedCandle_IsTaken_AndTheForecastMadeBeforeStands()
    {
        using var world = await CandleWorld.OpenAsync(file.Store, faults);
        world.Market.Altered[At(10)] = candle => candle with { High = candle.High * 2 };
        await world.RunToAsync(11.05);
        var before = (await world.CandleAtAsync(10))!.Value;
        var forecast = world.Desk.Newest(CandleWorld.Btc).First();

        world.Market.Altered.Clear();
        await world.RunToAsync(11.2);

        var after = (await world.CandleAtAsync(10))!.Value;
        before.Source.ShouldBe(CandleSource.Tick);
        after.Source.ShouldBe(CandleSource.Repair);
        after.Candle.High.ShouldBe(before.Candle.High / 2);
        after.KnownAt.ShouldBeGreaterThan(before.KnownAt);
        world.Desk.Newest(CandleWorld.Btc).First().ShouldBe(forecast);
        (await CandleWorld.ModelsAsync(world.Desk, 11)).ShouldBe(await CandleWorld.ModelsAsync(world.NewDesk(), 11));
    }

    [Fact]
    public async Task Change_BehindTheCheckpoint_MarksTheCoin_AndTheNextTrainLearnsItAnew()
    {
        using var world = await CandleWorld.OpenAsync(file.Store, faults);
        world.Market.Hidden.Add(At(1));
        await world.RunToAsync(3.6);
        (await world.GapAtAsync(1)).ShouldBe(GapKind.NoTrade);

        world.Market.Hidden.Clear();
        await world.RunToAsync(27.2);
        (await world.CandleAtAsync(1)).ShouldNotBeNull("silence is asked about once more after a day");
        (await world.Tables.GetAsync(Names.Models, "sim-7", "relearn|BTC-USDT", default)).ShouldNotBeNull();
        (await CandleWorld.ModelsAsync(world.Desk, 27)).ShouldBe(await CandleWorld.ModelsAsync(world.NewDesk(), 27));
        await world.RunToAsync(27.6);

        (await world.Tables.GetAsync(Names.Models, "sim-7", "relearn|BTC-USDT", default)).ShouldBeNull();
        var anew = new SymbolForecaster();
        foreach (var candle in await world.Candles.ReadAsync(CandleWorld.Btc, Timeframe.Hour1, DateTimeOffset.UnixEpoch, default))
        {
            if (candle.OpenTime < At(27)) anew.Learn(candle);
        }
        (await CandleWorld.ModelsAsync(world.NewDesk(), 27)).ShouldBe(string.Join(' ', Timeframes.All.Select(timeframe => Convert.ToBase64String(anew.Model(timeframe).Save("test")))));
    }

    [Fact]
    public async Task UnansweredGap_StaysUnknown_AndIsAskedForLaterAndLater_UpToTheBound()
    {
        using var world = await CandleWorld.OpenAsync(file.Store, faults);
        world.Market.Hidden.Add(At(1));
        await world.RunToAsync(3.05);
        world.Market.AnswersNothing = true;
        await world.RunToAsync(4.2);
        var first = (await world.Candles.GapsAsync(CandleWorld.Btc, Timeframe.Hour1, CandleWorld.Start, default)).ShouldHaveSingleItem();
        await world.RunToAsync(24 * 6);

        first.Gap.Kind.ShouldBe(GapKind.Unknown);
        first.Asks.ShouldBeInRange(1, 2);
        var last = (await world.Candles.GapsAsync(CandleWorld.Btc, Timeframe.Hour1, CandleWorld.Start, default)).ShouldHaveSingleItem();
        last.Asks.ShouldBe(RepairFlow.MaxAsks);
        last.Gap.Kind.ShouldBe(GapKind.Unknown);
    }
}
