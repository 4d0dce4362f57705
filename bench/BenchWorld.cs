using PowerTrader.Adapters.Paper;
using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Costs;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Strategy;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Bench;

/// <summary>Portfolios, quotes and flows on the embedded stores, at one instant of a market with two coins at 100.</summary>
internal sealed class BenchWorld : IMarketData, IBrokers
{
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Symbol[] Coins = [Symbol.Parse("BTC-USDT"), Symbol.Parse("ETH-USDT")];

    private readonly QuoteBoard quotes;
    private readonly SimulatedClock clock;
    private readonly Dictionary<PortfolioKey, PaperBroker> brokers = [];

    private BenchWorld(SqliteStore store, List<PortfolioKey> keys)
    {
        clock = SimulatedClock.Open(store, Start);
        Ports = EmbeddedPorts.Over(store, Catalogue, clock, TimeProvider.System);
        quotes = new QuoteBoard(Ports.Tables, Market);
        Sessions = new PortfolioSessions(new PortfolioStore(Ports.Tables), keys);
        var desk = new ForecastDesk(Ports.Tables, new SqliteBlobStore(store), new CandleStore(Ports.Tables, Market), Market);
        // Lows above the price in every timeframe: PowerTrader wants BTC. ETH has no forecast, and so no entry.
        foreach (var timeframe in Timeframes.All)
            desk.Publish(Coins[0], new Forecast(timeframe, timeframe.OpenOf(Start), 110, 130, 120, "sound", 50, null));
        Views = new MarketViews(quotes, desk, TimeSpan.FromSeconds(5));
        Views.SetInstruments(Coins.Select(coin => Instrument.LikeKuCoin(coin, 100)));
        Kernel = new TradeKernel(new PowerTraderStrategy(StrategyRules.Default), new RiskEngine(RiskRules.Default), CostRules.Default, 1);
        Halts = new HaltBoard(Ports.Tables);
        Tick = new TradeTickFlow(Sessions, Halts, Views, Kernel, Ports.Workflows, clock, new TickCounter(Ports.Tables, Market));
        var outbox = new OutboxDrain(Sessions, Ports.Tables, Ports.Queue, Ports.Workflows);
        new TradeCycleFlow(Sessions, outbox, Halts, Views, Kernel, this, clock).Register(Catalogue);
    }

    public MarketId Market { get; } = MarketId.Simulated(1);

    public WorkCatalogue Catalogue { get; } = new();

    public EmbeddedPorts Ports { get; }

    public PortfolioSessions Sessions { get; }

    public MarketViews Views { get; }

    public TradeKernel Kernel { get; }

    public HaltBoard Halts { get; }

    public TradeTickFlow Tick { get; }

    /// <param name="idle">Every portfolio already holds or avoids what it could want: half of them a BTC deal below its profit line, half only ETH.</param>
    public static async Task<BenchWorld> OpenAsync(SqliteStore store, int portfolios, bool idle)
    {
        var keys = Enumerable.Range(0, portfolios).Select(i => new PortfolioKey($"tenant-{i}", "main")).ToList();
        var world = new BenchWorld(store, keys);
        for (var i = 0; i < portfolios; i++)
        {
            var coins = idle && i % 2 == 1 ? [Coins[1]] : Coins;
            var book = PortfolioBook.Open(keys[i], world.Market, PortfolioMode.Paper, "bench", "USDT", new Money(10_000), coins, Start.AddDays(-1));
            if (idle && i % 2 == 0) Buy(book, Coins[0]);
            book.SetReconciled(Start);
            book.StartRiskDay(Start, new Money(10_000));
            if (await world.Sessions.Store.CommitAsync(book, null, "open", default) is not { Result: CommitResult.Committed })
                throw new InvalidOperationException($"portfolio {keys[i]} could not be opened");
        }
        await world.quotes.UpdateAsync([.. Coins.Select(world.QuoteOf)], default);
        return world;
    }

    IBroker IBrokers.For(PortfolioHead portfolio)
    {
        if (!brokers.TryGetValue(portfolio.Key, out var broker))
            brokers[portfolio.Key] = broker = new PaperBroker(Ports.Tables, portfolio.Key.ToString(), this, clock.TimeProvider, new PaperOptions(10_000));
        return broker;
    }

    Task<IReadOnlyList<Candle>> IMarketData.GetCandlesAsync(
        Symbol symbol, Timeframe timeframe, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<Candle>>([]);

    Task<Quote?> IMarketData.GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => Task.FromResult<Quote?>(QuoteOf(symbol));

    Task<IReadOnlyList<Instrument>> IMarketData.GetInstrumentsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Instrument>>([.. Coins.Select(coin => Instrument.LikeKuCoin(coin, 100))]);

    Task<DateTimeOffset> IMarketData.GetServerTimeAsync(CancellationToken cancellationToken) => Task.FromResult(clock.Now);

    private Quote QuoteOf(Symbol symbol) =>
        new(symbol, new Price(99.99m), new Quantity(1000), new Price(100.01m), new Quantity(1000), new Price(100), clock.Now, clock.Now);

    private static void Buy(PortfolioBook book, Symbol symbol)
    {
        var at = Start.AddDays(-1);
        // At the ladder's end and today's price: neither a step nor a sale is wanted.
        var order = book.Intend(new OrderDraft(
            symbol, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(1), new Price(98), new Price(98), at, at.AddMinutes(1), 0.001m, new Money(1000), "bench"));
        book.MarkSubmitting(order.Id, at);
        book.MarkAccepted(order.Id, "v" + order.Id, at);
        book.BookFill(new VenueFill("t" + order.Id, "v" + order.Id, order.Id, symbol, OrderSide.Buy, new Quantity(1), new Price(98), new Money(0.1m), at), order.Id);
        book.Finish(order.Id, OrderState.Filled, null, at);
    }
}
