using PowerTrader.Adapters.Robinhood;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;

namespace PowerTrader.Adapters.Tests.Robinhood;

/// <summary>Ed25519 is deterministic: a signature is right or wrong to the letter.</summary>
public class RobinhoodSignatureTests
{
    private const long Timestamp = 1698708981;

    private const string Body = """{"client_order_id":"131de903-5a9c-4260-abc1-28d562a5dcf0","side":"buy","type":"market","symbol":"BTC-USD","market_order_config":{"asset_quantity":"0.1"}}""";

    /// <summary>The documentation prints its signature beside JSON, and it is that of this Python text.</summary>
    private const string Printed =
        "{'client_order_id': '131de903-5a9c-4260-abc1-28d562a5dcf0', 'side': 'buy', 'symbol': 'BTC-USD', 'type': 'market', 'market_order_config': {'asset_quantity': '0.1'}}";

    public static TheoryData<string, string, string, string> Vectors => new()
    {
        { "GET", "/api/v1/crypto/trading/accounts/", "", "08PdjWE9n95K4rcXLZS0z47SdFJ0k/hod/1WRNd2JugZemESR65/J8UJi6yGjd8KRPizSW9goFFqffDOgqGBDQ==" },
        { "GET", "/api/v1/crypto/marketdata/best_bid_ask/?symbol=BTC-USD&symbol=ETH-USD", "", "0E81GtPsFWf5iojQdj0ZgfyY0X4fMYhlvh2cGaA5e9jn1gQGNeBuXUVDJG36ilFeFOXf1l12pGToFNJZbR0ABw==" },
        { "POST", "/api/v1/crypto/trading/orders/", Body, "6tIj8o6p+4w+ZnaxVanHtxjhC6s5z4lTI+8lNRjJOZp0dVDlco2NR6obVwBiECP8eoHtfcbsGfTu1rESBHOzCA==" },
        { "POST", "/api/v2/crypto/trading/orders/?account_number=AB1234567890", Body, "UUFIR2l4r7Fe+PCKiWvaODCtWTFV/L5hLtIovHXnCpuNskLH1BpPlihz2jiVhvqDmtqyyUueyT+YbeoL/zCKDg==" },
        { "POST", "/api/v1/crypto/trading/orders/6a8738ba-836d-4afd-abd8-483d7e4d01c9/cancel/", "", "knd/TF+s+Pg88AlqjZf5HBbI1+n7FQTsJkBZz2Fnx7WMwKjM6GbWxnHr0XYPXn7YwTjrHStAsLIL6tbZWsrRDg==" },
        { "POST", "/api/v1/crypto/trading/orders/", Printed, "q/nEtxp/P2Or3hph3KejBqnw5o9qeuQ+hYRnB56FaHbjDsNUY9KhB1asMxohDnzdVFSD7StaTqjSd9U9HvaRAw==" },
    };

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Headers_OfARequest_CarryTheKnownSignature(string method, string path, string body, string signature)
    {
        var headers = RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed).Headers(Timestamp, path, method, body).ToDictionary();

        headers["x-signature"].ShouldBe(signature);
        headers["x-timestamp"].ShouldBe("1698708981");
        headers["x-api-key"].ShouldBe(RobinhoodSeat.ApiKey);
    }

    [Fact]
    public void ToJson_OfTheVectorsOrder_IsTheVectorsBody() => new RobinhoodOrderRequest(
        ClientOrderId.Parse("131de903-5a9c-4260-abc1-28d562a5dcf0"), Symbol.Parse("BTC-USD"), OrderSide.Buy, new RobinhoodOrderTerms.Market(0.10m)).ToJson().ShouldBe(Body);

    [Fact]
    public void PublicKey_OfTheSeed_IsTheKnownOne() => RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed).PublicKey.ShouldBe(RobinhoodSeat.PublicKey);

    [Fact]
    public void Parse_SeedAndPublicKeyInOne_IsTheSameKey()
    {
        var both = Convert.ToBase64String([.. Convert.FromBase64String(RobinhoodSeat.Seed), .. Convert.FromBase64String(RobinhoodSeat.PublicKey)]);

        RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, both).PublicKey.ShouldBe(RobinhoodSeat.PublicKey);
    }

    [Theory]
    [InlineData("rh-api-1", "c2hvcnQ=")]
    [InlineData("rh-api-1", "no base64 at all")]
    [InlineData("rh-api-1", "xQnTJVeQLmw1/Mg2YimEViSpw/SdJcgNXZ5kQkAXNPXFCdMlV5AubDX8yDZiKYRWJKnD9J0lyA1dnmRCQBc09Q==")]
    [InlineData("", RobinhoodSeat.Seed)]
    [InlineData("rh api key", RobinhoodSeat.Seed)]
    public void Parse_NoKeys_IsRefusedWithoutRepeatingThem(string apiKey, string privateKey)
    {
        var refused = Should.Throw<FormatException>(() => RobinhoodKeys.Parse(apiKey, privateKey));

        refused.Message.ShouldContain("Robinhood");
        if (apiKey.Length > 8) refused.Message.ShouldNotContain(apiKey);
        refused.Message.ShouldNotContain(privateKey);
    }

    [Fact]
    public void ToString_OfKeys_HidesThem()
    {
        var text = RobinhoodKeys.Parse(RobinhoodSeat.ApiKey, RobinhoodSeat.Seed).ToString();

        text.ShouldNotContain("rh-api");
        text.ShouldNotContain(RobinhoodSeat.Seed);
    }
}
