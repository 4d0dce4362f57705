using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Backtesting;

/// <summary>What a run notes on its way and says at its end.</summary>
internal sealed partial class BacktestSession
{
    private readonly List<Fill> fills = [];
    private readonly List<DealRecord> deals = [];
    private readonly List<Order> orders = [];
    private readonly Dictionary<ClientOrderId, Price> signalPrices = [];
    private readonly List<Refusal> refusals = [];
    private readonly EquityCurve days = new();
    private (long Number, DateTimeOffset Time, decimal Equity, decimal Cash, decimal Cost) day;
    private DateTimeOffset? start;
    private decimal cash;
    private decimal cost;
    private double costUnits;
    private (double Share, decimal Cost, decimal Equity) mostLocked;
    private decimal peak;
    private decimal trough;
    private decimal drawdown;
    private double invested;
    private decimal peakCapital;
    private decimal ledgerFees;
    private int bars;
    private int flatBars;
    private int nextKept;

    public void Refuse(Lane lane, Leg leg, string rule)
    {
        if (!Request.KeepsDetails) return;
        if (refusals.Count > 0 && refusals[^1] is { } last && last.Symbol == lane.Symbol && last.Leg == leg && last.Rule == rule)
            refusals[^1] = last with { Count = last.Count + 1 };
        else refusals.Add(new Refusal(Now, lane.Symbol, leg, rule, 1));
    }

    public BacktestRun Finish(bool cancelled)
    {
        var final = FinalEquity();
        if (day.Time != default) days.Add(day.Time, day.Equity, day.Cash, day.Cost);
        if (KeepsEquity && Request.EquityAt is not null && bars > 0 && (curve.Count == 0 || curve[^1].Time < lastClose)) curve.Add(lastClose, final, cash, cost);
        var end = failure is not null ? new RunEnd(RunEndKind.Failed, lastClose, failure) { IsBeyondRange = isBeyondRange } : new RunEnd(cancelled ? RunEndKind.Cancelled : RunEndKind.Completed, lastClose, null);
        return new BacktestRun(strategy.Name, [.. lanes.Select(lane => lane.Symbol)], lanes[0].Series.Timeframe, bars, Request.Cash, final, end)
        {
            Start = start ?? lastClose,
            IsMarkedNet = Request.MarksNet,
            MostLocked = Request.KeepsDetails && bars > 0 ? mostLocked.Share > 0 ? mostLocked.Cost / mostLocked.Equity : 0 : null,
            Equity = curve,
            Days = days,
            Fills = fills,
            Deals = deals,
            OpenDeals = [.. lanes.Where(lane => lane.Held > 0).Select(Open)],
            SignalPrices = signalPrices,
            Orders = KeepsOrders ? [.. orders, .. Book.OpenOrders.OrderBy(order => order.CreatedAt).ThenBy(order => order.Symbol).ThenBy(order => order.Leg.Text, StringComparer.Ordinal)] : [],
            Refusals = refusals,
            Head = Book.Head,
            LedgerFees = ledgerFees,
            MaxDrawdown = drawdown,
            Exposure = bars > 0 ? decimal.Round((decimal)(invested / bars), 12) : 0,
            PeakCapital = peakCapital,
            FlatBars = flatBars,
            TradesHash = Core.Orders.TradesHash.Of(fills),
            Checkpoint = Request.KeepsDetails && !isBeyondRange ? Save() : null,
        };
    }

    /// <summary>Where the last prices are beyond all sums, what was held counts at the prices before them.</summary>
    private decimal FinalEquity()
    {
        try
        {
            return Equity();
        }
        catch (OverflowException) when (isBeyondRange)
        {
            foreach (var lane in lanes) lane.TakePriceBack(MostEquity);
            return Equity();
        }
    }

    private OpenDeal Open(Lane lane)
    {
        var deal = lane.State.Deal ?? lane.State.Dust!;
        return new OpenDeal(deal.Number, lane.Symbol, deal.OpenedAt, lastClose - deal.OpenedAt, lane.Held, lane.Cost, lane.Value, deal.DcaSteps);
    }

    private void Mark()
    {
        var equity = cash;
        foreach (var lane in lanes) equity += lane.Value;
        start ??= lastClose - length;
        bars++;
        if (equity > peak)
        {
            (peak, trough) = (equity, equity);
            if (equity > MostEquity) throw new OverflowException();
        }
        else if (equity < trough)
        {
            // Only a new low under the peak can be a new drawdown: one division for each, not for each bar.
            trough = equity;
            drawdown = Math.Max(drawdown, (peak - equity) / peak);
        }
        if (costUnits != 0 && equity > 0)
        {
            var share = costUnits / (double)equity;
            invested += share;
            // Compared as doubles: only the bar that wins is divided exactly.
            if (share > mostLocked.Share) mostLocked = (share, cost, equity);
        }
        if (KeepsEquity && IsKept(lastClose)) curve.Add(lastClose, equity, cash, cost);
        if (Request.KeepsDays) MarkDay(equity);
    }

