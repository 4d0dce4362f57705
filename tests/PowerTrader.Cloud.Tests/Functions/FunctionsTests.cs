using System.Text.RegularExpressions;
using System.Xml.Linq;
using PowerTrader.Cloud.Tests.Hosting;
using PowerTrader.Cloud.Workflows;
using PowerTrader.Core;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Functions;

/// <summary>The app's functions and the catalogue of work name the same things, and a function does nothing but hand over.</summary>
public sealed partial class FunctionsTests
{
    private static readonly WorkCatalogue Catalogue = CloudWorld.Trader().Catalogue;

    [Fact]
    public void Functions_TheirNames_AreUniqueAndAllowed()
    {
        FunctionText.All.Select(function => function.Name).ShouldBeUnique();
        foreach (var function in FunctionText.All) function.Name.ShouldMatch("^[A-Za-z][A-Za-z0-9_-]*$");
    }

    [Fact]
    public void Timers_AreTheCataloguesSchedules()
    {
        Named("Timer").ShouldBe(Catalogue.Schedules.Select(schedule => schedule.Name).Order(StringComparer.Ordinal));
        foreach (var timer in FunctionText.All.Where(function => function.Trigger == "Timer")) timer.Arguments.ShouldBe($"(\"%Schedules:{timer.Name}%\")");
    }

    [Fact]
    public void Orchestrators_AreTheCataloguesWorkflows() =>
        Named("Orchestration").ShouldBe(Catalogue.Workflows.Keys.Select(DurableNames.Of).Order(StringComparer.Ordinal));

    [Fact]
    public void Orchestrators_Run_TheWorkflowOfTheirName()
    {
        foreach (var function in FunctionText.All.Where(function => function.Trigger == "Orchestration"))
        {
            var workflow = (string)typeof(Names).GetField(Called().Match(function.Body).Groups[1].Value)!.GetRawConstantValue()!;
            DurableNames.Of(workflow).ShouldBe(function.Name);
        }
    }

    [Fact]
    public void Activities_AreTheCataloguesAndTheEnginesOwn() => Named("Activity").ShouldBe(
        Catalogue.Activities.Keys.Concat([DurableActivities.InstanceExists, DurableActivities.InstanceEnd]).Order(StringComparer.Ordinal));

    [Fact]
    public void Messages_AreTheCataloguesQueues_WithSessionsAndSettledByHand()
    {
        var triggers = FunctionText.All.Where(function => function.Trigger == "ServiceBus").ToList();

        triggers.Select(trigger => (string)typeof(Names).GetField(Called().Match(trigger.Body).Groups[1].Value)!.GetRawConstantValue()!).Order(StringComparer.Ordinal)
            .ShouldBe(Catalogue.Queues.Keys.Order(StringComparer.Ordinal));
        foreach (var trigger in triggers)
        {
            trigger.Arguments.ShouldContain("IsSessionsEnabled = true");
            trigger.Arguments.ShouldContain("AutoCompleteMessages = false");
            // A batched session is not renewed.
            trigger.Arguments.ShouldNotContain("IsBatched");
            trigger.Arguments.ShouldContain(Called().Match(trigger.Body).Value);
        }
    }

    [Fact]
    public void Functions_TheirBodies_HandOverAndNothingElse()
    {
        FunctionText.All.Count.ShouldBeGreaterThan(30);
        foreach (var function in FunctionText.All)
        {
            function.BodyLines.ShouldBeLessThanOrEqualTo(15, function.Name);
            function.Body.ShouldMatch(@"^=>\s*(trader\.(Run\w+Async|Bodies\.RunWorkflowAsync)|api\.RunAsync|Settlement\.RunAsync|DurableBodies\.\w+Async)\(", function.Name);
        }
    }

    /// <summary>One class for each trigger or orchestration; activities of one flow share one.</summary>
    [Fact]
    public void Classes_AreOfOneTrigger()
    {
        foreach (var group in FunctionText.All.Where(function => function.Trigger != "Activity").GroupBy(function => function.Class)) group.Count().ShouldBe(1, group.Key);
        foreach (var group in FunctionText.All.GroupBy(function => function.Class)) group.Select(function => function.Trigger).Distinct().Count().ShouldBe(1, group.Key);
    }

    [Fact]
    public void Reference_NamesEveryFunctionAndNoOther()
    {
        var documented = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "functions.md"))).Select(row => row.Groups[1].Value);

        documented.Order(StringComparer.Ordinal).ShouldBe(FunctionText.All.Select(function => function.Name).Order(StringComparer.Ordinal));
    }

    /// <summary>Off by default; on in its own folder, for the restore too.</summary>
    [Fact]
    public void Switch_IsOffInTheSolutionAndOnInTheFolder()
    {
        var folder = Path.Combine(Repository.Root, "functions");
        var project = XDocument.Load(Path.Combine(folder, "PowerTrader.Functions.csproj"));

        File.ReadAllLines(Path.Combine(folder, "Directory.Build.rsp")).ShouldBe(["-p:PowerTraderAzure=true", "-rp:PowerTraderAzure=true"]);
        foreach (var package in project.Descendants("PackageReference")) package.Parent!.Attribute("Condition")!.Value.ShouldBe("'$(PowerTraderAzure)' == 'true'");
        project.Descendants("EnableDefaultCompileItems").Single().Parent!.Attribute("Condition")!.Value.ShouldBe("'$(PowerTraderAzure)' != 'true'");
        File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")).ShouldContain("<ArtifactsPath Condition=\"'$(PowerTraderAzure)' == 'true'\">");
    }

    private static IEnumerable<string> Named(string trigger) =>
        FunctionText.All.Where(function => function.Trigger == trigger).Select(function => function.Name).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"Names\.(\w+)")]
    private static partial Regex Called();

    [GeneratedRegex(@"^\| `([\w-]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
