using System.Diagnostics;
using PowerTrader.Testing;

namespace PowerTrader.Architecture.Tests;

/// <summary>The whole check on a machine that has little.</summary>
public sealed class WholeCheckTests
{
    [Fact]
    public async Task Run_OnABareMachine_NamesEveryMissingTool()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs a shell");
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Repository.Root, ".ci", "run"));
        start.Environment["PATH"] = Path.Combine(Repository.Root, "no-such-folder");

        using var check = Process.Start(start)!;
        var faults = check.StandardError.ReadToEndAsync();
        var said = (await check.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await check.WaitForExitAsync();

        check.ExitCode.ShouldBe(1);
        (await faults).ShouldBeEmpty();
        said.Select(line => line.Split(' ')[0]).ShouldBe(["dotnet", "node", "npm", "git", "0"]);
        said[..^1].ShouldAllBe(line => line.Contains("https://", StringComparison.Ordinal));
    }

    /// <summary>What the script needs, the workflow brings, each action by its commit.</summary>
    [Fact]
    public void Workflow_OfTheCheck_BringsWhatItNeeds()
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, ".github", "workflows", "ci.yml")).Select(line => line.Trim(' ', '-')).ToList();
        var actions = lines.Where(line => line.StartsWith("uses:", StringComparison.Ordinal)).Select(line => line["uses: ".Length..]).ToList();

        actions.Select(action => action.Split('@')[0]).ShouldBe(["actions/checkout", "actions/setup-dotnet", "actions/setup-node"]);
        actions.ShouldAllBe(action => action.Split('@')[1].Split(' ')[0].Length == 40);
        lines.ShouldContain("run: .ci/run");
    }
}
