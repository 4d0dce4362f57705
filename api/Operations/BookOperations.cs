using PowerTrader.Adapters.Live;
using PowerTrader.Adapters.Paper;
using PowerTrader.Core;
using PowerTrader.Core.Alerts;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Api.Operations;

/// <summary>Money and coins from outside, on work that nobody else drives meanwhile.</summary>
/// <param name="atStart">No runtime drives it: orders that were being sent are settled first.</param>
public sealed class BookOperations(TraderWork work, bool atStart = false) : IBookOperations
{
    public async Task<ReconciliationView> ReconcileAsync(CancellationToken cancellationToken) =>
        View((await work.Reconcile.RunAsync(work.Clock.Now, atStart, cancellationToken)).Single(record => record.Portfolio == work.Portfolio));

    public async Task<Answer<ReconciliationView>> MoveAsync(decimal amount, string? coin, string? key, CancellationToken cancellationToken) =>
        await MoveOnlyAsync(amount, coin, key, cancellationToken) is { } refusal
            ? new(null, refusal)
            : new(await ReconcileAsync(cancellationToken), null);

    /// <summary>Moves at the venue and leaves the booking to the next reconciliation.</summary>
    public async Task<string?> MoveOnlyAsync(decimal amount, string? coin, string? key, CancellationToken cancellationToken)
    {
        var head = (await work.BookAsync(cancellationToken)).Head;
        if (head.Mode != PortfolioMode.Paper || (work.Brokers is LiveBrokers live ? live.Paper : work.Brokers as PaperBrokers) is not { } venues) return $"the portfolio is {head.Mode.ToString().ToLowerInvariant()}: move the money at the venue itself, the next reconciliation books it";
        if (coin is not null && SymbolOf(head, coin) is null) return $"coin '{coin}' must be of A-Z and 0-9, for example BTC";
        return await venues.VenueOf(head).MoveAsync(amount, coin is null ? null : SymbolOf(head, coin)!.Value.Base, key, cancellationToken);
    }

    public async Task<Answer<AdoptionView>> PreviewAdoptionAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken)
    {
        var book = await work.BookAsync(cancellationToken);
        return Plan(book, coin, quantity, cost) switch
        {
            (null, var refusal) => new(null, refusal),
            ({ } plan, _) => new(View(plan, adopted: false), null),
        };
    }

    public async Task<Answer<AdoptionView>> AdoptAsync(string coin, decimal quantity, decimal cost, CancellationToken cancellationToken)
    {
        await work.BookAsync(cancellationToken);
        var now = work.Clock.Now;
        return await work.Sessions.ChangeAsync(work.Portfolio, $"adopt|{coin}|{now.UtcTicks}", book =>
        {
            var (plan, refusal) = Plan(book, coin, quantity, cost);
            if (plan is null) return new Answer<AdoptionView>(null, refusal);
            var value = Adoption.ValueOf(plan.Quantity, plan.Cost, work.Views.BidOf(plan.Symbol), work.Kernel.CostsOf(book).FeeRate);
            book.Adopt(plan, work.Kernel.RulesOf(book, plan.Symbol).Strategy.Name, Equity(book), value, now);
            return new Answer<AdoptionView>(View(plan, adopted: true), null);
        }, cancellationToken);
    }

    public async Task<Answer<ConfirmationView>> ConfirmAsync(string coin, CancellationToken cancellationToken)
    {
        var now = work.Clock.Now;
        return await work.Sessions.ChangeAsync(work.Portfolio, $"confirm|{coin}|{now.UtcTicks}", book =>
        {
            if (SymbolOf(book.Head, coin) is not { } symbol || book.ConfirmRemovals(symbol, now) is not { Count: > 0 } confirmed)
                return new Answer<ConfirmationView>(null, $"COIN '{coin}' has nothing to confirm: none of its deals' coins left the venue unexplained");
            return new(new(
                symbol.Value, confirmed.Sum(removal => removal.Quantity.Value), confirmed.Sum(removal => (removal.Value + removal.Fee).Amount),
                book.SymbolOf(symbol).Halt.ToString().ToLowerInvariant()), null);
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<AlertView>> GetAlertsAsync(int limit, CancellationToken cancellationToken)
    {
        var page = await work.Ports.Tables.QueryAsync(new TableQuery(Names.Alerts, work.Portfolio.Tenant, PageSize: limit), null, cancellationToken);
        return [.. page.Rows.Select(row => Wire.Read<Alert>(row.Json)).Select(alert => new AlertView(
            alert.Time, alert.Severity.ToString().ToLowerInvariant(), alert.Kind, alert.Portfolio.ToString(), alert.Subject, alert.Text))];
    }

    private (Adoption? Plan, string? Refusal) Plan(PortfolioBook book, string coin, decimal quantity, decimal cost)
    {
        if (SymbolOf(book.Head, coin) is not { } symbol) return (null, $"COIN '{coin}' must be of A-Z and 0-9, for example BTC");
        if (Adoption.Refusal(book, symbol, quantity, cost) is { } refusal) return (null, refusal);
        return (Adoption.Preview(book, symbol, new Quantity(quantity), new Money(cost), work.Kernel, Equity(book), work.Views.BidOf), null);
    }

    private Money Equity(PortfolioBook book) => book.Equity(work.Views.BidOf, work.Kernel.CostsOf(book).FeeRate);

    /// <summary>Accepts <c>BTC</c> and <c>BTC-USDT</c> in any case, traded here or not.</summary>
    private static Symbol? SymbolOf(PortfolioHead head, string text)
    {
        var upper = text.ToUpperInvariant();
        return Symbol.TryParse(upper.EndsWith("-" + head.Currency, StringComparison.Ordinal) ? upper : $"{upper}-{head.Currency}", out var symbol) && symbol.Base.Length > 0 ? symbol : null;
    }

    private static ReconciliationView View(Reconciliation record) => new(
        record.Time, record.Passed, record.FillsSince, record.Fills, record.LateFills, record.OpenOrders, record.VenueCash.Amount, record.BookCash.Amount,
        record.Coins, record.Waiting, [.. record.Checks.Select(check => new CheckView(check.Name, check.Passed, check.Text))], record.Findings);

    private static AdoptionView View(Adoption plan, bool adopted) => new(
        adopted, plan.Symbol.Value, plan.Deal, plan.Quantity.Value, plan.Cost.Amount, Round(plan.Average), Round(plan.ProfitLine), plan.Bid,
        Round(plan.Budget.Amount), Round(plan.BudgetLeft.Amount), Round(plan.CoinExposure.Amount), Round(plan.CoinLimit.Amount),
        Round(plan.AllExposure.Amount), Round(plan.AllLimit.Amount), plan.Warnings);

    private static decimal Round(decimal value) => Math.Round(value, 8);
}
