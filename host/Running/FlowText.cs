using System.Globalization;
using System.Text;
using PowerTrader.Core.Ports;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Workflows and their histories as lines for people. Times are trading time, UTC.</summary>
internal static class FlowText
{
    private const int MaxResult = 60;
    private const int MaxText = 200;

    public static TextTable Table(IReadOnlyList<WorkflowInstance> instances)
    {
        var table = new TextTable(
            new Column("started", Drop: 1), new Column("status"), new Column("took", Drop: 2), new Column("id"), new Column("result", Flexible: true, Drop: 3));
        foreach (var instance in instances)
        {
            table.Add(
                Time(instance.CreatedAt), new Cell(FlowSummary.StatusName(instance.Status), instance.Status == WorkflowStatus.Failed ? "red" : null),
                instance.Status == WorkflowStatus.Running ? "" : Span(instance.UpdatedAt - instance.CreatedAt), IdOf(instance), Clean(instance.Output, MaxResult));
        }
        return table;
    }

    public static IEnumerable<string> Story(WorkflowInstance instance, IReadOnlyList<WorkflowEvent> events)
    {
        yield return $"{IdOf(instance)}: {FlowSummary.StatusName(instance.Status)}, started {Time(instance.CreatedAt)} UTC";
        var day = instance.CreatedAt.UtcDateTime.Date;
        foreach (var e in events)
        {
            if (e.At.UtcDateTime.Date != day)
            {
                day = e.At.UtcDateTime.Date;
                yield return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            }
            yield return $"  {e.At.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Sentence(e)}";
        }
    }

    internal static string Sentence(WorkflowEvent e) => e.Kind switch
    {
        WorkflowEventKind.Started => $"started{With(e.Input)}",
        WorkflowEventKind.ActivityScheduled => $"activity {e.Name} asked{With(e.Input)}",
        WorkflowEventKind.ActivityCompleted => $"activity {e.Name} done after {Span(e.Took)}{Retries(e)}{Gives(e.Output)}",
        WorkflowEventKind.ActivityFailed => $"activity {e.Name} failed for good after {Span(e.Took)}{Retries(e)}: {Clean(e.Error, MaxText)}",
        WorkflowEventKind.AttemptFailed => $"activity {e.Name} failed at attempt {e.Attempts}, again at {Clock(e)}: {Clean(e.Error, MaxText)}",
        WorkflowEventKind.TimerSet => $"timer set{Until(e)}",
        WorkflowEventKind.TimerFired => $"timer fired after {Span(e.Took)}",
        WorkflowEventKind.EventAwaited => $"waits for event {e.Name}{Until(e)}",
        WorkflowEventKind.EventReceived => $"event {e.Name} came{With(e.Output)}",
        WorkflowEventKind.EventTimedOut => $"event {e.Name} did not come within {Span(e.Took)}",
        WorkflowEventKind.SubWorkflowStarted => $"sub-workflow {e.Name} started as {e.Child}{With(e.Input)}",
        WorkflowEventKind.SubWorkflowCompleted => $"sub-workflow {e.Child} done after {Span(e.Took)}{Gives(e.Output)}",
        WorkflowEventKind.SubWorkflowFailed => $"sub-workflow {e.Child} failed after {Span(e.Took)}: {Clean(e.Error, MaxText)}",
        WorkflowEventKind.Completed => $"completed after {Span(e.Took)}{Gives(e.Output)}",
        WorkflowEventKind.Failed => $"failed after {Span(e.Took)}: {Clean(e.Error, MaxText)}",
        WorkflowEventKind.Terminated => $"terminated after {Span(e.Took)}: {Clean(e.Error, MaxText)}",
        _ => $"suspended: {Clean(e.Error, MaxText)}",
    };

    /// <summary>An instance id nearly always begins with the workflow's name; where it does not, both are told.</summary>
    private static string IdOf(WorkflowInstance instance) =>
        instance.InstanceId.StartsWith(instance.Name, StringComparison.Ordinal) ? instance.InstanceId : $"{instance.InstanceId} ({instance.Name})";

    private static string With(string? text) => string.IsNullOrEmpty(text) ? "" : ": " + Clean(text, MaxText);

    private static string Gives(string? text) => string.IsNullOrEmpty(text) ? "" : " → " + Clean(text, MaxText);

    private static string Retries(WorkflowEvent e) => e.Attempts > 1 ? $", {e.Attempts} attempts" : "";

    private static string Until(WorkflowEvent e) => e.Due is null ? "" : $" until {Clock(e)}";

    private static string Clock(WorkflowEvent e) =>
        e.Due is { } due ? due.UtcDateTime.ToString(due.UtcDateTime.Date == e.At.UtcDateTime.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) : "";

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Span(TimeSpan? span) => span is not { } time ? "" : time.TotalSeconds switch
    {
        < 60 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s"),
        < 7200 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalHours:0.#} h"),
    };

    /// <summary>One line without control characters: payloads come from outside, and a terminal obeys some of them.</summary>
    private static string Clean(string? text, int length)
    {
        var line = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (line.Length == length) return line.Append('…').ToString();
            line.Append(char.IsControl(c) ? ' ' : c);
        }
        return line.ToString();
    }
}
