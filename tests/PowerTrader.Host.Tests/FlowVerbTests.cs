using PowerTrader.Adapters.Scheduling;
using PowerTrader.Adapters.Storage;
using PowerTrader.Adapters.Time;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.Running;

namespace PowerTrader.Host.Tests;

public sealed class FlowVerbTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly Trader trader = new();

    public void Dispose() => trader.Dispose();

    [Fact]
    public async Task Flows_OfAStore_AreListedAndTold()
    {
        await FillAsync();

        var table = await Trader.RunAsync("flows", "--data", trader.Data);
        var failed = await Trader.RunAsync("flows", "--status", "failed", "--limit", "1", "--json", "--data", trader.Data);
        var story = await Trader.RunAsync("flows", "Good.v1|b", "--data", trader.Data);
        var json = await Trader.RunAsync("flows", "Good.v1|b", "--json", "--data", trader.Data);

        table.ExitCode.ShouldBe(0, table.Error);
        table.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ShouldBe(
        [
            "STARTED              STATUS     TOOK  ID         RESULT",
            "2025-01-01 00:00:00  completed  2 s   Good.v1|b  result x",
            "2025-01-01 00:00:00  failed     0 s   Bad.v1|a   InvalidOperationException: no money",
        ]);
        failed.Json.GetProperty("flows")[0].GetProperty("id").GetString().ShouldBe("Bad.v1|a");
        failed.Json.GetProperty("more").GetBoolean().ShouldBeFalse();
        story.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
        [
            "Good.v1|b: completed, started 2025-01-01 00:00:00 UTC",
            "  00:00:00.000  started: x",
            "  00:00:00.000  activity Ask asked: x",
            "  00:00:00.000  activity Ask failed at attempt 1, again at 00:00:02: TransientException: no network",
            "  00:00:02.000  activity Ask done after 2 s, 2 attempts → result x",
            "  00:00:02.000  completed after 2 s → result x",
        ]);
        var events = json.Json.GetProperty("events");
        events[2].GetProperty("kind").GetString().ShouldBe("attemptFailed");
        events[3].GetProperty("attempts").GetInt32().ShouldBe(2);
        json.Json.GetProperty("flow").GetProperty("seconds").GetDouble().ShouldBe(2);
    }

    [Fact]
    public async Task Flows_BadIdsAndOptions_AreOneClearLineEach()
    {
        await FillAsync();

        var broken = await Trader.RunAsync("flows", "a/b", "--data", trader.Data);
        var unknown = await Trader.RunAsync("flows", "Good.v1|zzz", "--json", "--data", trader.Data);
        var options = await Trader.RunAsync("flows", "--status", "dead", "--limit", "0", "--data", trader.Data);

        broken.ExitCode.ShouldBe(2);
        broken.ErrorLines.ShouldHaveSingleItem().ShouldBe(@"ID 'a/b' must be 1 to 100 printable characters without / \ # ?; copy one from 'powertrader flows'");
        unknown.ExitCode.ShouldBe(2);
        unknown.Output.ShouldBeEmpty();
        unknown.ErrorLines.ShouldHaveSingleItem().ShouldBe("ID 'Good.v1|zzz' is not known here; copy one from 'powertrader flows'");
        options.ExitCode.ShouldBe(2);
        options.ErrorLines.Count.ShouldBe(2);
        options.ErrorLines[0].ShouldBe("--status 'dead' must be one of running, completed, failed, terminated, suspended; for example --status running");
    }

    [Fact]
    public async Task FlowsSuspendResumeTerminate_ChangeAnOpenFlowAndSayWhatTheyDid()
    {
        await FillAsync(open: true);

        var suspended = await Trader.RunAsync("flows", "suspend", "Gone.v1|c", "--reason", "looking at it", "--data", trader.Data);
        var again = await Trader.RunAsync("flows", "suspend", "Gone.v1|c", "--data", trader.Data);
        var story = await Trader.RunAsync("flows", "Gone.v1|c", "--data", trader.Data);
        var resumed = await Trader.RunAsync("flows", "resume", "Gone.v1|c", "--data", trader.Data);
        var ended = await Trader.RunAsync("flows", "terminate", "Gone.v1|c", "--data", trader.Data);
        var unknown = await Trader.RunAsync("flows", "terminate", "nobody", "--data", trader.Data);

        (suspended.ExitCode, suspended.Output.Trim()).ShouldBe((0, "Gone.v1|c is suspended."));
        again.ExitCode.ShouldBe(2);
        again.ErrorLines.ShouldHaveSingleItem().ShouldBe("ID 'Gone.v1|c' is not running: it is suspended; 'powertrader flows' lists every flow's status");
        story.Output.ShouldContain("suspended: looking at it");
        (resumed.ExitCode, resumed.Output.Trim()).ShouldBe((0, "Gone.v1|c goes on."));
        (ended.ExitCode, ended.Output.Trim()).ShouldBe((0, "Gone.v1|c is terminated."));
        unknown.ErrorLines.ShouldHaveSingleItem().ShouldBe("ID 'nobody' is not known here; copy one from 'powertrader flows'");
    }

    [Fact]
    [Trait("Tier", "full")]
    public async Task Run_WithAnOpenFlowOfAWorkflowThatIsGone_SaysSoAndRunsOnceItIsEnded()
    {
        await FillAsync(open: true);
        string[] run = ["run", "--seed", "7", "--cycles", "2", "--speed", "max", "--coins", "BTC", "--json", "--data", trader.Data];

        var refused = await Trader.RunAsync(run);
        await Trader.RunAsync("flows", "terminate", "Gone.v1|c", "--data", trader.Data);
        var later = await Trader.RunAsync(run);

        refused.ExitCode.ShouldBe(1);
        refused.Error.ShouldNotContain("   at ");
        refused.ErrorLines[^1].ShouldBe(
            "the open flow 'Gone.v1|c' needs the workflow 'Gone.v1', which this program does not have. Start the program that has it until the flow has ended, "
            + "or end it without another step: powertrader flows terminate 'Gone.v1|c'");
        later.ExitCode.ShouldBe(0, later.Error);
    }

    [Fact]
    public void Sentence_TextFromOutside_HasNoControlCharacters()
    {
        var told = FlowText.Sentence(new WorkflowEvent(Start, WorkflowEventKind.EventReceived, "go", Output: "a\u001b[2Jb\nc" + new string('x', 500)));

        told.ShouldStartWith("event go came: a [2Jb cxxx");
        told.ShouldEndWith("x…");
        told.Any(char.IsControl).ShouldBeFalse();
    }

    [Fact]
    public void Story_OverMidnight_NamesTheDay()
    {
        var instance = new WorkflowInstance("Wait.v1", "other", WorkflowStatus.Suspended, "", "held", Start, Start);
        var lines = FlowText.Story(instance, [
            new WorkflowEvent(Start, WorkflowEventKind.TimerSet, Due: Start.AddDays(1).AddHours(3)),
            new WorkflowEvent(Start.AddDays(1).AddHours(3), WorkflowEventKind.TimerFired, Took: TimeSpan.FromHours(27)),
            new WorkflowEvent(Start.AddDays(1).AddHours(3), WorkflowEventKind.Suspended, Error: "held")]);

        lines.ShouldBe(
        [
            "other (Wait.v1): suspended, started 2025-01-01 00:00:00 UTC",
            "  00:00:00.000  timer set until 2025-01-02 03:00:00",
            "2025-01-02",
            "  03:00:00.000  timer fired after 27 h",
            "  03:00:00.000  suspended: held",
        ]);
    }

    /// <param name="open">Also a flow that waits, of a workflow that the program does not have.</param>
    private async Task FillAsync(bool open = false)
    {
        trader.File("last-market", "sim-7");
        using var store = SqliteStore.Open(Path.Combine(trader.Data, "sim-7.db"));
        var tries = 0;
        var catalogue = new WorkCatalogue()
            .Workflow("Good.v1", WorkPhase.TradeTick, context =>
                context.CallActivityAsync("Ask", context.Input, new ActivityRetry(3, TimeSpan.FromSeconds(2), 2, TimeSpan.FromSeconds(8))))
            .Workflow("Gone.v1", WorkPhase.TradeTick, context => context.WaitForEventAsync("never", Start.AddYears(1))!)
            .Workflow("Bad.v1", WorkPhase.TradeTick, _ => throw new InvalidOperationException("no money"))
            .Activity("Ask", (input, _) => ++tries == 1 ? throw new TransientException("no network") : Task.FromResult("result " + input));
        var ports = EmbeddedPorts.Over(store, catalogue, SimulatedClock.Open(store, Start), TimeProvider.System);
        await ports.Workflows.StartAsync(new WorkflowStart("Bad.v1", "Bad.v1|a", ""), default);
        await ports.Workflows.StartAsync(new WorkflowStart("Good.v1", "Good.v1|b", "x"), default);
        await new EmbeddedRuntime(catalogue, ports).RunUntilAsync(Start.AddSeconds(5), default);
        if (open) await ports.Workflows.StartAsync(new WorkflowStart("Gone.v1", "Gone.v1|c", ""), default);
    }
}
