namespace PowerTrader.Host.CommandLine;

/// <summary>The user asked for something that cannot be: every fault on a line of its own, exit code 2.</summary>
public sealed class UsageException : Exception
{
    public UsageException(params IReadOnlyList<string> faults) : base(string.Join(Environment.NewLine, faults)) => Faults = faults;

    public UsageException() : this([]) { }

    public UsageException(string message) : this([message]) { }

    public UsageException(string message, Exception inner) : base(message, inner) => Faults = [message];

    public IReadOnlyList<string> Faults { get; }
}

/// <summary>The world failed: a port, folder, disk or network. Exit code 1.</summary>
public sealed class WorldException : Exception
{
    public WorldException(string message) : base(message) { }
    public WorldException(string message, Exception inner) : base(message, inner) { }
    public WorldException() { }
}
