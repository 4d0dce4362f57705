using PowerTrader.Core.Costs;
using PowerTrader.Core.Drift;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Tests.Workflows;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Drift;

/// <summary>The gate of one coin, minute by minute. Every low is forecast at 100, so an entry is due below 99.5. The cycles that it starts are never carried out.</summary>
internal sealed class GateWorld : UnusedPorts, ITradingClock, IWorkflowEngine, IMessageQueue
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly PortfolioKey Key = new("local", "main");
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly MarketId market = MarketId.Simulated(1);
    private readonly TradeKernel kernel = new(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1) { KeepsInputs = true };
    private readonly QuoteBoard quotes;
    private readonly CandleStore candles;
    private readonly ForecastDesk desk;
    private readonly PortfolioSessions sessions;
    private readonly TradeTickFlow tick;
    private readonly List<decimal> hour = [];

    public GateWorld()
    {
        quotes = new QuoteBoard(Tables, market);
        candles = new CandleStore(Tables, market);
        desk = new ForecastDesk(Tables, null!, candles, market);
        sessions = new PortfolioSessions(new PortfolioStore(Tables), [Key]);
        var views = new MarketViews(quotes, desk, TimeSpan.FromSeconds(5));
        views.SetInstruments([new Instrument(Btc, 0.01m, 0.0001m, new Quantity(0.0001m), new Quantity(100000), new Money(0.1m), true)]);
        tick = new TradeTickFlow(sessions, new HaltBoard(Tables), views, kernel, this, this, new TickCounter(Tables, market, new LookTape(views, [Btc])));
    }

    public InMemoryTableStore Tables { get; } = new();

    public DateTimeOffset Now { get; set; } = Start;

    public int Started { get; private set; }

    /// <summary>Off: the books agree with nobody, and risk refuses every purchase.</summary>
    public bool Reconciles { get; init; } = true;

    /// <summary>Price of the coin that is held from the beginning; null for none.</summary>
    public decimal? Held { get; init; }

    /// <summary>Plays minutes at the prices, in whole hours.</summary>
    /// <param name="looks">Whether the gate looks in that minute.</param>
    /// <param name="isQuoted">Whether a new quote comes in that minute.</param>
    public async Task PlayAsync(IEnumerable<decimal> prices, Func<int, bool>? looks = null, Func<int, bool>? isQuoted = null)
    {
        await OpenAsync();
        var minute = 0;
        foreach (var price in prices)
        {
            Now = Start.AddMinutes(minute).AddSeconds(15);
            if (minute % 60 == 0) await ForecastAsync();
            if (isQuoted?.Invoke(minute) ?? true) await quotes.UpdateAsync([IdleBooks.QuoteOf(Btc, price, Now)], default);
            if (Reconciles && minute % 5 == 0) await ChangeAsync($"reconcile{minute}", book => book.SetReconciled(Now));
            if (looks?.Invoke(minute) ?? true) await tick.RunAsync(Now, default);
            await CloseMinuteAsync(price);
            minute++;
        }
        Now = Start.AddMinutes(minute);
        await new OutboxDrain(sessions, Tables, this, this).DrainAsync(Key, default);
    }

    public Task<DriftReport> ReplayAsync() =>
        new DriftCheck(sessions, kernel, Tables, market, this).ReplayAsync(Key, new DateOnly(2025, 1, 1), default);

    private async Task OpenAsync()
    {
        var book = PortfolioBook.Open(Key, market, PortfolioMode.Paper, "e1", "USDT", new Money(10_000), [Btc], Start);
        if (Held is { } price) IdleBooks.Buy(book, Btc, price, Start);
        (await sessions.Store.CommitAsync(book, null, "open", default)).Result.ShouldBe(CommitResult.Committed);
    }

    private async Task ForecastAsync()
    {
        foreach (var timeframe in Timeframes.All)
        {
            var forecast = new Forecast(timeframe, timeframe.OpenOf(Now), 105, 130, 100, "sound", 50, null);
            desk.Publish(Btc, forecast);
            var partition = ForecastFlow.Partition(market, Btc, timeframe);
            await Tables.UpsertAsync(Names.Forecasts, TableRow.OfJson(partition, ForecastFlow.Row(forecast.CandleOpen, "sound"), Wire.Write(new ForecastRecord(forecast, null))), default);
        }
    }

    private async Task CloseMinuteAsync(decimal price)
    {
        hour.Add(price);
        if (hour.Count < 60) return;
        var open = Timeframe.Hour1.OpenOf(Now);
        await candles.MergeAsync(Btc, Timeframe.Hour1, [new Candle(open, hour[0], hour.Max(), hour.Min(), hour[^1], 1)], CandleSource.Tick, Now, default);
        hour.Clear();
    }

    private Task<bool> ChangeAsync(string id, Action<PortfolioBook> change) => sessions.ChangeAsync(Key, id, book =>
    {
        change(book);
        return true;
    }, default);

    TimeProvider ITradingClock.TimeProvider => TimeProvider.System;

    Task<StartResult> IWorkflowEngine.StartAsync(WorkflowStart start, CancellationToken cancellationToken)
    {
        Started++;
        return Task.FromResult(StartResult.Started);
    }

    Task<SendResult> IMessageQueue.SendAsync(string queue, QueueMessage message, CancellationToken cancellationToken) => Task.FromResult(SendResult.Accepted);
}
