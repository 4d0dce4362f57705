using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Time;
using PowerTrader.Adapters.Workflows;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Workflows;

public sealed class SqliteWorkflowHistoryTests : IDisposable
{
    private static readonly DateTimeOffset Start = TestInstants.Start;

    private readonly TemporaryStore file = new();
    private readonly EmbeddedPorts ports;
    private readonly EmbeddedRuntime runtime;
    private readonly SqliteWorkflowHistory history;
    private int tries;

    public SqliteWorkflowHistoryTests()
    {
        var catalogue = new WorkCatalogue()
            .Workflow("Story.v1", WorkPhase.TradeTick, StoryAsync)
            .Workflow("Story.v2", WorkPhase.TradeTick, _ => throw new InvalidOperationException("a bug"))
            .Workflow("Child.v1", WorkPhase.TradeTick, context => Task.FromResult(context.Input))
            .Activity("Flaky", (input, _) => ++tries < 2 ? throw new TransientException("no network") : Task.FromResult(input + "!"));
        ports = EmbeddedPorts.Over(file.Store, catalogue, SimulatedClock.Open(file.Store, Start), TimeProvider.System);
        runtime = new EmbeddedRuntime(catalogue, ports);
        history = new SqliteWorkflowHistory(file.Store);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    [Fact]
    public async Task Events_WholeLife_SayWhatHappenedWhenAndHowOften()
    {
        await StartAsync("Story.v1", "story", "in");
        await runtime.RunUntilAsync(Start.AddSeconds(10), Token);
        await ports.Workflows.RaiseEventAsync("story", "go", "payload", Token);
        await runtime.RunUntilAsync(Start.AddMinutes(2), Token);

        var events = await history.EventsAsync("story", Token);

        events.Select(Line).ShouldBe(
        [
            "0 Started Story.v1 in=in",
            "0 ActivityScheduled Flaky in=in",
            "0 AttemptFailed Flaky x1 took=0 error=TransientException: no network due=2",
            "2 ActivityCompleted Flaky x2 took=2 out=in!",
            "2 EventAwaited go due=60",
            "10 EventReceived go out=payload",
            "10 EventAwaited never due=20",
            "20 EventTimedOut never took=10",
            "20 SubWorkflowStarted Child.v1 in=child child=story|child",
            "20 SubWorkflowCompleted Child.v1 took=0 out=child child=story|child",
            "20 SubWorkflowStarted Nobody.v1 child=story|nobody",
            "20 SubWorkflowFailed Nobody.v1 took=0 error=UnknownWorkflow: no workflow is named 'Nobody.v1' child=story|nobody",
            "20 TimerSet due=60",
            "60 TimerFired took=40",
            "60 Completed took=60 out=told",
        ]);
    }

    [Fact]
    public async Task Events_DeadInstances_StayReadable()
    {
        await StartAsync("Story.v2", "failed");
        await StartAsync("Story.v1", "ended", new string('x', 5000));
        await runtime.RunUntilAsync(Start.AddSeconds(5), Token);
        await ports.Workflows.TerminateAsync("ended", "asked by hand", Token);

        (await history.EventsAsync("failed", Token))[^1].ShouldBe(
            new WorkflowEvent(Start, WorkflowEventKind.Failed, Took: TimeSpan.Zero, Error: "InvalidOperationException: a bug"));
        var ended = await history.EventsAsync("ended", Token);
        ended[^1].ShouldBe(new WorkflowEvent(Start.AddSeconds(5), WorkflowEventKind.Terminated, Took: TimeSpan.FromSeconds(5), Error: "asked by hand"));
        ended[0].Input!.Length.ShouldBe(401);
        (await history.EventsAsync("unknown", Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task List_ByStatusNameAndPrefix_IsNewestFirstAndPaged()
    {
        for (var i = 0; i < 7; i++)
        {
            await StartAsync(i % 2 == 0 ? "Child.v1" : "Story.v2", $"id{i}", "x");
            await runtime.RunUntilAsync(Start.AddSeconds(i / 2), Token);
        }
        await StartAsync("Story.v1", "open");

        (await Ids(new WorkflowQuery())).ShouldBe(["open", "id6", "id5", "id4", "id3", "id2", "id1", "id0"]);
        (await Ids(new WorkflowQuery(Name: "Child"))).ShouldBe(["id6", "id4", "id2", "id0"]);
        (await Ids(new WorkflowQuery(Name: "Story.v2"))).ShouldBe(["id5", "id3", "id1"]);
        (await Ids(new WorkflowQuery(Name: "Stor"))).ShouldBeEmpty();
        (await Ids(new WorkflowQuery(WorkflowStatus.Running))).ShouldBe(["open"]);
        (await Ids(new WorkflowQuery(WorkflowStatus.Failed, IdPrefix: "id1"))).ShouldBe(["id1"]);
        (await Ids(new WorkflowQuery(PageSize: 3))).ShouldBe(await Ids(new WorkflowQuery()));
        await Should.ThrowAsync<ArgumentException>(async () => await history.ListAsync(new WorkflowQuery(), "nonsense", Token));
        await Should.ThrowAsync<ArgumentException>(async () => await history.ListAsync(new WorkflowQuery(PageSize: 0), null, Token));
    }

    private static async Task<string> StoryAsync(IWorkflowContext context)
    {
        await context.CallActivityAsync("Flaky", context.Input, new ActivityRetry(3, TimeSpan.FromSeconds(2), 2, TimeSpan.FromSeconds(8)));
        await context.WaitForEventAsync("go", Start.AddMinutes(1));
        await context.WaitForEventAsync("never", Start.AddSeconds(20));
        await context.CallSubWorkflowAsync("Child.v1", context.InstanceId + "|child", "child");
        try
        {
            await context.CallSubWorkflowAsync("Nobody.v1", context.InstanceId + "|nobody", "");
        }
        catch (ActivityFailedException)
        {
            await context.DelayUntilAsync(Start.AddMinutes(1));
        }
        return "told";
    }

    private async Task<List<string>> Ids(WorkflowQuery query)
    {
        var ids = new List<string>();
        string? next = null;
        do
        {
            var page = await history.ListAsync(query, next, Token);
            page.Instances.Count.ShouldBeLessThanOrEqualTo(query.PageSize);
            ids.AddRange(page.Instances.Select(instance => instance.InstanceId));
            next = page.Next;
        }
        while (next is not null);
        return ids;
    }

    private Task<StartResult> StartAsync(string name, string id, string input = "") => ports.Workflows.StartAsync(new WorkflowStart(name, id, input), Token);

    private static string Line(WorkflowEvent e)
    {
        var parts = new List<string?>
        {
            $"{(e.At - Start).TotalSeconds}", $"{e.Kind}", e.Name, e.Attempts > 0 ? $"x{e.Attempts}" : null, e.Took is { } took ? $"took={took.TotalSeconds}" : null,
            e.Input is null ? null : $"in={e.Input}", e.Output is null ? null : $"out={e.Output}", e.Error is null ? null : $"error={e.Error}",
            e.Due is { } due ? $"due={(due - Start).TotalSeconds}" : null, e.Child is null ? null : $"child={e.Child}",
        };
        return string.Join(' ', parts.Where(part => part is not null));
    }
}
