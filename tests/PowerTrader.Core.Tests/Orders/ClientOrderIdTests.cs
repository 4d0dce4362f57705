using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Tests.Orders;

public class ClientOrderIdTests
{
    // Vectors computed with CPython 3.11: uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, "powertrader"), text).
    [Theory]
    [InlineData("entry", 1, 0, "6d1b114a-d4d4-5e77-bc6f-4fcde15e641b")]
    [InlineData("dca:1", 1, 0, "31ddff46-b5e7-5697-8390-a7f46ee1bc2e")]
    [InlineData("exit", 1, 2, "86969bbe-8136-51ef-9a59-9bd3d5d719b6")]
    public void Derive_KnownFacts_EqualsVector(string leg, long deal, int attempt, string expected)
    {
        var id = ClientOrderId.Derive(
            "e1", new PortfolioKey("local", "main"), Symbol.Parse("BTC-USDT"), "powertrader", deal, Leg.Parse(leg), attempt);

        id.ToString().ShouldBe(expected);
        id.MessageId(3).ShouldBe(expected + ".3");
    }
}
