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
