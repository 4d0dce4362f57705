using System.Globalization;
using PowerTrader.Api.Operations;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Host.Running;

/// <summary>One deal: its money, its orders with the decision behind each, and its end.</summary>
/// <param name="Budget">Null for a deal that was closed before closed deals were kept.</param>
/// <param name="ResultPercent">Realised of everything bought, once it is closed.</param>
/// <param name="End">In words; of an open deal what comes next.</param>
internal sealed record DealRow(
    string Kind, long Number, string Symbol, string State, string Strategy, int SettingsVersion, DateTimeOffset OpenedAt, DateTimeOffset? ClosedAt,
    decimal AgeDays, decimal? Budget, decimal Bought, decimal? LadderLeft, decimal Quantity, decimal Cost, decimal Fees, decimal RealisedProfit,
    decimal? UnrealisedProfit, decimal? ResultPercent, int DcaSteps, string End, IReadOnlyList<OrderRow> Orders);

/// <summary>A deal, open or closed, with its orders and fills.</summary>
/// <param name="Deal">Null for a deal that was closed before closed deals were kept: its orders still tell most of it.</param>
internal sealed record DealExplanation(
    long Number, Symbol Symbol, Deal? Deal, DateTimeOffset? ClosedAt, IReadOnlyList<OrderExplanation> Orders, decimal? Unrealised, string Next, DateTimeOffset Now)
{
    /// <summary>Null where the portfolio never had such a deal.</summary>
    public static async Task<DealExplanation?> OfAsync(TradingSystem system, long number, CancellationToken cancellationToken)
    {
        var key = TradingSystem.DefaultPortfolio;
        var store = system.Sessions.Store;
        var book = await system.BookAsync(cancellationToken);
        var orders = new List<Order>();
        await foreach (var order in store.ReadAsync<Order>(key, "order", cancellationToken)) if (order.Deal == number) orders.Add(order);
        var fills = new List<Fill>();
        await foreach (var fill in store.ReadAsync<Fill>(key, "fill", cancellationToken)) if (fill.Deal == number) fills.Add(fill);
        var open = book.Symbols.FirstOrDefault(each => each.Deal?.Number == number);
        var closed = open is null ? await store.GetClosedDealAsync(key, number, cancellationToken) : null;
        if (orders.Count == 0 && open is null && closed is null) return null;
        var explained = new List<OrderExplanation>();
        foreach (var order in orders.OrderBy(order => order.CreatedAt)) explained.Add(await OrderExplanation.OfAsync(system, order, fills, cancellationToken));
        var symbol = open?.Symbol ?? closed?.Symbol ?? orders[0].Symbol;
        var assessment = Assessment.Of(system.Work, book, await system.Work.Halts.OfTenantAsync(key.Tenant, cancellationToken), symbol);
        var deal = open?.Deal ?? closed?.Deal;
        return new DealExplanation(
            number, symbol, deal, open is null ? closed?.ClosedAt ?? orders.Max(order => order.FinalAt) : null, explained,
            open is { Deal.HasPosition: true } && assessment.Quote is { } quote ? quote.Bid.Value * deal!.Quantity.Value * (1 - system.Kernel.CostsOf(book).FeeRate) - deal.Cost.Amount : null,
            $"{assessment.Next}; {assessment.Why}", system.Clock.Now);
    }

    private IEnumerable<Fill> Fills => Orders.SelectMany(order => order.Fills);

    private decimal Realised => Fills.Sum(fill => fill.RealisedProfit.Amount);

    private decimal Bought => Fills.Where(fill => fill.Side == OrderSide.Buy).Sum(fill => fill.Price.Value * fill.Quantity.Value + fill.Fee.Amount);

    public DealRow ToView()
    {
        var opened = Deal?.OpenedAt ?? Orders[0].Order.CreatedAt;
        var first = Orders.Count > 0 ? Orders[0].Order : null;
        return new DealRow(
            "deal", Number, Symbol.Value, ClosedAt is null ? "open" : "closed", Deal?.Strategy ?? first!.Strategy, Deal?.SettingsVersion ?? first!.SettingsVersion,
            opened, ClosedAt, Math.Round((decimal)((ClosedAt ?? Now) - opened).TotalDays, 2), Deal?.Budget.Amount, Round(Bought), ClosedAt is null ? Deal?.UnspentLadder.Amount : null,
            Deal?.Quantity.Value ?? 0, Round(Deal?.Cost.Amount ?? 0), Round(Fills.Sum(fill => fill.Fee.Amount)), Round(Realised), Unrealised is { } open ? Round(open) : null,
            ClosedAt is null || Bought == 0 ? null : Math.Round(Realised / Bought * 100m, 2), Deal?.DcaSteps ?? Orders.Select(order => order.Order.Leg.DcaStep).DefaultIfEmpty().Max(),
            End(), [.. Orders.Select(order => order.ToView())]);
    }

    private string End()
    {
        if (ClosedAt is not { } closed) return Next;
        var last = Orders.LastOrDefault(order => order.Order.Side == OrderSide.Sell && !order.Order.Filled.IsZero)?.Order;
        var how = last is null ? "without a sale" : last.Leg == Leg.Exit ? "by its exit" : $"by {last.Leg}";
        return string.Create(CultureInfo.InvariantCulture, $"closed {how} at {closed:yyyy-MM-dd HH:mm:ss}: {Realised:+0.00;-0.00} ({(Bought == 0 ? 0 : Realised / Bought * 100m):+0.00;-0.00} %)");
    }

    private static decimal Round(decimal value) => Math.Round(value, 4);
}