    private bool KeepsOrders => Request is { KeepsDetails: true, KeepsOrders: true };

    private bool KeepsEquity => Request.KeepsEquity && (Request.KeepsDetails || Request.EquityAt is not null);

    private bool IsKept(DateTimeOffset time)
    {
        if (Request.EquityAt is not { } kept) return true;
        while (nextKept < kept.Count && kept[nextKept] < time) nextKept++;
        return nextKept < kept.Count && kept[nextKept] == time;
    }

    private void MarkDay(decimal equity)
    {
        // A bar that closes at midnight ends its day.
        var number = (lastClose.UtcTicks - 1) / TimeSpan.TicksPerDay;
        if (number != day.Number && day.Time != default) days.Add(day.Time, day.Equity, day.Cash, day.Cost);
        day = (number, lastClose, equity, cash, cost);
    }

    /// <summary>Takes note of the changes and forgets them: a run's store is its memory.</summary>
    private void Note()
    {
        var changes = Book.Changes;
        fills.AddRange(changes.Fills);
        foreach (var entry in changes.Ledger)
        {
            foreach (var posting in entry.Postings)
            {
                if (posting.Account == LedgerAccounts.Fees) ledgerFees += posting.Amount.Amount;
            }
        }
        foreach (var closed in changes.ClosedDeals) deals.Add(LaneOf(closed.Symbol).Closed(closed));
        if (KeepsOrders)
        {
            foreach (var order in changes.Orders.Values)
            {
                if (order.State.IsFinal()) orders.Add(order);
            }
        }
        Book.MarkCommitted();
        (cash, cost) = (Book.Head.Cash.Amount, 0);
        foreach (var lane in lanes) cost += lane.Cost;
        costUnits = (double)cost;
        peakCapital = Math.Max(peakCapital, cost + Book.Head.Reserved.Amount);
    }

    private BacktestCheckpoint Save() => new(
        lastClose, Book.Head, [.. lanes.Select(lane => lane.State)], [.. lanes.SelectMany(lane => Book.LotsOf(lane.Symbol))], [.. Book.OpenOrders],
        [.. lanes.SelectMany(lane => lane.Waiting.Select(order => order.Save(lane.Symbol)))], [.. lanes.Select(lane => lane.WatchState()).OfType<DealWatchState>()],
        strategy.Save(), new BacktestTotals
        {
            Bars = bars,
            FlatBars = flatBars,
            Peak = peak,
            Trough = trough,
            MaxDrawdown = drawdown,
            Invested = invested,
            PeakCapital = peakCapital,
            LedgerFees = ledgerFees,
            VenueTrades = venueTrades,
            Start = start,
        })
    { Parameters = ParametersText };

    private string ParametersText => string.Join('\n', Request.Parameters.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key + "=" + each.Value));

    private PortfolioBook Reopen(BacktestCheckpoint from)
    {
        var book = PortfolioBook.ReopenUnrecorded(from.Head, from.Books, from.Orders, from.Lots);
        (bars, flatBars, drawdown) = (from.Totals.Bars, from.Totals.FlatBars, from.Totals.MaxDrawdown);
        (invested, peakCapital, ledgerFees, venueTrades, start) = (from.Totals.Invested, from.Totals.PeakCapital, from.Totals.LedgerFees, from.Totals.VenueTrades, from.Totals.Start);
        foreach (var lane in lanes)
        {
            while (!lane.IsOver && lane.NextOpen + length <= from.Until) lane.Next++;
            var price = lane.Candles.CloseAt(Math.Max(0, lane.Next - 1));
            lane.Restore(book.SymbolOf(lane.Symbol), from.Watches.FirstOrDefault(watch => watch.Symbol == lane.Symbol), price);
            foreach (var waiting in from.Waiting.Where(waiting => waiting.Symbol == lane.Symbol)) lane.Waiting.Add(VenueOrder.From(waiting, book.FindOpenOrder(waiting.Id)!));
        }
        Now = lastClose = from.Until;
        try
        {
            strategy.Restore(from.Strategy);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            failure = $"{strategy.Name} failed to take over its state of {Now:yyyy-MM-dd HH:mm}: {fault.Message}";
        }
        return book;
    }

    /// <summary>What rests at prices of other parameters is taken back: the strategy asks anew for what it wants now.</summary>
    private void TakeBack()
    {
        foreach (var lane in lanes)
        {
            foreach (var waiting in lane.Waiting.Where(order => order is { Kind: OrderKind.Limit, Life: OrderLife.Resting }).ToList()) Cancel(waiting.Id, "of other parameters");
        }
    }
}
