using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Workflows;
using PowerTrader.Testing;

namespace PowerTrader.Cloud.Tests.Infrastructure;

/// <summary>What is deployed and what the program says of itself: names, schedules, queues, settings, metrics.</summary>
public sealed partial class DeploymentTests
{
    /// <summary>Settings that real money asks for.</summary>
    private static readonly string[] LiveKeys = ["mode", "venue", "venueOptions", "live.coins", "live.maxOrder", "live.maxPerDay", "live.maxHeld", "costs.feePercent"];

    private static readonly string[] Queues = [Names.OrdersQueue, Names.ActionsQueue, Names.AlertsQueue];

    [Fact]
    public void Schedules_Deployed_AreTheDefaults()
    {
        var schedules = typeof(Schedules).GetFields().ToDictionary(field => "Schedules__" + field.Name, field => $"'{field.GetRawConstantValue()}'");

        InfrastructureText.Settings.Where(setting => setting.Key.StartsWith("Schedules__", StringComparison.Ordinal)).OrderBy(each => each.Key, StringComparer.Ordinal)
            .ShouldBe(schedules.OrderBy(each => each.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Settings_OfTheApp_AreTheOnesThatItReads() => InfrastructureText.Settings.Keys.Order(StringComparer.Ordinal).ShouldBe(((string[])
    [
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID",
        "AzureFunctionsJobHost__extensions__durableTask__hubName", "AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName",
        "AzureFunctionsJobHost__extensions__durableTask__storageProvider__type",
        "AzureSignalRConnectionString__clientId", "AzureSignalRConnectionString__credential", "AzureSignalRConnectionString__serviceUri",
        "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
        "DURABLE_TASK_SCHEDULER_CONNECTION_STRING",
        "PowerTrader__BlobServiceUri", "PowerTrader__Cash", "PowerTrader__Coins", "PowerTrader__KeyVaultUri", CloudOptions.ConfirmationSetting, "PowerTrader__Market", "PowerTrader__TableServiceUri",
        .. LiveKeys.Select(CloudOptions.SettingOf),
        "Schedules__DailyClose", "Schedules__MarketTick", "Schedules__Prepare", "Schedules__Reconcile", "Schedules__Repair", "Schedules__TradeTick", "Schedules__Train",
        "ServiceBusConnection__clientId", "ServiceBusConnection__credential", "ServiceBusConnection__fullyQualifiedNamespace",
    ]).Order(StringComparer.Ordinal));

    /// <summary>Nothing of real money has a value that nobody gave.</summary>
    [Theory]
    [InlineData("main.parameters.json")]
    [InlineData("production.parameters.json")]
    public void Settings_OfRealMoney_AreEmptyAndPaperUnlessAPersonSetsThem(string file)
    {
        var given = InfrastructureText.Parameters(file);

        (given["mode"], given["venue"]).ShouldBe(("${POWERTRADER_MODE=paper}", "${POWERTRADER_VENUE=none}"));
        foreach (var name in (string[])["venueOptions", "liveCoins", "liveMaxOrder", "liveMaxPerDay", "liveMaxHeld", "feePercent", "liveConfirm"]) given[name].ShouldEndWith("=}", Case.Sensitive, name);
        foreach (var key in LiveKeys) given.Values.ShouldContain(value => value.StartsWith($"${{{CloudOptions.SettingOf(key)}=", StringComparison.Ordinal), key);
    }

    /// <summary>Each service is reached by its address and the app's identity.</summary>
    [Theory]
    [InlineData("AzureWebJobsStorage")]
    [InlineData("ServiceBusConnection")]
    [InlineData("AzureSignalRConnectionString")]
    public void Settings_OfAConnection_NameTheIdentity(string connection)
    {
        InfrastructureText.Settings[connection + "__credential"].ShouldBe("'managedidentity'");
        InfrastructureText.Settings[connection + "__clientId"].ShouldBe("clientId");
    }

    [Fact]
    public void Queues_Deployed_AreTheProgramsAndNoOther() =>
        Queue().Matches(InfrastructureText.Module("messaging")).Select(queue => queue.Groups[1].Value).ShouldBe(Queues);

    [Fact]
    public void Queues_TheirProperties_AreThePorts()
    {
        var bicep = InfrastructureText.Module("messaging");

        Duration(bicep, "duplicateDetectionHistoryTimeWindow").ShouldBe(MessageRules.DuplicateWindow);
        Duration(bicep, "lockDuration").ShouldBe(MessageRules.LockTime);
        bicep.ShouldContain($"maxDeliveryCount: {MessageRules.MaxDeliveries}\n");
        foreach (var on in (string[])["requiresSession", "requiresDuplicateDetection", "deadLetteringOnMessageExpiration"]) bicep.ShouldContain(on + ": true\n");
        // What nobody takes must outlive the reconciliation that refuses a stale order, and what is refused must not be sent for ever.
        foreach (Match queue in Queue().Matches(bicep)) XmlConvert.ToTimeSpan(queue.Groups[2].Value).ShouldBeInRange(RiskRules.Default.ReconcileLimit, TimeSpan.FromDays(7));
    }

    /// <summary>A host that takes messages in batches, or ahead, or settles them itself, breaks the order path.</summary>
    [Fact]
    public void Host_ItsServiceBus_KeepsToTheOrderPath()
    {
        var bus = InfrastructureText.Extension("serviceBus");

        bus.GetProperty("autoCompleteMessages").GetBoolean().ShouldBeFalse();
        bus.GetProperty("prefetchCount").GetInt32().ShouldBe(0);
        bus.GetProperty("maxConcurrentSessions").GetInt32().ShouldBeInRange(1, 64);
        // A handler that is cut off must not hold its session longer than its lock.
        var renewal = Time(bus.GetProperty("maxAutoLockRenewalDuration").GetString()!);
        (renewal, Time(InfrastructureText.Host.GetProperty("functionTimeout").GetString()!)).ShouldBe((MessageRules.LockTime, MessageRules.LockTime));
    }

    [Fact]
    public void Host_ItsDurableTask_IsAsDeployed()
    {
        var durable = InfrastructureText.Extension("durableTask");
        var storage = durable.GetProperty("storageProvider");

        InfrastructureText.Module("scheduler").ShouldContain($"name: '{durable.GetProperty("hubName").GetString()}'");
        durable.GetProperty("hubName").GetString()!.ShouldMatch("^[A-Za-z][A-Za-z0-9]{2,44}$");
        storage.GetProperty("type").GetString().ShouldBe("AzureStorage");
        InfrastructureText.Settings.Keys.ShouldContain(setting => setting.StartsWith(storage.GetProperty("connectionName").GetString() + "__"));
        storage.GetProperty("partitionCount").GetInt32().ShouldBeInRange(1, 4);
        Time(storage.GetProperty("maxQueuePollingInterval").GetString()!).TotalSeconds.ShouldBeInRange(5, 10);
        durable.GetProperty("tracing").GetProperty("distributedTracingEnabled").GetBoolean().ShouldBeTrue();
        durable.GetProperty("tracing").GetProperty("version").GetString().ShouldBe("V2");
    }

    [Fact]
    public void Host_TheRest_ServesTheApiAtTheRootAndTellsByOpenTelemetry()
    {
        InfrastructureText.Host.GetProperty("version").GetString().ShouldBe("2.0");
        InfrastructureText.Host.GetProperty("telemetryMode").GetString().ShouldBe("OpenTelemetry");
        InfrastructureText.Extension("http").GetProperty("routePrefix").GetString().ShouldBe("");
        // A compiled app brings its extensions; nested in logging they would be ignored without a word.
        InfrastructureText.Host.TryGetProperty("extensionBundle", out _).ShouldBeFalse();
        InfrastructureText.Host.GetProperty("logging").TryGetProperty("extensions", out _).ShouldBeFalse();
    }

    [Fact]
    public void Containers_Deployed_AreTheProgramsAndThePackages() => Container().Matches(InfrastructureText.Module("storage")).Select(each => each.Groups[1].Value).ShouldBe(
        ["packages", $"'{Names.ModelsContainer}'", $"'{Names.SettingsContainer}'"]);

    /// <summary>A query that names what nobody reports never fires, and nobody is told.</summary>
    [Fact]
    public void Alerts_TheirQueries_NameWhatIsReported()
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => reported.Add(instrument.Name) };
        TraderTelemetry.DeadLettered("q", "r");
        listener.Start();

        InfrastructureText.Queries.Keys.ShouldBe(["failed-cycles", "old-orders", "reconcile-lag", "unknown-orders", "silence", "log-cap"]);
        foreach (var query in InfrastructureText.Queries.Where(query => query.Key != "log-cap").Select(query => query.Value))
        {
            reported.ShouldContain(Metric().Match(query).Groups[1].Value, query);
            query.ShouldStartWith("customMetrics | where name == ");
        }
        InfrastructureText.Queries["silence"].ShouldContain($"customDimensions.schedule) == \"{Names.TradeTick}\"");
        InfrastructureText.Queries["reconcile-lag"].ShouldContain($"> {RiskRules.Default.ReconcileLimit.TotalSeconds.ToString(CultureInfo.InvariantCulture)}");
        InfrastructureText.Module("monitoring").ShouldContain("metricName: 'DeadletteredMessages'");
    }

    /// <summary>Where the functions are: whatever a trigger binds to is deployed.</summary>
    [Fact]
    public void Functions_WhatTheyBindTo_IsDeployed()
    {
        var folder = Path.Combine(Repository.Root, "functions");
        Assert.SkipUnless(Directory.Exists(folder), "There are no functions yet.");
        var code = string.Concat(Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).Select(File.ReadAllText));

        foreach (Match setting in BoundSetting().Matches(code)) InfrastructureText.Settings.Keys.ShouldContain(setting.Groups[1].Value.Replace(":", "__"));
        foreach (Match connection in BoundConnection().Matches(code)) InfrastructureText.Settings.Keys.ShouldContain(setting => setting.StartsWith(connection.Groups[1].Value + "__"));
    }

    private static TimeSpan Duration(string bicep, string property) => XmlConvert.ToTimeSpan(Regex.Match(bicep, property + ": '(P[^']+)'").Groups[1].Value);

    private static TimeSpan Time(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{ name: '(\w+)', timeToLive: '(P\w+)' \}")]
    private static partial Regex Queue();

    [GeneratedRegex(@"blobServices/containers@[^{]+\{\s+parent: blobs\s+name: (\S+)")]
    private static partial Regex Container();

    [GeneratedRegex("name == \"([\\w.]+)\"")]
    private static partial Regex Metric();

    [GeneratedRegex("\"%([\\w:]+)%\"")]
    private static partial Regex BoundSetting();

    [GeneratedRegex("Connection = \"(\\w+)\"")]
    private static partial Regex BoundConnection();
}
