namespace PowerTrader.Adapters.Simulation;

/// <summary>What can go wrong with a stream that was opened.</summary>
public enum StreamFault
{
    /// <summary>It stays open and answers pings, and no data comes.</summary>
    Silent,

    /// <summary>The welcome never comes.</summary>
    NoWelcome,

    /// <summary>Subscriptions are never acknowledged.</summary>
    NoAcknowledgement,

    /// <summary>The connection breaks in the middle of the first message with data.</summary>
    BreakInMessage,
}
