using System.Globalization;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Adapters.KuCoin.Spot;

/// <summary>The KuCoin spot broker as it stands in the registry.</summary>
public static class KuCoinDefinition
{
    public const string KeyName = VenueSecrets.KuCoinApiKey;
    public const string SecretName = VenueSecrets.KuCoinApiSecret;
    public const string PassphraseName = VenueSecrets.KuCoinApiPassphrase;

    /// <summary>Where it is kept beside the key it goes before the parameter.</summary>
    public const string VersionName = "kucoin-api-key-version";

    /// <summary>Longer, and an answer counts as lost.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>Under which names the secret store keeps what signs.</summary>
    public static IReadOnlyList<string> SecretNames { get; } = [KeyName, SecretName, PassphraseName];

    public static BrokerDefinition Definition { get; } = new(
        "kucoin", 1, "A spot account at KuCoin: real orders with real money.",
        [
            ParameterDefinition.Choice("api", "the family of order calls: hf is what KuCoin calls spot orders today", "hf", "legacy"),
            ParameterDefinition.Choice("keyVersion", "version of the key, as KuCoin shows it beside the key", "3", "2"),
            ParameterDefinition.Text("quote", "USDT", "the coin that is the portfolio's cash", "USDT"),
            ParameterDefinition.Text("address", KuCoinPublicClient.BaseAddress, "where the venue answers; http only on this machine, for a simulated one", "https://api.kucoin.eu"),
        ],
        false, Create);

    /// <exception cref="ParameterException">The quote is no coin's name; the address is none, or would send keys unprotected.</exception>
    private static KuCoinSpotBroker Create(BrokerSeat seat)
    {
        var options = new KuCoinSpotOptions
        {
            Api = seat.Parameters.Text("api") == "legacy" ? SpotApi.Legacy : SpotApi.Hf,
            Quote = Coin(seat.Parameters.Text("quote")),
        };
        var version = int.Parse(seat.Parameters.Text("keyVersion"), CultureInfo.InvariantCulture);
        // A redirect that is followed would send an order a second time.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        var http = new HttpClient(handler) { BaseAddress = Address(seat.Parameters.Text("address")), Timeout = AnswerLimit };
        var client = new KuCoinSpotClient(http, cancellationToken => ReadAsync(seat.Secrets, version, cancellationToken), options.Api, seat.Time);
        return Create(client, options, seat.Time);
    }

    /// <summary>The broker of a family: only the HF calls have the venue's own switch.</summary>
    public static KuCoinSpotBroker Create(KuCoinSpotClient client, KuCoinSpotOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Api == SpotApi.Hf ? new KuCoinHfBroker(client, options, time) : new KuCoinSpotBroker(client, options, time);
    }

    /// <param name="version">Of the key, where the store does not say.</param>
    /// <returns>Null where one of the three is missing.</returns>
    public static async Task<KuCoinKeys?> ReadAsync(ISecretStore? secrets, int version, CancellationToken cancellationToken)
    {
        if (secrets is null) return null;
        var values = new List<string>();
        foreach (var name in SecretNames)
        {
            if (await secrets.GetAsync(name, cancellationToken) is not { } value || string.IsNullOrWhiteSpace(value)) return null;
            values.Add(value.Trim());
        }
        var kept = (await secrets.GetAsync(VersionName, cancellationToken))?.Trim();
        return new KuCoinKeys(values[0], values[1], values[2], kept is "2" or "3" ? kept[0] - '0' : version);
    }

    private static string Coin(string text)
    {
        if (text.Length is >= 2 and <= 10 && text.All(letter => char.IsAsciiLetterUpper(letter) || char.IsAsciiDigit(letter))) return text;
        throw new ParameterException($"kucoin@1: quote '{text}' must be a coin's name of 2 to 10 capital letters and digits; for example quote=USDT");
    }

    private static Uri Address(string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))) return address;
        throw new ParameterException($"kucoin@1: address '{text}' must be https, or http on this machine; for example address={KuCoinPublicClient.BaseAddress}");
    }
}
