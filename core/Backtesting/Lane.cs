using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Backtesting;

/// <summary>One symbol of a run: its bars, where the run stands in them, what is held and what it is worth.</summary>
internal sealed class Lane
{
    private readonly decimal exitFactor;
    private readonly DealWatch watch;
    private readonly bool marksGross;
    private bool isHolding;

    public Lane(int index, BacktestSeries series, int first, BacktestRequest request)
    {
        Index = index;
        Series = series;
        First = first;
        Candles = series.Columns;
        Length = series.Timeframe.Length();
        Instrument = series.Instrument ?? Instrument.LikeKuCoin(series.Symbol, Candles.CloseAt(Math.Min(first, Candles.Count - 1)));
        HalfSpread = request.Fills.SpreadFraction / 2;
        exitFactor = request.MarksNet ? (1 - HalfSpread) * request.Costs.ExitShare : 1;
        marksGross = exitFactor == 1;
        // A source that knows no volumes says 0 everywhere: then it limits nothing.
        HasVolumes = Enumerable.Range(0, Candles.Count).Any(bar => Candles.VolumeAt(bar) > 0);
        watch = new DealWatch(exitFactor);
        State = new SymbolBook(series.Symbol);
    }

    public int Index { get; }

    public BacktestSeries Series { get; }

    public Symbol Symbol => Series.Symbol;

    public TimeSpan Length { get; }

    /// <summary>Bars before it only warm up.</summary>
    public int First { get; }

    public Instrument Instrument { get; }

    public decimal HalfSpread { get; }

    public bool HasVolumes { get; }

    public CandleColumns Candles { get; }

    /// <summary>The bar that comes next.</summary>
    public int Next
    {
        get;
        set
        {
            field = value;
            IsOver = value >= Candles.Count;
            NextOpen = IsOver ? default : Candles.OpenTimeAt(value);
        }
    }

    public bool IsOver { get; private set; }

    /// <summary>Open of the bar that comes next.</summary>
    public DateTimeOffset NextOpen { get; private set; }

    /// <summary>Open of the bar that was played last.</summary>
    public DateTimeOffset PlayedAt { get; set; } = DateTimeOffset.MinValue;

    public List<VenueOrder> Waiting { get; } = [];

    /// <summary>As of the last event; compared by reference to see whether anything changed.</summary>
    public SymbolBook State { get; private set; }

    public decimal Held { get; private set; }

    public decimal Cost { get; private set; }

    /// <summary>The last price there was.</summary>
    public decimal Price { get; private set; }

    /// <summary>What is held, at the last price.</summary>
    public decimal Value => !isHolding ? 0 : marksGross ? Held * Price : Held * Price * exitFactor;

    /// <summary>What may still fill in the bar; null for anything.</summary>
    public decimal? VolumeLeft { get; set; }

    public BarWindow Window => new(Index, Symbol, Series.Timeframe, Candles.View(0, Next));

    public decimal Bid(decimal price) => price * (1 - HalfSpread);

    public decimal Ask(decimal price) => price * (1 + HalfSpread);

    public Quote QuoteAt(decimal price, DateTimeOffset now)
    {
        var size = new Quantity(1_000_000_000m);
        return new Quote(
            Symbol, Instrument.RoundDown(new Price(Bid(price))), size, Instrument.RoundUp(new Price(Ask(price))), size, new Price(price), now, now);
    }

    /// <summary>The next bar is over.</summary>
    public void Close()
    {
        Price = Candles.CloseAt(Next);
        if (isHolding) watch.See(Candles.LowAt(Next), Candles.HighAt(Next));
        Next++;
    }

    public void SetPrice(decimal price) => Price = price;

    /// <summary>Leaves a last price at which what is held is worth more than anybody counts: for the close before it, or for what it cost where that is no better.</summary>
    public void TakePriceBack(decimal most)
    {
        if (!isHolding || IsCounted(Price)) return;
        var before = Next > 1 ? Candles[Next - 2].Close : 0;
        Price = before > 0 && IsCounted(before) ? before : Cost / Held;
        bool IsCounted(decimal price) => (double)Held * (double)price < (double)most;
    }

    /// <summary>Takes the portfolio's new state of the symbol over.</summary>
    /// <param name="price">Of the event, where there was one.</param>
    public void Refresh(SymbolBook state, decimal? price)
    {
        if (Held != 0)
        {
            if (price is { } at) watch.See(at, at);
            watch.Settle(Held, Cost, State.Deal?.Realised.Amount ?? 0);
        }
        State = state;
        Hold(state);
        if (state.Deal is { HasPosition: true } deal) watch.Follow(deal);
    }

    private void Hold(SymbolBook state)
    {
        Held = state.Held.Value;
        Cost = state.HeldCost.Amount;
        isHolding = Held != 0;
    }

    public void AddFee(decimal fee) => watch.Fees += fee;

    /// <summary>What the closed deal went through.</summary>
    public DealRecord Closed(ClosedDeal closed) => watch.Closed(closed);

    public DealWatchState? WatchState() => Held == 0 ? null : watch.State(Symbol, Held, Cost, State.Deal?.Realised.Amount ?? 0);

    public void Restore(SymbolBook state, DealWatchState? saved, decimal price)
    {
        State = state;
        Hold(state);
        Price = price;
        if (saved is not null) watch.Restore(saved);
    }
}
