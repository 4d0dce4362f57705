using PowerTrader.Core.Markets;

namespace PowerTrader.Core.Tests.Markets;

public sealed class QuoteStateTests
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Next_SecondQuoteNearALoneOutlier_ConfirmsIt()
    {
        var outlier = QuoteState.Next(QuoteState.Next(null, At(100, 0)), At(120, 60));

        outlier.IsLoneOutlier.ShouldBeTrue();
        QuoteState.Next(outlier, At(120, 120)).IsLoneOutlier.ShouldBeFalse();
    }

    [Fact]
    public void Next_TheSameQuoteAgain_ConfirmsNothing()
    {
        var outlier = QuoteState.Next(QuoteState.Next(null, At(100, 0)), At(120, 60));

        // A tick that a kill interrupted after its quotes were stored fetches the same ones when it is done again.
        var again = QuoteState.Next(outlier, At(120, 60));

        again.ShouldBe(outlier);
        again.ReferencePrice.ShouldBe(100);
    }

    private static Quote At(decimal price, int seconds) => new(
        Symbol.Parse("BTC-USDT"), new Price(price), new Quantity(1), new Price(price), new Quantity(1), new Price(price),
        Start.AddSeconds(seconds), Start.AddSeconds(seconds));
}
