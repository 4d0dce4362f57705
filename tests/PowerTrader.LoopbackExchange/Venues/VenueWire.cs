using System.Text;

namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A request as it reaches a venue's wire.</summary>
/// <param name="Server">Where the client sent it, without a path: <c>http://127.0.0.1:5090</c>.</param>
/// <param name="PathAndQuery">The very text of the request line.</param>
/// <param name="Headers">Names without regard to case.</param>
public sealed record VenueRequest(string Method, string Server, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Path => PathAndQuery.Split('?')[0];

    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>What becomes of a reply.</summary>
public enum VenueDelivery
{
    Answered,

    /// <summary>The connection drops instead.</summary>
    Reset,

    /// <summary>The client gives up waiting.</summary>
    Never,
}

public sealed record VenueReply(int Status, string Body, string ContentType = "application/json")
{
    public VenueDelivery Delivery { get; init; }

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();
}

/// <summary>One venue's protocol over a <see cref="SimulatedVenue"/>. Thread-safe.</summary>
public interface IVenueWire
{
    /// <summary>Whether a path is its own, where several venues share a server.</summary>
    bool Serves(string path);

    VenueReply Answer(VenueRequest request);
}
