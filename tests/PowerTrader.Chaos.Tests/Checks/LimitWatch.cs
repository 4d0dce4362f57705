using PowerTrader.Chaos.Tests.World;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Chaos.Tests.Checks;

/// <summary>Looks after each commit and at each buy as it is sent: what is reserved and held must be within the limits, by figures of its own.</summary>
internal sealed class LimitWatch(ChaosRun run)
{
    private const decimal FeeRate = 0.001m;

    /// <summary>Equity may have fallen since an order was decided, by what the prices do within its validity.</summary>
    private const decimal Drift = 1.02m;

    private PortfolioBook? last;

    public TraderWork? Watched { get; private set; }

    public List<string> Broken { get; } = [];

    public void Watch(TraderWork? work)
    {
        Watched = work;
        if (work is not null) work.Sessions.Committed = (book, _, _) => AfterCommit(book);
    }

    public IBroker Over(IBroker inner) => new Watching(this, inner);

    private void AfterCommit(PortfolioBook book)
    {
        last = book;
        var reserved = book.OpenOrders.Aggregate(Money.Zero, (sum, order) => sum + order.Reserved);
        if (reserved != book.Head.Reserved) Say($"the head reserves {book.Head.Reserved}, its orders {reserved}");
        var needed = book.OpenOrders.Where(order => order.Side == OrderSide.Buy).Sum(Needed);
        if (Math.Abs(needed - reserved.Amount) > 0.000001m) Say($"open buys need {needed} and reserve {reserved}");
        if (needed > book.Head.Cash.Amount + 0.000001m) Say($"open buys need {needed}, the cash is {book.Head.Cash}");
    }

    private void AtPlace(PlaceRequest request)
    {
        if (request.Side == OrderSide.Sell || Watched is not { } work || last is not { } book) return;
        var rules = work.Kernel.RulesOf(book, request.Symbol).Risk.Rules;
        var equity = book.Equity(work.Views.BidOf, FeeRate).Amount;
        var all = 0m;
        foreach (var coin in book.Symbols)
        {
            var share = coin.HeldCost.Amount + book.OpenOrdersOf(coin.Symbol).Where(order => order.Side == OrderSide.Buy).Sum(Needed);
            all += share;
            if (coin.Symbol == request.Symbol && share > equity * rules.PositionPercent / 100m * Drift) Say($"{coin.Symbol} binds {share} of {equity}, the limit is {rules.PositionPercent} %");
        }
        if (all > equity * rules.HeldCapPercent / 100m * Drift) Say($"all coins bind {all} of {equity}, the limit is {rules.HeldCapPercent} %");
    }

    private static decimal Needed(Order order) => order.Remaining.Value * order.Limit.Value * (1 + FeeRate);

    private void Say(string text) => Broken.Add($"{run.Time.GetUtcNow():HH:mm:ss.fff} {text}");

    private sealed class Watching(LimitWatch owner, IBroker inner) : ForwardingBroker(inner)
    {
        public override Task<PlaceResult> PlaceAsync(PlaceRequest request, CancellationToken cancellationToken)
        {
            owner.AtPlace(request);
            return Inner.PlaceAsync(request, cancellationToken);
        }
    }
}
