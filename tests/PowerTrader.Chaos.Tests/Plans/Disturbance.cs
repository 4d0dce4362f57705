using PowerTrader.LoopbackExchange.Venues;

namespace PowerTrader.Chaos.Tests.Plans;

/// <summary>What happens at a call to a port.</summary>
internal enum Moment
{
    /// <summary>The process is killed before the port did anything.</summary>
    KilledBefore,

    /// <summary>The port did it, and the process is killed.</summary>
    KilledAfter,

    /// <summary>The port did it, and the caller does not hear of it.</summary>
    ReplyLost,

    /// <summary>The port never heard of it, and the caller does not know.</summary>
    RequestLost,

    /// <summary>The process stands still before the call; another host takes its place for a while, then it goes on.</summary>
    Overtaken,

    /// <summary>The process stands still before the call, alone.</summary>
    Paused,

    /// <summary>Somebody else commits to the portfolio just before: what the process knows is stale.</summary>
    Stale,
}

internal enum MessageTrouble
{
    /// <summary>It comes again under another id, as beyond a duplicate window.</summary>
    Doubled,

    /// <summary>It is visible only later: others overtake it.</summary>
    Delayed,
}

/// <summary>One thing that goes wrong in a schedule.</summary>
internal abstract record Disturbance
{
    private Disturbance() { }

    /// <summary>As the report counts it.</summary>
    public abstract string Name { get; }

    /// <param name="Occurrence">Of the calls of this name in the schedule, from 1.</param>
    /// <param name="Seconds">How long the process is gone, or another works meanwhile.</param>
    public sealed record AtPort(string Point, int Occurrence, Moment Moment, int Seconds) : Disturbance
    {
        public override string Name => $"{Point} {Moment}";
    }

    /// <param name="Number">Of the requests of this kind, from 1.</param>
    public sealed record AtVenue(VenueCall Call, int Number, VenueFault Fault) : Disturbance
    {
        public override string Name => $"venue {Call} {Fault}";
    }

    /// <param name="Number">Of the sends to any queue, from 1.</param>
    public sealed record OfMessage(int Number, MessageTrouble Trouble, int Seconds) : Disturbance
    {
        public override string Name => $"message {Trouble}";
    }

    /// <summary>The machine's clock is set; the world goes on.</summary>
    public sealed record ClockStep(int AtSecond, int Seconds) : Disturbance
    {
        public override string Name => Seconds < 0 ? "clock set back" : "clock set forward";
    }

    /// <summary>The machine sleeps; the world goes on.</summary>
    public sealed record Sleep(int AtSecond, int Seconds) : Disturbance
    {
        public override string Name => "machine asleep";
    }

    /// <summary>The account's owner pays in, or takes out.</summary>
    public sealed record CashMoved(int AtSecond, int Amount) : Disturbance
    {
        public override string Name => Amount < 0 ? "cash taken out" : "cash paid in";
    }
}
