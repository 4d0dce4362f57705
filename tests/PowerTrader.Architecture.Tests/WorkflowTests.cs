using System.Text.RegularExpressions;
using PowerTrader.Testing;

namespace PowerTrader.Architecture.Tests;

/// <summary>What the GitHub workflows may do, and whose code they run.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, ".github", "workflows");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>A tag can be moved to other code; a commit cannot.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_Every_IsPinnedByItsCommitWithItsVersionBeside(string file)
    {
        var uses = Lines(file).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        uses.ShouldNotBeEmpty();
        uses.ShouldAllBe(line => Pinned().IsMatch(line));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Permissions_OfAWorkflow_AreToReadItsCodeAlone(string file)
    {
        var lines = Lines(file);
        var at = lines.IndexOf("permissions:");

        at.ShouldBeGreaterThan(0, "without it a workflow may do what the repository's default allows");
        lines.Skip(at + 1).TakeWhile(line => line.StartsWith(' ')).ShouldBe(["  contents: read"]);
        Text(file).ShouldNotContain("write-all");
        Text(file).ShouldNotContain("pull_request_target");
        Text(file).ShouldNotContain("secrets.", Case.Insensitive, "Azure is signed in to by OIDC: there is no secret to leak");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Jobs_Every_EndsInTime(string file) => Jobs(file).Values.ShouldAllBe(job => job.Any(line => line.StartsWith("    timeout-minutes: ", StringComparison.Ordinal)));

    /// <summary>An environment holds the approval and the subject of the federated credential: nothing signs in to Azure without one.</summary>
    [Theory]
    [MemberData(nameof(Files))]
    public void Jobs_ThatReachAzure_AreOfAnEnvironmentAndMayNothingElse(string file)
    {
        foreach (var (name, job) in Jobs(file))
        {
            var reaches = job.Any(line => line.Contains("azure/login", StringComparison.OrdinalIgnoreCase) || line.Contains("run: az ", StringComparison.Ordinal) || line.Contains("azd ", StringComparison.Ordinal));
            var writes = job.Where(line => line.TrimEnd().EndsWith(": write", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
            writes.ShouldBe(reaches ? ["id-token: write"] : [], name);
            job.Any(line => line.StartsWith("    environment: ", StringComparison.Ordinal)).ShouldBe(reaches, name);
            if (reaches) job.ShouldContain(line => line.StartsWith("    if: ", StringComparison.Ordinal) && line.Contains("github.ref == 'refs/heads/main'"), name);
        }
    }

    [Fact]
    public void Azure_ItsJobs_CheckWithTheSwitchOnAndDeployWhatWasChecked()
    {
        var jobs = Jobs("azure.yml");
        var package = jobs["package"].Select(line => line.Trim(' ', '-')).ToList();
        var deploy = jobs["deploy"];

        package.ShouldContain("PowerTraderAzure: \"true\"");
        var check = package.IndexOf("run: .ci/run");
        var publish = package.FindIndex(line => line.StartsWith("run: dotnet publish functions/PowerTrader.Functions.csproj", StringComparison.Ordinal));
        (check, publish).ShouldSatisfyAllConditions(() => check.ShouldBeGreaterThan(0), () => publish.ShouldBeGreaterThan(check));
        package.ShouldContain("include-hidden-files: true");
        deploy.ShouldContain("    needs: package");
        deploy.ShouldNotContain(line => line.Contains("dotnet ", StringComparison.Ordinal) || line.Contains("actions/checkout", StringComparison.Ordinal), "what is deployed is what was checked");
        foreach (var secret in (string[])["client-secret", "creds:", "publish-profile"]) Text("azure.yml").ShouldNotContain(secret);
    }

    [Fact]
    public void Nuget_Sources_AreThePublicOneAlone() =>
        Source().Matches(File.ReadAllText(Path.Combine(Repository.Root, "nuget.config"))).Select(match => match.Groups[1].Value).ShouldBe(["https://api.nuget.org/v3/index.json"]);

    /// <summary>Lines of each job, by its name.</summary>
    private static Dictionary<string, List<string>> Jobs(string file)
    {
        var jobs = new Dictionary<string, List<string>>();
        List<string>? job = null;
        foreach (var line in Lines(file).SkipWhile(line => line != "jobs:").Skip(1))
        {
            if (Job().Match(line) is { Success: true } name) jobs[name.Groups[1].Value] = job = [];
            else job!.Add(line);
        }
        jobs.ShouldNotBeEmpty();
        return jobs;
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static List<string> Lines(string file) => [.. Text(file).Split('\n').Where(line => line.Trim().Length > 0 && !line.TrimStart().StartsWith('#'))];

    [GeneratedRegex(@"^ *-? *uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Pinned();

    [GeneratedRegex(@"^  ([\w-]+):$")]
    private static partial Regex Job();

    [GeneratedRegex(@"<add key=""[^""]+"" value=""([^""]+)""")]
    private static partial Regex Source();
}
