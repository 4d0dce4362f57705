using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Workflows;

/// <summary>What the order path asks of real money, whatever let the order through before.</summary>
public class OrderLimitsTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly HardCaps Caps = new(new Money(200), new Money(500), new Money(1000), ["BTC"]);

    [Theory]
    [InlineData(null, "was not confirmed for this portfolio")]
    [InlineData("kucoin: order 200, day 500, held 900, coins BTC", "the settings say 'kucoin: order 200, day 500, held 1000, coins BTC': confirm that")]
    [InlineData("robinhood: order 200, day 500, held 1000, coins BTC", "was confirmed for 'robinhood:")]
    [InlineData("kucoin: order 200, day 500, held 1000, coins BTC", null)]
    public void LiveRefusal_OfTheWordThatStandsInTheBooks_IsForThatAlone(string? confirmed, string? told)
    {
        var book = Live(confirmed);

        var refusal = OrderLimits.LiveRefusal(book, Buy(book), RiskRules.Default with { Caps = Caps }, Caps, Now);

        if (told is null) refusal.ShouldBeNull();
        else refusal!.ShouldContain(told);
    }

    private static PortfolioBook Live(string? confirmed)
    {
        var book = PortfolioBook.Open(new PortfolioKey("main", "live-kucoin"), MarketId.KuCoin, PortfolioMode.Live, "e", "USDT", new Money(1000), [Btc], Now, "kucoin");
        if (confirmed is not null) book.ConfirmLive(confirmed, Now);
        return book;
    }

    private static Order Buy(PortfolioBook book) => book.Intend(new OrderDraft(
        Btc, "powertrader", Leg.Entry, OrderSide.Buy, new Quantity(1), new Price(100), new Price(100), Now, Now.AddSeconds(60), 0.001m, new Money(200), "cycle"));
}
