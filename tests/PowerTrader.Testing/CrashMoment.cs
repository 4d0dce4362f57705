namespace PowerTrader.Testing;

/// <summary>Where a call to a port is disturbed.</summary>
public enum CrashMoment
{
    /// <summary>The process ends before the port did anything.</summary>
    Before,

    /// <summary>The port did it, and the process ends before anybody knows.</summary>
    After,

    /// <summary>The port did it, the reply is lost, and the process goes on.</summary>
    ReplyLost,

    /// <summary>The process stands still before the call for so long that another takes its place, and goes on when that one has worked.</summary>
    Overtaken,
}
