using PowerTrader.Core.Costs;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Settings;
using PowerTrader.Core.Strategy;

namespace PowerTrader.Core.Backtesting;

/// <summary>Recorded bars of one symbol, ascending and of one timeframe, and what belongs to them.</summary>
/// <param name="Candles">Sound and in order, as <see cref="CandleSeries"/> or <see cref="CandleCsv"/> leave them. Rows count as they are; holes are allowed.</param>
public sealed record BacktestSeries(Symbol Symbol, Timeframe Timeframe, IReadOnlyList<Candle> Candles)
{
    /// <summary>As columns, made once and shared by every run.</summary>
    public IReadOnlyList<Candle> Candles { get; init => field = CandleColumns.Of(value); } = CandleColumns.Of(Candles);

    /// <summary>What the venue allows; null takes increments and minima as KuCoin lists pairs of such a price.</summary>
    public Instrument? Instrument { get; init; }

    /// <summary>Forecasts and volatility of every bar, computed before; null lets the models learn as the run goes. The trades are the same.</summary>
    public ForecastTape? Tape { get; init; }

    /// <summary>Shorter candles inside the bars, ascending: prices move along them instead of along an assumed path. Bars without one follow the path.</summary>
    public IReadOnlyList<Candle>? Intrabar { get; init => field = value is null ? null : CandleColumns.Of(value); }

    internal CandleColumns Columns => (CandleColumns)Candles;

    internal CandleColumns? IntrabarColumns => (CandleColumns?)Intrabar;
}

/// <summary>One backtest: bars in, one portfolio over all of them. Nothing in it is changed by a run, so it may be run again and beside itself.</summary>
/// <param name="Series">One per symbol, all of one timeframe. Their order does not matter.</param>
public sealed record BacktestRequest(IReadOnlyList<BacktestSeries> Series)
{
    /// <summary>Name, or name@version, in the <see cref="Registry"/>.</summary>
    public string Strategy { get; init; } = PowerTraderStrategy.StrategyName;

    /// <summary>Where strategies and indicators are looked up.</summary>
    public ExtensionRegistry Registry { get; init; } = ExtensionRegistry.BuiltIn;

    /// <summary>Parameters of the strategy by name, as text; what is left out takes its default.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Makes the strategy of the run where it is not a registered one: each run gets its own.</summary>
    public Func<BacktestRequest, IBarStrategy>? Create { get; init; }

    /// <summary>Rules and limits, per coin.</summary>
    public TraderSettings Settings { get; init; } = TraderSettings.Default;

    /// <summary>What trading costs; the settings' where left out.</summary>
    public CostRules Costs { get => field ?? Settings.Costs; init; } = null!;

    /// <summary>In the quote coin.</summary>
    public decimal Cash { get; init; } = 10_000m;

    public FillRules Fills { get; init; } = FillRules.Default;

    /// <summary>Of everything drawn: the random control, and nothing else.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Share of the bars that only warms models up, 0 to below 1; null is the strategy's own.</summary>
    public double? Warmup { get; init; }

    /// <summary>Open of the first bar that counts, instead of a share of the bars: everything before it only warms up. Null follows <see cref="Warmup"/>.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Close of the last bar that counts; null runs to the end. A run that stops there can be gone on with from its checkpoint.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Open deals count less the cost of selling them.</summary>
    public bool MarksNet { get; init; } = true;

    /// <summary>Keeps equity, orders and refusals of the run; a search over many runs leaves them out and keeps fills, deals and sums.</summary>
    public bool KeepsDetails { get; init; } = true;

    /// <summary>Keeps each order where details are kept: some 700 bytes an order that only those need who ask what became of it.</summary>
    public bool KeepsOrders { get; init; } = true;

    /// <summary>Keeps equity after every bar where details are kept: up to 20 bytes a bar that only curves and their figures need.</summary>
    public bool KeepsEquity { get; init; } = true;

    /// <summary>Keeps equity after the bars that close at these instants, ascending, and after the last one, instead of after every bar, also where details are left out.</summary>
    public IReadOnlyList<DateTimeOffset>? EquityAt { get; init; }

    /// <summary>Keeps the portfolio as it was at the end of each UTC day, for figures of days where details are left out.</summary>
    public bool KeepsDays { get; init; }

    /// <exception cref="ArgumentException">A field breaks its rule; the message names field, value and rule.</exception>
    public void Check()
    {
        if (Series.Count == 0) throw new ArgumentException("Series: there is none; at least one symbol is needed");
        foreach (var series in Series)
        {
            if (series.Candles.Count == 0) throw new ArgumentException($"Series: {series.Symbol} has no candle; at least one is needed");
            if (series.Timeframe != Series[0].Timeframe) throw new ArgumentException($"Series: {series.Symbol} has bars of {series.Timeframe.Name()}, {Series[0].Symbol} of {Series[0].Timeframe.Name()}; all must be alike");
            if (series.Symbol.Quote != Series[0].Symbol.Quote) throw new ArgumentException($"Series: {series.Symbol} and {Series[0].Symbol} are paid in different coins; one portfolio has one currency");
            CheckTape(series);
            if (series.Tape is { } tape && tape.Bars != series.Candles.Count) throw new ArgumentException($"Series: the tape of {series.Symbol} has {tape.Bars} bars, its candles {series.Candles.Count}; make it of the same candles");
        }
        if (Series.Select(series => series.Symbol).Distinct().Count() != Series.Count) throw new ArgumentException("Series: a symbol is there twice");
        if (Cash <= 0) throw new ArgumentException($"Cash: {Cash} must be above 0");
        if (Warmup is < 0 or >= 1) throw new ArgumentException($"Warmup: {Warmup} must be from 0 to below 1");
        Fills.Check();
    }

    private void CheckTape(BacktestSeries series)
    {
        if (series.Tape is not { } tape || Create is not null || Strategy != PowerTraderStrategy.StrategyName) return;
        if (!tape.HasForecasts) throw new ArgumentException($"Series: the tape of {series.Symbol} holds no forecasts, which {Strategy} needs; build it with them");
        if (Fills.Model == FillModel.Path && !tape.HasBounds) throw new ArgumentException($"Series: the tape of {series.Symbol} keeps no bounds, which decisions inside bars need; build it with them");
    }
}
