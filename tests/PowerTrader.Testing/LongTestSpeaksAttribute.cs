using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace PowerTrader.Testing;

/// <summary>Every test that takes long says so in its own output, again and again until it ends.</summary>
/// <remarks>
/// Not for comfort alone. Where the last test of a process has been silent for a minute and the runner sees the process end before it has read the last lines of it,
/// the runner takes the process for crashed and loses the result (xunit.v3.runner.utility 3.2.2, CrashDetectionSinkBase.OnProcessFinished).
/// </remarks>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class LongTestSpeaksAttribute : BeforeAfterTestAttribute
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, Timer> running = new(StringComparer.Ordinal);

    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (TestContext.Current.TestOutputHelper is not { } output) return;
        var begun = DateTimeOffset.UtcNow;
        running[test.UniqueID] = new Timer(
            _ => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"under way for {(DateTimeOffset.UtcNow - begun).TotalSeconds:F0} s")), null, Pause, Pause);
    }

    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (!running.TryRemove(test.UniqueID, out var timer)) return;
        // A line of a test that has ended would be refused, on a thread where nobody catches it.
        using var last = new ManualResetEvent(false);
        if (timer.Dispose(last)) last.WaitOne();
    }
}
