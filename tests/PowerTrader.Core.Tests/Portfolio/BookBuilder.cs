using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Tests.Portfolio;

/// <summary>A book with 1,000 USDT and one coin, and short ways to trade in it. Fees are 0.1 %.</summary>
internal sealed class BookBuilder
{
    public static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    public static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int trades;

    public PortfolioBook Book { get; } = PortfolioBook.Open(
        new PortfolioKey("local", "main"), MarketId.Simulated(1), PortfolioMode.Paper, "e1", "USDT", new Money(1000), [Btc], Start);

    public DateTimeOffset Now { get; set; } = Start.AddMinutes(1);

    /// <summary>What the venue's minimum forbids to sell; 0 knows none.</summary>
    public decimal SmallestSale { get; set; }

    public Order Intend(Leg leg, OrderSide side, decimal quantity, decimal limit) => Book.Intend(new OrderDraft(
        Btc, "powertrader", leg, side, new Quantity(quantity), new Price(limit), new Price(limit), Now, Now.AddSeconds(60), 0.001m, new Money(200), "cycle")
    { SmallestSale = new Quantity(SmallestSale) });

    public Order Accept(Leg leg, OrderSide side, decimal quantity, decimal limit)
    {
        var order = Intend(leg, side, quantity, limit);
        Book.MarkSubmitting(order.Id, Now);
        Book.MarkAccepted(order.Id, "v" + order.Id, Now);
        return order;
    }

    public bool Fill(Order order, decimal quantity, decimal price, string? tradeId = null)
    {
        var value = quantity * price;
        return Book.BookFill(
            new VenueFill(tradeId ?? $"t{++trades}", "v", order.Id, Btc, order.Side, new Quantity(quantity), new Price(price), new Money(value * 0.001m), Now), order.Id);
    }

    public Order Buy(Leg leg, decimal quantity, decimal price)
    {
        var order = Accept(leg, OrderSide.Buy, quantity, price);
        Fill(order, quantity, price);
        Book.Finish(order.Id, OrderState.Filled, null, Now);
        return order;
    }

    public Order Sell(decimal quantity, decimal price)
    {
        var order = Accept(Leg.Exit, OrderSide.Sell, quantity, price);
        Fill(order, quantity, price);
        Book.Finish(order.Id, OrderState.Filled, null, Now);
        return order;
    }

    public decimal LedgerBalance(string account) =>
        Book.Changes.Ledger.SelectMany(entry => entry.Postings).Where(posting => posting.Account == account).Sum(posting => posting.Amount.Amount);
}
