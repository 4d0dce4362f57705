using PowerTrader.Core.Markets;
using PowerTrader.Core.Risk;

namespace PowerTrader.Core.Tests.Risk;

public class HardCapTests
{
    private static HardCaps Caps(decimal order, decimal day, decimal held, params string[] coins) => new(new Money(order), new Money(day), new Money(held), coins);

    [Fact]
    public void Stricter_TwoCaps_TakesOfEachTheTighter_AndCoinsThatBothAllow()
    {
        Caps(50, 200, 0, "BTC", "ETH").Stricter(Caps(80, 100, 300, "ETH", "XRP")).ShouldBe(Caps(50, 100, 300, "ETH"));
        HardCaps.None.Stricter(Caps(50, 200, 300, "BTC")).ShouldBe(Caps(50, 200, 300, "BTC"));
    }

    [Fact]
    public void IsWhole_OneMissing_IsFalse()
    {
        Caps(50, 200, 300, "BTC").IsWhole.ShouldBeTrue();
        foreach (var part in (HardCaps[])[Caps(0, 200, 300, "BTC"), Caps(50, 0, 300, "BTC"), Caps(50, 200, 0, "BTC"), Caps(50, 200, 300)]) part.IsWhole.ShouldBeFalse();
    }

    [Fact]
    public void Equals_OtherOrderOfCoins_IsTheSame() => Caps(1, 2, 3, "BTC", "ETH").ShouldBe(Caps(1, 2, 3, "ETH", "BTC"));
}
