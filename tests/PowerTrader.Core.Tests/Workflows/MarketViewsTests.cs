using PowerTrader.Core.Markets;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Core.Tests.Workflows;

public class MarketViewsTests
{
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");
    private static readonly DateTimeOffset Now = new(2025, 1, 1, 12, 0, 15, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(15, 0)]
    [InlineData(120, 0)]
    [InlineData(121, 121)]
    [InlineData(86400, 86400)]
    public async Task AtGate_OldQuote_KeepsItsAge(int age, int expected)
    {
        var tables = new InMemoryTableStore();
        var quotes = new QuoteBoard(tables, MarketId.Simulated(1));
        await quotes.UpdateAsync([new Quote(Btc, new Price(99), new Quantity(1), new Price(101), new Quantity(1), new Price(100), Now.AddSeconds(-age), Now)], default);
        var views = new MarketViews(quotes, new ForecastDesk(tables, null!, new CandleStore(tables, MarketId.Simulated(1)), MarketId.Simulated(1)), TimeSpan.Zero);

        var market = views.AtGate(Btc, Now, TimeSpan.FromSeconds(120));

        market.Execution!.Age(Now).ShouldBe(TimeSpan.FromSeconds(expected));
    }

    private static readonly Symbol Usd = Symbol.Parse("BTC-USD");
    private static readonly Symbol Peg = Symbol.Parse("USDC-USDT");

    [Theory]
    [InlineData(1.0, 60, 0.0)]
    [InlineData(1.03, 60, 3.0)]
    [InlineData(0.95, 60, 5.0)]
    [InlineData(1.0, 1801, 100.0)]
    [InlineData(null, 0, null)]
    public async Task Of_QuoteCoinAndItsPeg_TellHowFarApartTheyAre(double? mid, int age, double? percent)
    {
        var views = await ViewsAsync(mid is { } price ? [Quote(Peg, (decimal)price, Now.AddSeconds(-age)), Quote(Btc, 100, Now)] : [Quote(Btc, 100, Now)], null);

        views.Of(Btc, null, Now).PegPercent.ShouldBe((decimal?)percent);
    }

    [Fact]
    public async Task Of_VenueApart_SpeaksInItsOwnPrices_AndReadsTheSignalsOfItsCoin()
    {
        var tables = new InMemoryTableStore();
        var venue = new VenueBoard(tables, MarketId.Parse("robinhood"), new SymbolMap("USDT", "USD"));
        var views = await ViewsAsync([Quote(Btc, 100, Now), Quote(Peg, 1, Now)], venue);
        views.Of(Usd, null, Now).SignalPrice.ShouldBeNull("nobody has seen the venue's price yet");

        await venue.UpdateAsync([Quote(Usd, 101, Now)], symbol => views.QuoteOf(symbol)?.Quote, default);

        var market = views.AtGate(Usd, Now, TimeSpan.FromSeconds(120));
        (market.SignalPrice, market.Execution!.Mid, views.BidOf(Usd)!.Value.Value, market.PegPercent).ShouldBe((101m, 101m, 100.99m, 1m));
        await venue.UpdateAsync([Quote(Usd, 104, Now)], symbol => views.QuoteOf(symbol)?.Quote, default);
        views.Of(Usd, null, Now).SignalPrice.ShouldBe(101.1m, "a sudden move of the venue alone is no new distance: the collar sees it");
    }

    /// <summary>Where each piece of work is loaded anew, what one process measured is what the next decides on.</summary>
    [Theory]
    [InlineData(5, 101.1)]
    [InlineData(400, 104.0)]
    public async Task Basis_OfAnotherProcess_IsKnownAndFollowed_UnlessItIsOld(int minutesLater, double expected)
    {
        var tables = new InMemoryTableStore();
        VenueBoard Board() => new(tables, MarketId.Parse("robinhood"), new SymbolMap("USDT", "USD"));
        await Board().UpdateAsync([Quote(Usd, 101, Now)], _ => Quote(Btc, 100, Now), default);
        var later = Board();
        later.BasisOf(Usd).ShouldBeNull();
        await later.LoadAsync(default);
        later.BasisOf(Usd).ShouldBe(1.01m);

        var at = Now.AddMinutes(minutesLater);
        await later.UpdateAsync([Quote(Usd, 104, at)], _ => Quote(Btc, 100, at), default);

        (later.BasisOf(Usd) * 100m).ShouldBe((decimal)expected);
    }

    private static async Task<MarketViews> ViewsAsync(IReadOnlyList<Quote> shown, VenueBoard? venue)
    {
        var tables = new InMemoryTableStore();
        var quotes = new QuoteBoard(tables, MarketId.KuCoin);
        await quotes.UpdateAsync(shown, default);
        return new MarketViews(quotes, new ForecastDesk(tables, null!, new CandleStore(tables, MarketId.KuCoin), MarketId.KuCoin), TimeSpan.Zero) { Peg = Peg, Venue = venue };
    }

    private static Quote Quote(Symbol symbol, decimal mid, DateTimeOffset at) =>
        new(symbol, new Price(mid - 0.01m), new Quantity(1), new Price(mid + 0.01m), new Quantity(1), new Price(mid), at, at);
}
