using System.Net;
using System.Text;
using PowerTrader.Adapters.KuCoin;
using PowerTrader.Adapters.KuCoin.Spot;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.KuCoin.Spot;

/// <summary>Vectors of KuCoin's documentation, and of another client's signing of the same requests.</summary>
public class KuCoinSignerTests
{
    private static readonly KuCoinKeys Keys = KuCoinUnderTest.NewKeys();

    /// <summary>The first is published by KuCoin; the others were computed by the same recipe and checked by a second implementation.</summary>
    [Theory]
    [InlineData("1547015186532", "POST", "/api/v1/deposit-addresses", """{"currency":"BTC"}""", "7QP/oM0ykidMdrfNEUmng8eZjg/ZvPafjIqmxiVfYu4=")]
    [InlineData("1547015186532", "get", "/api/v1/accounts?currency=BTC", "", "MqthjHT/LRHkKPOGhQtzHQD87Erwnx+d1pQcFzwBJ/0=")]
    [InlineData("1547015186532", "POST", "/api/v1/hf/orders", """{"clientOid":"5c52e11203aa677f33e493fb","side":"buy","symbol":"BTC-USDT","type":"limit","price":"50000","size":"0.00001"}""", "ZakGgvxRgfr+ekaKnylazGqXJx7Ns3F13h8il6qJwzs=")]
    [InlineData("1547015186532", "DELETE", "/api/v1/hf/orders/671124f9365ccb00073debd4?symbol=BTC-USDT", "", "fMCkX6qyJq9LXzE40tltqUf38FBqmBmFQOlHqsoVHnE=")]
    [InlineData("1547015186532", "POST", "/api/v1/bullet-private", "", "WNGQD2tKTq8y5eouFZ2ak/x4dJHTdH0SnSmHSZT4hnE=")]
    [InlineData("1732645200123", "POST", "/api/v1/hf/orders", """{"clientOid":"7d54abe2-1c6c-5f0e-9d7a-0123456789ab","side":"buy","symbol":"BTC-USDT","type":"limit","price":"50000","size":"0.00001","timeInForce":"GTC"}""", "n9cxUgSy9V1474k62OahDZlbw4KMgiUApDm3LErCJQQ=")]
    [InlineData("1732645200123", "GET", "/api/v1/hf/fills?symbol=BTC-USDT&startAt=1&endAt=2&limit=100", "", "VB8FZcwvxehPbskeO0eesB7HuPeRohCpYnmQTilmW4s=")]
    public void Sign_Vector_IsTheSame(string timeStamp, string method, string path, string body, string expected) =>
        Keys.Sign(KuCoinSigner.Prehash(timeStamp, method, path, Encoding.UTF8.GetBytes(body))).ShouldBe(expected);

    [Fact]
    public void Passphrase_OfTheVector_IsSignedAndNeverShown()
    {
        var keys = new KuCoinKeys("key-1", KuCoinUnderTest.Secret, "Ab12345678)(*&^%$#@");

        keys.SignedPassphrase.ShouldBe("F2p2bNS1bBehHvC/Z4YkB7l1Wd0Pq2iV/oLHM/DyE+I=");
        keys.ToString().ShouldBe("KuCoin keys");
        foreach (var property in typeof(KuCoinKeys).GetProperties(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public))
            property.GetValue(keys)!.ToString()!.ShouldNotContain("Ab123");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Headers_OfEachVersion_AreWhatTheVenueWants(int version)
    {
        var clock = new KuCoinClock(_ => Task.FromResult(new VenueResult<long>(1732645200123, null)), new ManualTimeProvider(TestInstants.Start));
        var signer = new KuCoinSigner(_ => Task.FromResult<KuCoinKeys?>(new KuCoinKeys("key-1", KuCoinUnderTest.Secret, "pass phrase", version)), clock);
        (await signer.PrepareAsync(mayAsk: true, default)).ShouldBeNull();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts");

        signer.Sign(request, signer.TimeStamp(null), "/api/v1/accounts", []);

        request.Headers.ToDictionary(header => header.Key, header => header.Value.Single()).ShouldBe(new Dictionary<string, string>
        {
            ["KC-API-KEY"] = "key-1",
            ["KC-API-SIGN"] = "jihEaFBTGfKHk9qkUXZRpWKab96gkCz/dFwMsAmD5iE=",
            ["KC-API-TIMESTAMP"] = "1732645200123",
            ["KC-API-PASSPHRASE"] = "z0sBWaV8zV055nE9xVfa/hA4zzn+DihMb6fWtrY7BBU=",
            ["KC-API-KEY-VERSION"] = version == 2 ? "2" : "3",
        }, ignoreOrder: true);
    }

    [Fact]
    public async Task Ask_Repeated_IsSignedAnewEachTime()
    {
        using var handler = new ScriptedHandler(
            ScriptedAnswer.Ok("1735689600000"), new ScriptedAnswer(HttpStatusCode.BadGateway, "<html/>"), new ScriptedAnswer(HttpStatusCode.BadGateway, "<html/>"), ScriptedAnswer.Ok("[]"));
        using var http = new HttpClient(handler) { BaseAddress = new Uri(KuCoinPublicClient.BaseAddress) };
        using var client = new KuCoinSpotClient(http, _ => Task.FromResult<KuCoinKeys?>(Keys), SpotApi.Hf, new JumpingTimeProvider(TestInstants.Start));

        (await client.GetAccountsAsync(default)).IsSuccess.ShouldBeTrue();

        var signed = handler.Requests.Skip(1).ToList();
        signed.Select(request => request.Headers.GetValues("KC-API-TIMESTAMP").Single()).ShouldBe(["1735689600000", "1735689601000", "1735689603000"]);
        signed.Select(request => request.Headers.GetValues("KC-API-SIGN").Single()).Distinct().Count().ShouldBe(3);
        signed.ShouldAllBe(request => request.Content == null);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Keys_OfAnotherVersion_AreRefused(int version) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new KuCoinKeys("k", "s", "p", version)).Message.ShouldContain("2 or 3");
}
