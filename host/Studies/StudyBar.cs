using System.Diagnostics;
using System.Globalization;

namespace PowerTrader.Host.Studies;

/// <summary>Progress of a study on one line of standard error, at a terminal only: how much is done, how fast, and when it ends.</summary>
internal sealed class StudyBar(string what, int total, int kept, TimeSpan? budget, bool wanted) : IDisposable
{
    private const int Width = 24;

    private readonly bool shown = wanted && !Console.IsErrorRedirected;
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly Lock gate = new();
    private TimeSpan drawn;
    private int stepped;
    private int length;

    /// <summary>Trials a second of this run.</summary>
    public double Rate => stepped / Math.Max(watch.Elapsed.TotalSeconds, 1e-9);

    public void Step()
    {
        lock (gate)
        {
            stepped++;
            if (!shown || (watch.Elapsed - drawn < TimeSpan.FromMilliseconds(100) && kept + stepped < total)) return;
            drawn = watch.Elapsed;
            var text = Text();
            Console.Error.Write("\r" + text.PadRight(length));
            length = text.Length;
        }
    }

    public void Dispose()
    {
        if (length > 0) Console.Error.Write("\r" + new string(' ', length) + "\r");
        length = 0;
    }

    private string Text()
    {
        var done = kept + stepped;
        var share = total > 0 ? Math.Min(1, (double)done / total) : 1;
        var left = Rate > 0 ? TimeSpan.FromSeconds((total - done) / Rate) : (TimeSpan?)null;
        if (budget is { } most && (left is null || most - watch.Elapsed < left)) left = most > watch.Elapsed ? most - watch.Elapsed : TimeSpan.Zero;
        var full = (int)(share * Width);
        var eta = left is { } time ? time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}" : $"{time.Minutes}:{time.Seconds:00}" : "?";
        return string.Create(CultureInfo.InvariantCulture, $"{what} [{new string('#', full)}{new string('.', Width - full)}] {done}/{total}  {Rate:0.0}/s  {eta} left");
    }
}
