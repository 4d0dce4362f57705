using System.Globalization;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Backtesting;

/// <summary>One run on its way: time goes from bar to bar over all symbols, orders meet each bar, and the strategy decides when it has closed.</summary>
internal sealed partial class BacktestSession
{
    /// <summary>With prices and quantities on increments every sum of the ledger is exact up to here.</summary>
    private const decimal MostEquity = 1_000_000_000_000m;

    private readonly Lane[] lanes;
    private readonly BarVenue venue;
    private readonly BacktestDesk desk;
    private readonly IBarStrategy strategy;
    private readonly BarPath? path;
    private readonly EquityCurve curve = new();
    private readonly DateTimeOffset until;
    private readonly TimeSpan length;
    private DateTimeOffset lastClose;
    private string? failure;
    private bool isBeyondRange;

    public BacktestSession(BacktestRequest request, BacktestCheckpoint? from)
    {
        request.Check();
        Request = request;
        strategy = BarStrategies.Create(request);
        var warmup = request.Warmup ?? strategy.Warmup;
        // Sorted, so that what a run does never hangs on the order in which its symbols were named.
        lanes = [.. request.Series.OrderBy(series => series.Symbol).Select((series, i) => new Lane(i, series, FirstOf(series, warmup, request.From), request))];
        length = lanes[0].Length;
        until = request.Until ?? DateTimeOffset.MaxValue;
        venue = new BarVenue(this);
        desk = new BacktestDesk(this);
        path = request.Fills.Model == FillModel.Path ? new BarPath(lanes.Length, venue) : null;
        foreach (var lane in lanes) lane.Next = lane.First;
        Now = lastClose = lanes.Where(lane => !lane.IsOver).Select(lane => lane.NextOpen).DefaultIfEmpty(request.From ?? default).Min();
        Book = from is null ? Open(request, lanes, Now) : Reopen(from);
        (peak, trough) = (from?.Totals.Peak ?? request.Cash, from?.Totals.Trough ?? request.Cash);
        Note();
        if (from?.Parameters is { } before && before != ParametersText) TakeBack();
        if (KeepsEquity) curve.Reserve(request.EquityAt?.Count + 1 ?? lanes.Max(lane => lane.Candles.Count - lane.Next));
    }

    public BacktestRequest Request { get; }

    public PortfolioBook Book { get; }

    public DateTimeOffset Now { get; private set; }

    /// <summary>The decision is made inside a bar, not at its close.</summary>
    public bool IsInsideBar { get; private set; }

    public IReadOnlyList<Lane> Lanes => lanes;

    /// <summary>Open of the bars that come next; null at the end.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            if (failure is not null) return null;
            DateTimeOffset? next = null;
            foreach (var lane in lanes)
            {
                if (lane.IsOver) continue;
                if (next is null || lane.NextOpen < next) next = lane.NextOpen;
            }
            return next is { } time && time + length <= until ? next : null;
        }
    }

    public Lane LaneOf(Symbol symbol)
    {
        foreach (var lane in lanes)
        {
            if (lane.Symbol == symbol) return lane;
        }
        throw new ArgumentException($"{symbol} is not a symbol of this run", nameof(symbol));
    }

    /// <summary>Plays all bars that open at the next instant.</summary>
    public void Step(DateTimeOffset open)
    {
        try
        {
            if (path is null)
            {
                foreach (var lane in lanes)
                {
                    if (lane.Waiting.Count > 0 && IsDue(lane, open)) venue.Meet(lane, lane.Candles[lane.Next]);
                }
            }
            else PlayInside(open);
            Now = lastClose = open + length;
            foreach (var lane in lanes)
            {
                if (!IsDue(lane, open)) continue;
                lane.Close();
                lane.PlayedAt = open;
                if (lane.Held == 0 && lane.Waiting.Count == 0) flatBars++;
            }
            Mark();
            foreach (var lane in lanes)
            {
                if (lane.PlayedAt == open && !lane.IsOver) strategy.Decide(lane.Window, desk);
            }
        }
        catch (OverflowException)
        {
            isBeyondRange = true;
            failure = string.Create(
                CultureInfo.InvariantCulture,
                $"{strategy.Name} at {Now:yyyy-MM-dd HH:mm}, bar {bars}: the portfolio leaves the range in which money is exact (equity up to {MostEquity:#,0} {lanes[0].Symbol.Quote}, products below 28 digits); begin with less cash, check the prices of that bar, or end the candles earlier");
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A strategy is somebody's plug-in: whatever it throws ends the run and not the program, and what was done stands.
            failure = $"{strategy.Name} failed at {Now:yyyy-MM-dd HH:mm}: {fault.Message}";
        }
    }

    /// <summary>The bid of a symbol now; null before its first bar.</summary>
    public Price? BidOf(Symbol symbol)
    {
        var lane = LaneOf(symbol);
        return lane.Price > 0 ? lane.Instrument.RoundDown(new Price(lane.Bid(lane.Price))) : null;
    }

    public decimal Equity()
    {
        var equity = Book.Head.Cash.Amount;
        foreach (var lane in lanes) equity += lane.Value;
        return equity;
    }

    private static int FirstOf(BacktestSeries series, double warmup, DateTimeOffset? from) =>
        from is { } time ? series.Columns.FirstAt(time) : (int)(series.Candles.Count * warmup);

    private static bool IsDue(Lane lane, DateTimeOffset open) => !lane.IsOver && lane.NextOpen == open;

    private void PlayInside(DateTimeOffset open)
    {
        path!.Begin();
        foreach (var lane in lanes)
        {
            if (!IsDue(lane, open)) continue;
            var candle = lane.Candles[lane.Next];
            venue.Open(lane, candle);
            if (lane.Waiting.Count > 0 || (strategy is IPathStrategy inside && inside.Wakes(lane, candle, desk))) path.Add(lane, candle);
        }
        IsInsideBar = true;
        while (path.Next() is var (lane, previous, point))
        {
            Now = point.Time;
            lane.SetPrice(point.Price);
            if (lane.Waiting.Count > 0)
            {
                venue.Arrive(lane, previous, point);
                venue.Travel(lane, previous.Price, point.Price, point.Time);
            }
            if (!point.IsClose && strategy is IPathStrategy inside) inside.DecideInside(lane, point.Price, desk);
        }
        IsInsideBar = false;
    }

    private static PortfolioBook Open(BacktestRequest request, Lane[] lanes, DateTimeOffset start) => PortfolioBook.OpenUnrecorded(
        new PortfolioKey("backtest", "main"), MarketId.Parse("backtest"), PortfolioMode.Paper, "backtest", lanes[0].Symbol.Quote, new Money(request.Cash),
        [.. lanes.Select(lane => lane.Symbol)], start);
}
