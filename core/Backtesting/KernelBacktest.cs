using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Prediction;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>The live decision kernel over recorded bars: signal at the close, fill at the next open, the models learning as they go.</summary>
/// <remarks>A decision at bar i sees bars 0..i only; its order meets bar i + 1. An open beyond the order's limit does not fill it: the order lapses.</remarks>
public sealed class KernelBacktest
{
    /// <summary>Share of the bars that only warms the models up.</summary>
    public const double Warmup = 0.25;

    private const decimal HalfSpread = 0.00025m;

    private readonly TradingRules rules;
    private readonly TradeKernel kernel;
    private readonly Symbol symbol;
    private readonly Timeframe timeframe;
    private readonly bool forecasts;

    /// <param name="settings">Whose rules of the symbol are played; the defaults where left out.</param>
    public KernelBacktest(string strategy, Symbol symbol, Timeframe timeframe, long seed = 1, TraderSettings? settings = null)
    {
        this.symbol = symbol;
        this.timeframe = timeframe;
        forecasts = strategy == PowerTraderStrategy.StrategyName;
        settings ??= TraderSettings.Default;
        rules = new TradingRules(StrategyRegistry.Create(strategy, settings.StrategyOf(symbol)), new RiskEngine(settings.RiskOf(symbol)), settings.Costs);
        kernel = new TradeKernel(new FixedRules(rules), seed);
    }

    /// <param name="candles">Ascending bars of the timeframe.</param>
    /// <param name="progress">Told the number of bars done, now and then.</param>
    public BacktestResult Run(IReadOnlyList<Candle> candles, decimal cash, IProgress<int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(candles);
        var first = (int)(candles.Count * Warmup);
        var forecaster = new SymbolForecaster(null, timeframe);
        var returns = new ReturnWindow();
        for (var i = 0; i < first; i++) Learn(forecaster, returns, candles[i]);
        using var tape = new BacktestTape(symbol, cash, candles[first].OpenTime);
        var instrument = Instrument.LikeKuCoin(symbol, candles[first].Close);
        Order? pending = null;
        for (var i = first; i < candles.Count; i++)
        {
            var candle = candles[i];
            if (pending is not null) Meet(tape, pending, candle, instrument);
            Learn(forecaster, returns, candle);
            pending = Decide(tape, forecaster, CoinMeasures.None with { VolatilityRatio = returns.VolatilityRatio() }, candle, instrument, i + 1 < candles.Count);
            if (i % 1000 == 0) progress?.Report(i);
        }
        var last = candles[^1];
        return tape.Result(rules.Strategy.Name, Equity(tape, Bid(last.Close)), last.OpenTime + timeframe.Length());
    }

    /// <summary>Volatility is measured on hours alone; on other bars its rule abstains.</summary>
    private void Learn(SymbolForecaster forecaster, ReturnWindow returns, in Candle candle)
    {
        if (forecasts) forecaster.Learn(candle);
        if (timeframe == Timeframe.Hour1) returns.Add(candle);
    }

    private Order? Decide(BacktestTape tape, SymbolForecaster forecaster, CoinMeasures measures, in Candle candle, Instrument instrument, bool hasNext)
    {
        var now = candle.OpenTime + timeframe.Length();
        var quote = QuoteAt(candle.Close, instrument, now);
        var equity = Equity(tape, quote.Bid.Value);
        tape.Mark(equity);
        if (!hasNext) return null;
        var book = tape.Book;
        book.StartRiskDay(now, new Money(equity));
        book.SetReconciled(now);
        var levels = forecasts ? SignalLevels.From(Timeframes.All.Select(forecaster.Forecast), now, TimeSpan.Zero) : SignalLevels.None;
        var market = new SymbolMarket(symbol, quote, candle.Close, now, 0, levels.Long(candle.Close), levels.Short(candle.Close), levels.Active, instrument) { Measures = measures };
        Price? BidOf(Symbol other) => quote.Bid;
        var decision = kernel.Decide(book, market, HaltState.Active, now, new Money(equity), BidOf);
        if (decision.TrailingMoved) book.SetTrailing(symbol, decision.Trailing);
        if (decision.RefusedStep) book.CountRefusedStep();
        if (decision.IsTooSmallToSell) book.SetAside(symbol, now);
        if (decision is not { Wish: { } wish, Risk: RiskDecision.Allow allow }) return null;
        return tape.Send(new OrderDraft(
            symbol, rules.Strategy.Name, wish.Leg, wish.Side, allow.Quantity, allow.Limit, new Price(candle.Close), now, now, rules.Costs.FeeRate,
            allow.Budget ?? decision.NewBudget, "backtest")
        { SmallestSale = instrument.SmallestSale(allow.Limit) });
    }

    private void Meet(BacktestTape tape, Order order, in Candle candle, Instrument instrument)
    {
        var buy = order.Side == OrderSide.Buy;
        var touch = buy ? candle.Open * (1 + HalfSpread) : Bid(candle.Open);
        var price = buy
            ? instrument.RoundUp(new Price(touch * (1 + rules.Costs.SlippageFraction)))
            : instrument.RoundDown(new Price(touch * (1 - rules.Costs.SlippageFraction)));
        if (buy ? price > order.Limit : price < order.Limit) tape.Cancel(order, candle.OpenTime);
        else tape.Fill(order, price, rules.Costs.FeeRate, candle.OpenTime);
    }

    private Quote QuoteAt(decimal price, Instrument instrument, DateTimeOffset now)
    {
        var size = new Quantity(1_000_000_000m);
        return new Quote(
            symbol, instrument.RoundDown(new Price(Bid(price))), size, instrument.RoundUp(new Price(price * (1 + HalfSpread))), size, new Price(price), now, now);
    }

    private decimal Equity(BacktestTape tape, decimal bid) =>
        tape.Book.Head.Cash.Amount + (tape.Deal?.Quantity.Value ?? 0) * bid * rules.Costs.ExitShare;

    private static decimal Bid(decimal price) => price * (1 - HalfSpread);
}
