namespace PowerTrader.Host.CommandLine;

/// <summary>Progress of long work on one line of standard error, at a terminal only.</summary>
internal sealed class PercentLine(string what, int total, bool wanted) : IProgress<int>, IDisposable
{
    private readonly bool shown = wanted && !Console.IsErrorRedirected;
    private int last = -1;

    public void Report(int value)
    {
        var percent = total == 0 ? 100 : (int)(100L * value / total);
        if (!shown || percent == last) return;
        last = percent;
        Console.Error.Write($"\r{what} {percent,3} %");
    }

    public void Dispose()
    {
        if (last >= 0) Console.Error.Write("\r" + new string(' ', what.Length + 8) + "\r");
        last = -1;
    }
}
