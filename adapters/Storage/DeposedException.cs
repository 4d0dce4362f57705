namespace PowerTrader.Adapters.Storage;

/// <summary>Another host has taken this one's place on the store. The commit did not happen, and none of this host's ever will again.</summary>
public sealed class DeposedException : Exception
{
    public DeposedException(string path) : base($"another host has taken over {path}; this one writes nothing any more") => Path = path;

    public string Path { get; }
}
