using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Api.Operations;

/// <summary>What the API and the console ask of a trading work.</summary>
public sealed class TraderOperations(TraderWork work, Func<string>? speed = null, Func<string?>? prices = null, Func<string?>? account = null) : ITraderOperations
{
    public async Task<TraderStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        var book = await work.BookAsync(cancellationToken);
        var head = book.Head;
        var tenant = await work.Halts.OfTenantAsync(book.Key.Tenant, cancellationToken);
        var equity = book.Equity(work.Views.BidOf, work.Kernel.CostsOf(book).FeeRate).Amount;
        var coins = head.Symbols.Select(symbol => CoinOf(book, symbol, Assessment.Of(work, book, tenant, symbol), equity)).ToList();
        var cost = coins.Sum(coin => coin.Cost);
        return new TraderStatus(
            work.Market.Id.Value, head.Mode.ToString().ToLowerInvariant(), speed?.Invoke() ?? "real", work.Clock.Now, head.Halt.ToString().ToLowerInvariant(),
            work.Ticks.Count, work.Forecasts.Made, head.OrderCount, head.FillCount, Round(equity), Round(head.Cash.Amount), Round(head.Reserved.Amount),
            Round(head.Realised.Amount), Round(coins.Sum(coin => coin.UnrealisedProfit)), Round(head.Fees.Amount), equity > 0 ? Math.Round(cost / equity, 4) : 0,
            head.ClosedDeals, head.WonDeals, head.RefusedSteps, head.Currency, coins)
        {
            TimeWeightedReturn = Round(book.TimeWeightedReturn(new Money(equity))),
            Deposits = Round(head.Deposits.Amount),
            Unmanaged = [.. head.Unmanaged.Select(coin => new UnmanagedCoin(coin.Key, coin.Value.Value))],
            ForeignOrders = [.. head.ForeignOrders.Select(order => order.ToString())],
            Drawdown = head.PeakEquity.Amount > 0 ? Math.Round(Math.Max(0, 1 - equity / head.PeakEquity.Amount), 4) : 0,
            LossToday = head.RiskDay is not null && head.RiskDayEquity.Amount > 0 ? Math.Round((1 - equity / head.RiskDayEquity.Amount) * 100m, 4) : 0,
            Prices = prices?.Invoke(),
            AccountBy = account?.Invoke(),
        };
    }

    public async Task<string?> SetHaltAsync(string state, string? symbol, string reason, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<HaltState>(state, ignoreCase: true, out var halt) || !Enum.IsDefined(halt))
            return $"state '{state}' must be active, reducing or halted";
        Symbol? one = null;
        if (symbol is not null)
        {
            // A halt needs no settings, so it works where a version is missing.
            var book = await work.Sessions.GetAsync(work.Portfolio, cancellationToken);
            if (book.Head.Find(symbol) is not { } found)
                return $"coin '{symbol}' is not traded here; use one of {string.Join(", ", book.Head.Symbols)}";
            one = found;
        }
        var now = work.Clock.Now;
        await work.Sessions.ChangeAsync(
            work.Portfolio, $"halt|{now.UtcTicks}", book => book.SetHalt(one, halt, reason, now), cancellationToken);
        return null;
    }

    public async Task<StopView> StopAsync(bool sell, string reason, CancellationToken cancellationToken) =>
        View(await work.Stop.RunAsync(work.Portfolio, sell, reason, cancellationToken));

    public static StopView View(StopReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return new StopView(report.State.ToString().ToLowerInvariant(), report.IsClean, [.. report.Steps.Select(step => new StopStepView(step.Subject, step.Outcome, step.Text))]);
    }

    private CoinStatus CoinOf(PortfolioBook book, Symbol symbol, Assessment assessment, decimal equity)
    {
        var state = book.SymbolOf(symbol);
        var quote = assessment.Quote;
        var levels = work.Views.LevelsOf(symbol, work.Clock.Now);
        var price = quote?.Mid ?? 0;
        var deal = state.Deal;
        var quantity = deal?.Quantity.Value ?? 0;
        var cost = deal?.Cost.Amount ?? 0;
        var bid = work.Views.BidOf(symbol)?.Value ?? 0;
        var unrealised = quote is null ? 0 : quantity * bid * (1 - work.Kernel.CostsOf(book).FeeRate) - cost;
        var holds = deal is { HasPosition: true };
        return new CoinStatus(
            symbol.Value, state.Halt.ToString().ToLowerInvariant(), quote?.Bid.Value, quote?.Ask.Value, levels.Long(price), quote is null ? 0 : levels.Short(price),
            quantity, Round(cost), quantity == 0 ? 0 : Round(unrealised), deal?.DcaSteps ?? 0, assessment.Next.ToString())
        {
            Why = assessment.Why,
            Deal = deal?.Number,
            DealAgeDays = holds ? Math.Round((decimal)(work.Clock.Now - deal!.OpenedAt).TotalDays, 2) : null,
            LadderLeft = holds ? Round(deal!.UnspentLadder.Amount) : 0,
            Dust = state.Dust?.Quantity.Value ?? 0,
            Unconfirmed = state.Removals.Sum(removal => removal.Quantity.Value),
            LockedCapital = equity > 0 ? Math.Round(cost / equity, 4) : 0,
        };
    }

    private static decimal Round(decimal value) => Math.Round(value, 4);
}
