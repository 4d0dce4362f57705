using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

/// <summary>Looks at every buy as it is sent: with it, what is held and what is reserved must be within the limits.</summary>
internal sealed class LimitWatch : IPortDecorator
{
    public TradingSystem? System { get; set; }

    /// <summary>The fullest that a limit was with a buy, as a fraction of it.</summary>
    public decimal Fullest { get; private set; }

    public IBroker Over(IBroker inner) => new Watched(this, inner);

    private async Task LookAsync(PlaceRequest request, CancellationToken cancellationToken)
    {
        if (request.Side == OrderSide.Sell) return;
        var book = await System!.BookAsync(cancellationToken);
        await System.Kernel.EnsureAsync(book, cancellationToken);
        var rules = System.Kernel.RulesOf(book, request.Symbol).Risk.Rules;
        var equity = book.Equity(System.Views.BidOf, System.Kernel.CostsOf(book).FeeRate);
        Check(Exposure(book, book.SymbolOf(request.Symbol)), equity * (rules.PositionPercent / 100m));
        Check(book.Symbols.Aggregate(Money.Zero, (sum, symbol) => sum + Exposure(book, symbol)), equity * (rules.HeldCapPercent / 100m));
        Check(book.Head.Reserved, book.Head.Cash);
    }

    private void Check(Money value, Money limit) => Fullest = Math.Max(Fullest, value.Amount / limit.Amount);

    private Money Exposure(PortfolioBook book, SymbolBook symbol)
    {
        var value = System!.Views.BidOf(symbol.Symbol) is { } bid ? Money.Max(symbol.HeldCost, bid * symbol.Held) : symbol.HeldCost;
        return book.OpenOrdersOf(symbol.Symbol).Aggregate(value, (sum, order) => sum + order.Reserved);
    }

    private sealed class Watched(LimitWatch owner, IBroker inner) : IBroker
    {
        public BrokerTraits Traits => inner.Traits;

        public DateTimeOffset? VenueNow => inner.VenueNow;

        public Task<IReadOnlyList<Instrument>> GetInstrumentsAsync(CancellationToken cancellationToken) => inner.GetInstrumentsAsync(cancellationToken);

        public Task<Quote?> GetQuoteAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetQuoteAsync(symbol, cancellationToken);

        public Task<VenueFees> GetFeesAsync(Symbol symbol, CancellationToken cancellationToken) => inner.GetFeesAsync(symbol, cancellationToken);

        public Task<VenueAccount> GetAccountAsync(CancellationToken cancellationToken) => inner.GetAccountAsync(cancellationToken);

        public async Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
        {
            await owner.LookAsync(request, cancellationToken);
            return await inner.PlaceAsync(request, cancellationToken);
        }

        public Task<VenueOrder?> FindAsync(OrderRef order, CancellationToken cancellationToken) =>
            inner.FindAsync(order, cancellationToken);

        public Task<CancelResult> CancelAsync(OrderRef order, CancellationToken cancellationToken) =>
            inner.CancelAsync(order, cancellationToken);

        public Task<IReadOnlyList<VenueOrder>> GetOpenOrdersAsync(CancellationToken cancellationToken) => inner.GetOpenOrdersAsync(cancellationToken);

        public Task<IReadOnlyList<VenueFill>> GetFillsAsync(OrderRef order, CancellationToken cancellationToken) =>
            inner.GetFillsAsync(order, cancellationToken);

        public Task<IReadOnlyList<VenueFill>> GetFillsSinceAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
            inner.GetFillsSinceAsync(since, cancellationToken);

        public Task<VenueBalances> GetBalancesAsync(CancellationToken cancellationToken) => inner.GetBalancesAsync(cancellationToken);
    }
}
