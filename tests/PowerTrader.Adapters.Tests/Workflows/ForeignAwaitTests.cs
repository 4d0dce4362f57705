using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Adapters.Tests.Workflows;

/// <summary>What Durable Functions leaves running for ever without an error, this engine fails by name (contract, workflow rule 3).</summary>
public sealed class ForeignAwaitTests : IDisposable
{
    private const string Id = "one";

    private static readonly DateTimeOffset Later = TestInstants.Start.AddDays(1);

    private readonly TemporaryStore file = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => file.Dispose();

    public static TheoryData<string, Func<IWorkflowContext, TaskCompletionSource, Task<string>>> ForeignBodies => new()
    {
        { "Task.Delay", async (_, _) => { await Task.Delay(TimeSpan.FromDays(1), TimeProvider.System); return "x"; } },
        { "Task.Run", async (_, gate) => await Task.Run(async () => { await gate.Task; return "x"; }) },
        { "WhenAny", async (_, gate) => { await Task.WhenAny(gate.Task, new TaskCompletionSource().Task); return "x"; } },
        { "Yield after ConfigureAwait", async (context, _) => { await context.CallActivityAsync("Echo", "x").ConfigureAwait(false); return "x"; } },
        { "Nested ConfigureAwait", async (context, _) => await Nested(context) },
    };

    [Theory]
    [MemberData(nameof(ForeignBodies))]
    public async Task Step_ForeignAwait_FailsTheInstance(string kind, Func<IWorkflowContext, TaskCompletionSource, Task<string>> body)
    {
        var gate = new TaskCompletionSource();
        var (ports, runtime) = Open(context => body(context, gate));

        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(1), Token);

        var instance = await ports.Workflows.GetAsync(Id, Token);
        instance!.Status.ShouldBe(WorkflowStatus.Failed, kind);
        instance.Output.ShouldNotBeNull().ShouldStartWith("ForeignAwait: Sample.v1 'one', step");
        gate.SetResult();
    }

    [Fact]
    public async Task Step_ForeignTaskRacingATimer_FailsWhenItEnds()
    {
        var foreign = new TaskCompletionSource();
        var (ports, runtime) = Open(async context =>
        {
            await Task.WhenAny(context.DelayUntilAsync(Later), foreign.Task);
            return "x";
        });
        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(1), Token);
        (await ports.Workflows.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Running);

        foreign.SetResult();
        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(2), Token);

        var instance = await ports.Workflows.GetAsync(Id, Token);
        instance!.Status.ShouldBe(WorkflowStatus.Failed);
        instance.Output.ShouldNotBeNull().ShouldContain("it last asked for timer as operation 0");
    }

    [Fact]
    public async Task Context_CalledFromAnotherThread_RefusesAndFailsTheInstance()
    {
        IWorkflowContext? kept = null;
        var (ports, runtime) = Open(async context =>
        {
            kept = context;
            await context.DelayUntilAsync(Later);
            return "x";
        });
        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(1), Token);

        var fault = await Record.ExceptionAsync(() => kept!.CallActivityAsync("Echo", "x"));
        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(2), Token);

        fault.ShouldBeOfType<InvalidOperationException>().Message.ShouldContain("Sample.v1 'one'");
        (await ports.Workflows.GetAsync(Id, Token))!.Status.ShouldBe(WorkflowStatus.Failed);
    }

    [Fact]
    public async Task Event_AwaitedAgainAfterItsTimeOut_FailsByName()
    {
        var (ports, runtime) = Open(async context =>
        {
            await context.WaitForEventAsync("confirm", TestInstants.Start.AddSeconds(1));
            return await context.WaitForEventAsync("confirm", Later) ?? "none";
        });

        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(2), Token);

        (await ports.Workflows.GetAsync(Id, Token))!.Output.ShouldNotBeNull().ShouldContain("the event 'confirm' has timed out before");
    }

    [Fact]
    public async Task Body_WithoutEnd_FailsAsTooLong()
    {
        var (ports, runtime) = Open(async context =>
        {
            while (true) await context.DelayUntilAsync(TestInstants.Start);
        });

        await runtime.RunUntilAsync(TestInstants.Start.AddSeconds(1), Token);

        (await ports.Workflows.GetAsync(Id, Token))!.Output.ShouldNotBeNull().ShouldStartWith("TooLong: Sample.v1 'one'");
    }

    private (EmbeddedPorts Ports, EmbeddedRuntime Runtime) Open(Func<IWorkflowContext, Task<string>> body)
    {
        var clock = SimulatedClock.Open(file.Store, TestInstants.Start);
        var catalogue = new WorkCatalogue().Workflow("Sample.v1", WorkPhase.TradeTick, body).Activity("Echo", (input, _) => Task.FromResult(input));
        var ports = EmbeddedPorts.Over(file.Store, catalogue, clock, TimeProvider.System);
        ports.Workflows.StartAsync(new WorkflowStart("Sample.v1", Id, ""), Token).IsCompletedSuccessfully.ShouldBeTrue();
        return (ports, new EmbeddedRuntime(catalogue, ports));
    }

    private static async Task<string> Nested(IWorkflowContext context)
    {
        var first = await Inner(context);
        return first + await context.CallActivityAsync("Echo", "y");

        static async Task<string> Inner(IWorkflowContext context) => await context.CallActivityAsync("Echo", "x").ConfigureAwait(false);
    }
}
