using PowerTrader.Core.Ports;

namespace PowerTrader.Testing;

/// <summary>What a caller sees of a lost reply.</summary>
public enum LostReply
{
    /// <summary>The port is this process's own storage: no reply can be lost.</summary>
    Never,

    /// <summary>A read: <see cref="TransientException"/>.</summary>
    Transient,

    /// <summary>A write: <see cref="AmbiguousException"/>.</summary>
    Ambiguous,
}

/// <summary>One call that went through a wrapped port.</summary>
public sealed record PortCall(string Name, LostReply Reply);
