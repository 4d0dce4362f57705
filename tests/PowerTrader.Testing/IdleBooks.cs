using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>Portfolios that hold something and wait.</summary>
public static class IdleBooks
{
    /// <summary>Gives the portfolio a filled entry of 100 units of cash at the price.</summary>
    public static void Buy(PortfolioBook book, Symbol symbol, decimal price, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        var quantity = new Quantity(100m / price);
        var order = book.Intend(new OrderDraft(
            symbol, "powertrader", Leg.Entry, OrderSide.Buy, quantity, new Price(price), new Price(price), now, now.AddMinutes(1), 0.001m, new Money(1000), "setup"));
        book.MarkSubmitting(order.Id, now);
        book.MarkAccepted(order.Id, "v" + order.Id, now);
        book.BookFill(new VenueFill($"t-{order.Id}", "v" + order.Id, order.Id, symbol, OrderSide.Buy, quantity, new Price(price), new Money(0.1m), now), order.Id);
        book.Finish(order.Id, OrderState.Filled, null, now);
    }

    public static Quote QuoteOf(Symbol symbol, decimal mid, DateTimeOffset now) => new(
        symbol, new Price(mid - 0.01m), new Quantity(1000), new Price(mid + 0.01m), new Quantity(1000), new Price(mid), now, now);
}
