namespace PowerTrader.Adapters.Network;

/// <summary>Why no answer came, in words that say what to do.</summary>
internal static class NetworkFaults
{
    public const string TimedOut = "it did not answer in time (time-out); check the network connection, or try again later";

    public static string Words(HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => "its name is not known here (no DNS); check the network connection and this machine's name server",
        HttpRequestError.SecureConnectionError =>
            $"no secure connection (TLS failed: {Innermost(fault)}); check this machine's date, and whether a proxy or virus scanner opens HTTPS",
        HttpRequestError.ConnectionError => $"no connection ({Innermost(fault)}); check network, firewall and proxy",
        _ => $"the connection broke ({Innermost(fault)}); try again later",
    };

    private static string Innermost(Exception fault) => fault.GetBaseException().Message.TrimEnd('.');
}
