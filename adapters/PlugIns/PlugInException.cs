namespace PowerTrader.Adapters.PlugIns;

/// <summary>A plug-in that cannot be used: one line names its file, what is wrong, and what would help.</summary>
public sealed class PlugInException : Exception
{
    public PlugInException(string message) : base(message) { }

    public PlugInException(string message, Exception inner) : base(message, inner) { }

    public PlugInException() { }
}
