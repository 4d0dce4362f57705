using System.Text;
using PowerTrader.Adapters.Secrets;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Adapters.Tests.Secrets;

public sealed class Ed25519KeysTests
{
    /// <summary>RFC 8032, section 7.1, tests 1 to 3.</summary>
    [Theory]
    [Trait("Source", "https://www.rfc-editor.org/rfc/rfc8032#section-7.1")]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void Sign_VectorsOfTheStandard_AreMet(string seed, string publicKey, string message, string signature)
    {
        var key = new Sensitive(Convert.ToBase64String(Convert.FromHexString(seed)));

        Ed25519Keys.PublicKeyOf(key).ShouldBe(Convert.ToBase64String(Convert.FromHexString(publicKey)));
        Ed25519Keys.Sign(key, Convert.FromHexString(message)).ShouldBe(Convert.ToBase64String(Convert.FromHexString(signature)));
    }

    /// <summary>The pair that Robinhood's documentation prints.</summary>
    [Fact]
    [Trait("Source", "https://docs.robinhood.com/crypto/trading/")]
    public void Sign_ThePairOfTheVenuesDocumentation_IsTheirs()
    {
        var seed = new Sensitive("xQnTJVeQLmw1/Mg2YimEViSpw/SdJcgNXZ5kQkAXNPU=");
        const string signed = "rh-api-6148effc-c0b1-486c-8940-a1d099456be61698708981/api/v1/crypto/trading/orders/POST"
            + "{'client_order_id': '131de903-5a9c-4260-abc1-28d562a5dcf0', 'side': 'buy', 'symbol': 'BTC-USD', 'type': 'market', 'market_order_config': {'asset_quantity': '0.1'}}";

        Ed25519Keys.PublicKeyOf(seed).ShouldBe("jPItx4TLjcnSUnmnXQQyAKL4eJj3+oWNNMmmm2vATqk=");
        Ed25519Keys.Sign(seed, Encoding.UTF8.GetBytes(signed)).ShouldBe("q/nEtxp/P2Or3hph3KejBqnw5o9qeuQ+hYRnB56FaHbjDsNUY9KhB1asMxohDnzdVFSD7StaTqjSd9U9HvaRAw==");
    }

    [Fact]
    public void ParseSeed_SeedAndPublicKeyInOne_IsTheSeed()
    {
        var seed = Ed25519Keys.NewSeed();
        var both = Convert.ToBase64String([.. Convert.FromBase64String(seed.Reveal()), .. Convert.FromBase64String(Ed25519Keys.PublicKeyOf(seed))]);

        Ed25519Keys.ParseSeed($" {both}\n")!.Reveal().ShouldBe(seed.Reveal());
        Ed25519Keys.ParseSeed(seed.Reveal())!.Reveal().ShouldBe(seed.Reveal());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    public void ParseSeed_WhatIsNone_IsNull(string? text) => Ed25519Keys.ParseSeed(text).ShouldBeNull();

    [Fact]
    public void ParseSeed_TwoHalvesThatDoNotBelongTogether_IsNull() => Ed25519Keys.ParseSeed(Convert.ToBase64String(new byte[64])).ShouldBeNull();

    [Fact]
    public void NewSeed_Twice_Differs() => Ed25519Keys.NewSeed().Reveal().ShouldNotBe(Ed25519Keys.NewSeed().Reveal());
}
