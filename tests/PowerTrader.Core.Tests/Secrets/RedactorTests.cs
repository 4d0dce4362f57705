using System.Text.Json;
using PowerTrader.Core.Secrets;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Core.Tests.Secrets;

public sealed class RedactorTests
{
    private const string Passphrase = "Ab 12+(*&^\"%$#@";
    private const string Base64Of32 = "xQnTJVeQLmw1/Mg2YimEViSpw/SdJcgNXZ5kQkAXNPU=";
    private const string Base64Of64 = "q/nEtxp/P2Or3hph3KejBqnw5o9qeuQ+hYRnB56FaHbjDsNUY9KhB1asMxohDnzdVFSD7StaTqjSd9U9HvaRAw==";

    private readonly Redactor redactor = new();

    [Fact]
    public void Clean_AKnownValue_IsHiddenInEverySpelling()
    {
        redactor.Learn(Passphrase);

        foreach (var spelling in (string[])[Passphrase, Uri.EscapeDataString(Passphrase), JsonSerializer.Serialize(Passphrase)[1..^1], Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(Passphrase))])
            redactor.Clean($"before {spelling} after").ShouldBe("before (hidden) after");
    }

    [Fact]
    public void Clean_AValueWithinAnother_HidesTheLongerWhole()
    {
        redactor.Learn("abcdef");
        redactor.Learn("abcdefghi");

        redactor.Clean("abcdefghi").ShouldBe("(hidden)");
    }

    [Theory]
    [InlineData("401 for key rh-api-6148effc-c0b1-486c-8940-a1d099456be6.", "401 for key (hidden).")]
    [InlineData($"seed {Base64Of32}", "seed (hidden)")]
    [InlineData($"signed {Base64Of64}!", "signed (hidden)!")]
    [InlineData("GET /api/v2/crypto/trading/orders/?account_number=AB1234567890&limit=5", "GET /api/v2/crypto/trading/orders/?account_number=(hidden)&limit=5")]
    [InlineData("{\"account_number\": \"AB1234567890\", \"status\": \"active\"}", "{\"account_number\": \"(hidden)\", \"status\": \"active\"}")]
    [InlineData("KC-API-PASSPHRASE: abcdefgh KC-API-KEY=12345678", "KC-API-PASSPHRASE: (hidden) KC-API-KEY=(hidden)")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----", "(hidden)")]
    public void Clean_TheFormOfASecret_IsHiddenThoughNobodyToldOfIt(string text, string expected) => redactor.Clean(text).ShouldBe(expected);

    [Theory]
    [InlineData("client order 131de903-5a9c-4260-abc1-28d562a5dcf0 filled 0.0001 BTC-USD at 64000.5")]
    [InlineData("tradesHash 9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")]
    [InlineData("'kucoin-api-passphrase' cannot be opened: its key ring is not there (/home/user/.local/share/powertrader/secrets/keys).")]
    [InlineData("LONG level   3   ≥ 3   yes")]
    public void Clean_WhatIsNoSecret_IsTheVerySameText(string text)
    {
        redactor.Clean(text).ShouldBeSameAs(text);
        redactor.Finds(text).ShouldBeFalse();
    }

    [Fact]
    public void Permit_APublicKey_IsShownAndOthersAreNot()
    {
        redactor.Permit(Base64Of32);

        redactor.Clean($"{Base64Of32} {Base64Of64}").ShouldBe($"{Base64Of32} (hidden)");
    }

    [Fact]
    public void Learn_AShortValue_BlanksNoWords()
    {
        redactor.Learn("BTC");

        redactor.Clean("BTC-USDT").ShouldBe("BTC-USDT");
    }

    [Fact]
    public void Sensitive_TextAndJson_HideTheValue()
    {
        var secret = new Sensitive(Passphrase);

        $"{secret}".ShouldBe("(hidden)");
        JsonSerializer.Serialize(secret).ShouldBe("{}");
        secret.Reveal().ShouldBe(Passphrase);
    }

    [Fact]
    public void Of_IdsWithHyphens_NeverShareAName()
    {
        var names = new[] { new PortfolioKey("a-b", "c"), new PortfolioKey("a", "b-c"), new PortfolioKey("a", "c") }.Select(key => VenueSecrets.Of(key, VenueSecrets.RobinhoodApiKey)).ToList();

        names.Distinct().Count().ShouldBe(3);
        names[0].ShouldBe("3-a-b-c-robinhood-api-key");
    }
}
