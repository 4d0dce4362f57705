namespace PowerTrader.LoopbackExchange.Venues;

/// <summary>A wire that also tells of its account by a stream.</summary>
public interface IStreamingWire : IVenueWire
{
    /// <summary>From now on tokens for streams lead there; without it there are none.</summary>
    void ServeStreamsAt(Uri address);

    /// <summary>Whether the token was issued and not used yet; it is used up by this.</summary>
    bool TakeToken(string token);

    /// <summary>A new stream; it sends until it is disposed.</summary>
    IServedStream OpenStream(string connectId, Action<string> send);
}

/// <summary>One connection's other end.</summary>
public interface IServedStream : IDisposable
{
    /// <summary>Null where nothing is answered.</summary>
    string? Hear(string message);
}
