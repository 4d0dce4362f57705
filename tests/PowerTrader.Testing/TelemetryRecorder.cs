using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PowerTrader.Testing;

/// <summary>A value that an instrument reported, with its tags as <c>key=value</c> in order.</summary>
public sealed record Measured(string Instrument, double Value, string Tags);

/// <summary>Spans and values of one source and meter, of the test's own flow of execution alone: others may run beside it.</summary>
public sealed class TelemetryRecorder : IDisposable
{
    private static readonly AsyncLocal<TelemetryRecorder?> Mine = new();

    private readonly ActivityListener spans;
    private readonly MeterListener values = new();

    public TelemetryRecorder(string name)
    {
        Mine.Value = this;
        spans = new ActivityListener
        {
            ShouldListenTo = source => source.Name == name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (Mine.Value == this) Spans.Enqueue(span);
            },
        };
        values.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == name) listener.EnableMeasurementEvents(instrument);
        };
        values.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        values.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        ActivitySource.AddActivityListener(spans);
        values.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<Measured> Values { get; } = new();

    /// <summary>Sum over all tags that contain the text.</summary>
    public double Sum(string instrument, string tags = "") =>
        Values.Where(each => each.Instrument == instrument && each.Tags.Contains(tags, StringComparison.Ordinal)).Sum(each => each.Value);

    public void Dispose()
    {
        spans.Dispose();
        values.Dispose();
        Mine.Value = null;
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Mine.Value != this) return;
        var text = new List<string>();
        foreach (var (key, tag) in tags) text.Add($"{key}={tag}");
        Values.Enqueue(new Measured(instrument.Name, value, string.Join(' ', text)));
    }
}
