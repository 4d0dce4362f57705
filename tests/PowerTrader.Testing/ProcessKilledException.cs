namespace PowerTrader.Testing;

/// <summary>The process is gone. Whatever catches this and calls a port again meets it again.</summary>
public sealed class ProcessKilledException(string point) : Exception($"killed {point}");
