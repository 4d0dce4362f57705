using System.Diagnostics;
using System.Diagnostics.Metrics;
using PowerTrader.Core.Portfolio;

namespace PowerTrader.Core.Workflows;

/// <summary>What the trader tells about itself: one source of spans and one meter, both named <see cref="Name"/>. Names and tags: docs/reference/telemetry.md.</summary>
/// <remarks>
/// Nothing depends on it, and without a listener it costs nothing. Ages are seconds of trading time. Tags are few and short: tenants and portfolios
/// are on spans only, and no text of a message or an exception is on either, because it may hold what is secret.
/// </remarks>
public static class TraderTelemetry
{
    /// <summary>Of the source and of the meter.</summary>
    public const string Name = "PowerTrader";

    internal const string TenantTag = "powertrader.tenant";
    internal const string PortfolioTag = "powertrader.portfolio";
    internal const string CycleTag = "powertrader.cycle";
    internal const string OrderTag = "powertrader.order";
    internal const string OutcomeTag = "powertrader.outcome";
    private const string ErrorTag = "error.type";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Ticks = Meter.CreateCounter<long>("powertrader.ticks", "{tick}", "Runs of a schedule");
    private static readonly Counter<long> Forecasts = Meter.CreateCounter<long>("powertrader.forecasts", "{forecast}", "Forecasts made");
    private static readonly Counter<long> Decisions = Meter.CreateCounter<long>("powertrader.decisions", "{decision}", "Decisions stored");
    private static readonly Counter<long> Orders = Meter.CreateCounter<long>("powertrader.orders", "{order}", "Orders by the state they reached");
    private static readonly Counter<long> Fills = Meter.CreateCounter<long>("powertrader.fills", "{fill}", "Executions booked");
    private static readonly Counter<long> Alerts = Meter.CreateCounter<long>("powertrader.alerts", "{alert}", "Alerts raised");
    private static readonly Counter<long> Commits = Meter.CreateCounter<long>("powertrader.commits", "{commit}", "Commits of a portfolio, conflicts included");
    private static readonly Counter<long> FailedWorkflows = Meter.CreateCounter<long>("powertrader.workflows.failed", "{workflow}", "Workflow instances that failed for good");
    private static readonly Counter<long> DeadLetters = Meter.CreateCounter<long>("powertrader.dead_letters", "{message}", "Messages given up");
    private static readonly Counter<long> Findings = Meter.CreateCounter<long>("powertrader.reconcile.findings", "{finding}", "What reconciling found");
    private static readonly Histogram<double> ReconcileLag = Meter.CreateHistogram<double>("powertrader.reconcile.lag", "s", "Since the portfolio that waits longest was reconciled");
    private static readonly Histogram<double> OrderAge = Meter.CreateHistogram<double>("powertrader.order.age", "s", "Of an order that is open when its portfolio is reconciled");
    private static readonly Histogram<double> OrderDuration = Meter.CreateHistogram<double>("powertrader.order.duration", "s", "From an order's intent to its final state");
    private static readonly Histogram<double> OutboxLag = Meter.CreateHistogram<double>("powertrader.outbox.lag", "s", "From an order's commit to the handling of its message");

    /// <summary>Whether anybody looks at spans; what only they need is not worked out otherwise.</summary>
    internal static bool IsTracing => Source.HasListeners();

    /// <summary>Whether anybody counts what commits bring.</summary>
    internal static bool IsCounting => Orders.Enabled || Decisions.Enabled || Alerts.Enabled || OrderDuration.Enabled || Fills.Enabled;

    /// <summary>An instance has ended in failure, once for each. Engines call it.</summary>
    /// <param name="workflow">With its version.</param>
    public static void WorkflowFailed(string workflow) => FailedWorkflows.Add(1, Tag("workflow", workflow));

    /// <summary>A message was moved to the dead letters.</summary>
    /// <param name="reason">The short one, not its description.</param>
    public static void DeadLettered(string queue, string reason) => DeadLetters.Add(1, Tag("queue", queue), Tag("reason", reason));

    internal static void Forecast(string timeframe) => Forecasts.Add(1, Tag("timeframe", timeframe));

    internal static void Committed(CommitResult result) => Commits.Add(1, Tag("result", result == CommitResult.Committed ? "committed" : "conflict"));

    internal static void Decided(string outcome, int count)
    {
        if (count > 0) Decisions.Add(count, Tag("outcome", outcome));
    }

    internal static void OrderReached(string state) => Orders.Add(1, Tag("state", state));

    internal static void OrderEnded(string state, TimeSpan duration) => OrderDuration.Record(duration.TotalSeconds, Tag("state", state));

    internal static void OrderIsOpen(TimeSpan age) => OrderAge.Record(age.TotalSeconds);

    internal static void MessageHandledAfter(TimeSpan lag) => OutboxLag.Record(lag.TotalSeconds);

    internal static void Filled(string side) => Fills.Add(1, Tag("side", side));

    internal static void Alerted(string severity, string kind) => Alerts.Add(1, Tag("severity", severity), Tag("kind", kind));

    internal static void ReconciledBefore(TimeSpan lag) => ReconcileLag.Record(lag.TotalSeconds);

    /// <summary>Counts each check that differs.</summary>
    internal static void Reconciled(Reconciliation found)
    {
        foreach (var check in found.Checks)
        {
            if (!check.Passed) Findings.Add(1, Tag("check", check.Name));
        }
    }

    /// <summary>One run of a schedule, counted at its end.</summary>
    internal static async Task TickAsync(string schedule, DateTimeOffset scheduledFor, Func<DateTimeOffset, CancellationToken, Task> body, CancellationToken cancellationToken)
    {
        using var span = IsTracing ? Start(schedule, ActivityKind.Internal, $"{schedule}|{scheduledFor.ToUnixTimeSeconds()}") : null;
        var outcome = "failed";
        try
        {
            await body(scheduledFor, cancellationToken);
            outcome = "done";
        }
        catch (Exception fault) when (Note(span, fault))
        {
            throw;
        }
        finally
        {
            Ticks.Add(1, Tag("schedule", schedule), Tag("outcome", outcome));
        }
    }

    /// <summary>Does the work inside a span of the trace of its cause; without a listener does the work alone.</summary>
    /// <param name="cause">The workflow instance, usually a trade cycle, that everything of one trace goes back to.</param>
    internal static async Task<T> TraceAsync<T>(string name, ActivityKind kind, string cause, Func<Activity?, Task<T>> work)
    {
        if (!IsTracing) return await work(null);
        using var span = Start(name, kind, cause);
        try
        {
            return await work(span);
        }
        catch (Exception fault) when (Note(span, fault))
        {
            throw;
        }
    }

    /// <summary>Below a span of the same trace it is a child; else it joins the trace of its cause and links to what was under way.</summary>
    private static Activity? Start(string name, ActivityKind kind, string cause)
    {
        var context = CauseTrace.Of(cause);
        var current = Activity.Current;
        var span = current?.TraceId == context.TraceId
            ? Source.StartActivity(name, kind)
            : Source.StartActivity(name, kind, context, links: current is null ? null : [new ActivityLink(current.Context)]);
        span?.SetTag(CycleTag, cause);
        return span;
    }

    /// <summary>Always false: the exception goes on as it was. Its type is told, never its words.</summary>
    private static bool Note(Activity? span, Exception fault)
    {
        span?.SetStatus(ActivityStatusCode.Error).SetTag(ErrorTag, fault.GetType().Name);
        return false;
    }

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
