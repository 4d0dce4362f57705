namespace PowerTrader.Core.Ports;

/// <summary>It did not happen, and the same call may succeed later.</summary>
public class TransientException : Exception
{
    public TransientException(string message) : base(message) { }
    public TransientException(string message, Exception inner) : base(message, inner) { }
    public TransientException() { }
}

/// <summary>The store's own disk is full, read-only or failing. Nothing was changed, nothing can be kept until a person acts: a runtime stops.</summary>
public sealed class StoreFaultException : TransientException
{
    public StoreFaultException(string message) : base(message) { }
    public StoreFaultException(string message, Exception inner) : base(message, inner) { }
    public StoreFaultException() { }
}

public enum VenueAccess
{
    /// <summary>The key is unknown, revoked, expired, or its signature is wrong.</summary>
    Key,

    /// <summary>The key may not do this.</summary>
    Permission,

    /// <summary>This machine's clock is too far from the venue's.</summary>
    Clock,

    /// <summary>The key may not be used from this address.</summary>
    Address,

    /// <summary>The venue serves nobody from this place.</summary>
    Region,
}

/// <summary>The venue refused to do it for this key. It did not happen; it goes on failing until a person acts, and the message says how. It never holds a secret.</summary>
public sealed class VenueAccessException : TransientException
{
    public VenueAccessException(VenueAccess access, string message) : base(message) => Access = access;
    public VenueAccessException(VenueAccess access, string message, Exception inner) : base(message, inner) => Access = access;
    public VenueAccessException() { }
    public VenueAccessException(string message) : base(message) { }
    public VenueAccessException(string message, Exception inner) : base(message, inner) { }

    public VenueAccess Access { get; }
}

/// <summary>It may have happened: the reply was lost. Look before doing it again.</summary>
public sealed class AmbiguousException : Exception
{
    public AmbiguousException(string message) : base(message) { }
    public AmbiguousException(string message, Exception inner) : base(message, inner) { }
    public AmbiguousException() { }
}

/// <summary>Stored data is not what was written. Corrupt data is worse than no data: the process stops.</summary>
public sealed class CorruptException : Exception
{
    public CorruptException(string message) : base(message) { }
    public CorruptException(string message, Exception inner) : base(message, inner) { }
    public CorruptException() { }
}
