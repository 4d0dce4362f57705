using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PowerTrader.Cloud.Tests.Infrastructure;

/// <summary>The resources: that they compile, who may do what, and what each environment gives them.</summary>
public sealed partial class BicepTests
{
    private static string Folder => InfrastructureText.Folder;

    private static string Text => InfrastructureText.All;

    /// <summary>By the compiler itself; it knows the types of every resource.</summary>
    [Fact]
    [Trait("Tier", "full")]
    public async Task Main_Compiled_HasNoWarning()
    {
        Assert.SkipUnless(RuntimeInformation.IsOSPlatform(OSPlatform.Linux) && RuntimeInformation.ProcessArchitecture == Architecture.X64, "The compiler is downloaded for Linux on x64 only.");
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(Compiler(), ["build", Path.Combine(Folder, "main.bicep"), "--stdout"]) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(0, said);
        said.ShouldNotContain("Warning");
        JsonDocument.Parse(await output).RootElement.GetProperty("resources").GetArrayLength().ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Access_EverywhereByIdentity_NoKeys()
    {
        Text.ShouldContain("allowSharedKeyAccess: false");
        Text.ShouldContain("disableLocalAuth: true");
        Text.ShouldContain("DisableLocalAuth: true");
        Text.ShouldContain("enableRbacAuthorization: true");
        Text.ShouldNotContain("listKeys");
        Text.ShouldNotContain("AccountKey");
        Text.ShouldNotContain("SharedAccessKey");
    }

    /// <summary>Who may do what, each role by its number: one more is one that somebody has to justify here.</summary>
    [Fact]
    public void Roles_Given_AreTheLeastThatWorks()
    {
        var roles = new Dictionary<string, (string[] Roles, string Scope)>
        {
            ["storage"] = (["Storage Blob Data Owner", "Storage Queue Data Contributor", "Storage Table Data Contributor", "Storage Blob Data Contributor", "Storage Table Data Reader"], "account"),
            ["messaging"] = (["Azure Service Bus Data Sender", "Azure Service Bus Data Receiver"], "bus"),
            ["vault"] = (["Key Vault Secrets Officer", "Key Vault Reader"], "vault"),
            ["live"] = (["SignalR REST API Owner"], "signalR"),
            ["monitoring"] = (["Monitoring Metrics Publisher"], "insights"),
            ["scheduler"] = (["Durable Task Data Contributor"], "scheduler"),
        };
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Folder, "modules")))
        {
            var (given, scope) = roles.GetValueOrDefault(Path.GetFileNameWithoutExtension(file), ([], ""));
            var text = File.ReadAllText(file);
            Role().Matches(text).Select(role => role.Groups[2].Value).ShouldBe(given, file);
            RoleId().Count(text).ShouldBe(given.Length, file);
            Scope().Matches(text).Select(each => each.Groups[1].Value).ShouldAllBe(each => each == scope, file);
        }
    }

    [Fact]
    public void Resources_EachThatCanBe_IsTagged()
    {
        foreach (var (type, body) in Resources().Where(resource => Taggable(resource.Type))) (body.Contains("tags: tags") || body.Contains("tags: union(tags")).ShouldBeTrue(type);
        Text.ShouldContain("'azd-env-name': environmentName");
        Text.ShouldContain("'azd-service-name': 'trader'");
    }

    [Fact]
    public void App_Its_PlanAndRuntime_AreFlexConsumption()
    {
        var app = InfrastructureText.Module("trader");

        app.ShouldContain("sku: { name: 'FC1', tier: 'FlexConsumption' }");
        app.ShouldContain("runtime: { name: 'dotnet-isolated', version: '10.0' }");
        app.ShouldContain("authentication: { type: 'UserAssignedIdentity'");
        app.ShouldNotContain("FUNCTIONS_WORKER_RUNTIME");
        app.ShouldContain($"'function:{nameof(Core.Workflows.PlaceOrderFlow)[..^"Flow".Length]}'");
        File.ReadAllText(Path.Combine(Testing.Repository.Root, "azure.yaml")).ShouldContain("  trader:\n    project: functions\n    language: dotnet\n    host: function");
    }

    [Fact]
    public void Logs_ADay_AreCapped()
    {
        InfrastructureText.Module("monitoring").ShouldContain("workspaceCapping: { dailyQuotaGb: dailyLogGb }");
        InfrastructureText.Module("monitoring").ShouldContain("WorkspaceResourceId: logs.id");
    }

    [Fact]
    public void Outputs_OfMain_AreInUpperSnake()
    {
        var outputs = Output().Matches(File.ReadAllText(Path.Combine(Folder, "main.bicep"))).Select(output => output.Groups[1].Value).ToList();

        ((string[])["AZURE_RESOURCE_GROUP", "AZURE_FUNCTION_APP"]).ShouldBeSubsetOf(outputs);
        outputs.ShouldAllBe(output => output.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_'));
    }

    /// <summary>A parameter file that lacks what has no default makes the first deployment ask for what nobody knows.</summary>
    [Theory]
    [InlineData("main.parameters.json")]
    [InlineData("production.parameters.json")]
    public void Parameters_OfAFile_AreThoseOfMain(string file)
    {
        var main = File.ReadAllText(Path.Combine(Folder, "main.bicep"));
        var given = InfrastructureText.Parameters(file);

        foreach (var name in given.Keys) main.ShouldContain($"param {name} ", Case.Sensitive, name);
        foreach (Match required in Required().Matches(main)) given.Keys.ShouldContain(required.Groups[1].Value);
    }

    [Fact]
    public void Parameters_OfProduction_KeepWhatMustNotBeLost()
    {
        var production = InfrastructureText.Parameters("production.parameters.json");

        (production["protectVault"], production["storageSku"], production["alwaysReadyOrders"]).ShouldBe(("True", "Standard_ZRS", "1"));
        InfrastructureText.Module("vault").ShouldContain("enablePurgeProtection: protect ? true : null");
        InfrastructureText.Parameters("main.parameters.json").Keys.ShouldNotContain("protectVault");
    }

    private static IEnumerable<(string Type, string Body)> Resources() =>
        Resource().Matches(Text).Select(resource => (resource.Groups[1].Value, resource.Groups[2].Value)).Where(resource => !resource.Item2.StartsWith(" existing"));

    /// <summary>Azure has no tags on what lives inside another resource, on grants, budgets and policies.</summary>
    private static bool Taggable(string type) => type == "Microsoft.Resources/resourceGroups"
        || (type.Count(letter => letter == '/') == 1 && !type.StartsWith("Microsoft.Authorization/") && !type.StartsWith("Microsoft.Consumption/"));

    private static string Compiler()
    {
        var packages = typeof(BicepTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "NuGetPackageRoot").Value!;
        var path = Path.Combine(packages, "azure.bicep.commandline.linux-x64", "0.49.2", "tools", "bicep");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        return path;
    }

    [GeneratedRegex(@"'([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})'\)? // (.+)")]
    private static partial Regex Role();

    [GeneratedRegex("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex RoleId();

    [GeneratedRegex(@"^  scope: (\w+)$", RegexOptions.Multiline)]
    private static partial Regex Scope();

    [GeneratedRegex(@"^resource \w+ '([\w./]+)@[\d-]+'(.*?)^\}", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Resource();

    [GeneratedRegex(@"^output (\w+) ", RegexOptions.Multiline)]
    private static partial Regex Output();

    [GeneratedRegex(@"^param (\w+) \w+$", RegexOptions.Multiline)]
    private static partial Regex Required();
}
