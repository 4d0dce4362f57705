namespace PowerTrader.Chaos.Tests.Checks;

/// <summary>A schedule ended as it must not.</summary>
public sealed class ChaosFoundException : Exception
{
    public ChaosFoundException(string message) : base(message) { }
    public ChaosFoundException(string message, Exception inner) : base(message, inner) { }
    public ChaosFoundException() { }
}
