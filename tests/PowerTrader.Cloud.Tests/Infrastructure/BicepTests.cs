using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using PowerTrader.Core;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Infrastructure;

/// <summary>What is deployed, held against what the program says of itself.</summary>
public sealed class BicepTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "infra");

    private static string Text { get; } = string.Concat(Directory.EnumerateFiles(Folder, "*.bicep", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllText));

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

    [Theory]
    [InlineData("MarketTickSchedule", Schedules.MarketTick)]
    [InlineData("TradeTickSchedule", Schedules.TradeTick)]
    [InlineData("ReconcileSchedule", Schedules.Reconcile)]
    [InlineData("TrainSchedule", Schedules.Train)]
    [InlineData("RepairSchedule", Schedules.Repair)]
    [InlineData("DailyCloseSchedule", Schedules.DailyClose)]
    public void Schedules_Deployed_AreTheDefaults(string setting, string schedule) =>
        Text.ShouldContain($"{{ name: '{setting}', value: '{schedule}' }}");

    [Fact]
    public void Queues_Deployed_AreTheOnesThatTheProgramUses()
    {
        foreach (var queue in (string[])[Names.OrdersQueue, Names.ActionsQueue])
        {
            var at = Text.IndexOf($"name: '{queue}'", StringComparison.Ordinal);
            at.ShouldBeGreaterThan(0, queue);
            var properties = Text[at..Text.IndexOf("\n}", at, StringComparison.Ordinal)];
            properties.ShouldContain("requiresSession: true", Case.Sensitive, queue);
            properties.ShouldContain("requiresDuplicateDetection: true", Case.Sensitive, queue);
            properties.ShouldContain("maxDeliveryCount: 10", Case.Sensitive, queue);
            properties.ShouldContain("deadLetteringOnMessageExpiration: true", Case.Sensitive, queue);
        }
    }

    [Fact]
    public void Containers_Deployed_HoldTheModels() => Text.ShouldContain($"name: '{Names.ModelsContainer}'");

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
        // Roles over the whole subscription or group are more than any part needs.
        foreach (var broad in (string[])["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "b24988ac-6180-42a0-ab88-20f7382dd24c"]) Text.ShouldNotContain(broad, Case.Insensitive, "Owner and Contributor");
    }

    [Fact]
    public void Alerts_OfWhatMustNotPassUnseen_AreThere()
    {
        foreach (var alert in (string[])["dead-letters", "failed-cycles", "old-orders", "reconcile-lag", "silence"]) Text.ShouldContain($"name: '{alert}'");
    }

    [Theory]
    [InlineData("main.parameters.json")]
    [InlineData("production.parameters.json")]
    public void Parameters_OfAFile_ExistInMain(string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file)));
        var main = File.ReadAllText(Path.Combine(Folder, "main.bicep"));

        foreach (var parameter in document.RootElement.GetProperty("parameters").EnumerateObject()) main.ShouldContain($"param {parameter.Name} ", Case.Sensitive, parameter.Name);
    }

    private static string Compiler()
    {
        var packages = typeof(BicepTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(each => each.Key == "NuGetPackageRoot").Value!;
        var path = Path.Combine(packages, "azure.bicep.commandline.linux-x64", "0.49.2", "tools", "bicep");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserExecute);
        return path;
    }
}
