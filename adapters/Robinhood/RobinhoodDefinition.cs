using System.Globalization;
using PowerTrader.Core.Extensions;
using PowerTrader.Core.Secrets;

namespace PowerTrader.Adapters.Robinhood;

/// <summary>The Robinhood broker as it stands in the registry. It moves real money.</summary>
public static class RobinhoodDefinition
{
    /// <summary>Names under which the secret store keeps the keys.</summary>
    public const string ApiKeySecret = VenueSecrets.RobinhoodApiKey;

    public const string PrivateKeySecret = VenueSecrets.RobinhoodPrivateKey;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    public static BrokerDefinition Definition { get; } = new(
        "robinhood", 1, "Robinhood's Crypto Trading API: real orders for real money, in USD.",
        [
            ParameterDefinition.Choice("version", "version of the API: 2 trades at exchange prices and tells its fee, 1 has the spread in its prices", "2", "1"),
            ParameterDefinition.Text("account", "individual", "type of the account, where version 2 may trade several", "individual"),
            ParameterDefinition.Text("address", RobinhoodOptions.BaseAddress, "where the API is; another one than Robinhood's must be on this machine", "http://127.0.0.1:5090"),
        ],
        false, Create);

    /// <summary>A client that sends to <paramref name="address"/> and follows no redirect: a signature is for one address, and a placement for one request.</summary>
    /// <exception cref="ParameterException">The address is neither Robinhood's nor on this machine.</exception>
    public static HttpClient CreateHttp(string address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var server) || !(server.IsLoopback || server == new Uri(RobinhoodOptions.BaseAddress)))
            throw new ParameterException($"robinhood@1: address '{address}' must be {RobinhoodOptions.BaseAddress}, or one on this machine; for example address=http://127.0.0.1:5090");
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) };
        return new HttpClient(handler, disposeHandler: true) { BaseAddress = server, Timeout = RequestTimeout };
    }

    private static RobinhoodBroker Create(BrokerSeat seat)
    {
        var options = new RobinhoodOptions(int.Parse(seat.Parameters.Text("version"), CultureInfo.InvariantCulture)) { AccountType = seat.Parameters.Text("account") };
        var client = new RobinhoodClient(CreateHttp(seat.Parameters.Text("address")), new RobinhoodKeySource(seat.Secrets, seat.Time).GetAsync, options, seat.Time);
        return new RobinhoodBroker(client, seat.Tables, seat.Portfolio.ToString(), options, seat.Time);
    }
}
