using PowerTrader.Adapters.Simulation;

namespace PowerTrader.LoopbackExchange.Venues;

/// <param name="PathAndQuery">As it was sent: signatures cover it.</param>
/// <param name="Headers">Names in any case.</param>
public sealed record VenueRequest(string Method, string PathAndQuery, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body)
{
    public string Path => PathAndQuery.Split('?')[0];
}

/// <summary>A venue's own protocol over a <see cref="SimulatedVenue"/>, however requests are carried.</summary>
public interface IVenueWire
{
    bool Serves(VenueRequest request);

    /// <summary>Under which kind faults are planned for it.</summary>
    VenueCall CallOf(VenueRequest request);

    SimulatedReply Answer(VenueRequest request);

    /// <summary>It is under way so long, and nobody hears the answer: orders and cancels only.</summary>
    void AnswerLate(VenueRequest request, TimeSpan after);

    /// <summary>What the venue says when it does nothing, or says that it did nothing.</summary>
    SimulatedReply Failure(VenueFault fault);
}
