using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using PowerTrader.Cloud.Hosting;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Functions;

/// <summary>The composition of the app; everything of it is of one process and shared by its functions.</summary>
internal static class TraderServices
{
    /// <exception cref="CloudOptionsException">The app's settings are not sound.</exception>
    public static IServiceCollection AddTrader(this IServiceCollection services)
    {
        var options = CloudOptions.Read(Environment.GetEnvironmentVariable);
        services.AddRouting();
        services.AddSingleton(_ => CloudComposition.Open(options));
        services.AddSingleton<ApiPipeline>();
        return services;
    }

    /// <summary>Spans and counts of the trader to Application Insights, where the deployment names one.</summary>
    public static IServiceCollection AddTraderTelemetry(this IServiceCollection services)
    {
        var telemetry = services.AddOpenTelemetry()
            .WithTracing(tracing => tracing.AddSource(TraderTelemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter(TraderTelemetry.Name))
            .UseFunctionsWorkerDefaults();
        if (Environment.GetEnvironmentVariable("APPLICATIONINSIGHTS_CONNECTION_STRING") is { Length: > 0 })
            telemetry.UseAzureMonitorExporter(monitor => monitor.Credential = new DefaultAzureCredential(new DefaultAzureCredentialOptions { ManagedIdentityClientId = Environment.GetEnvironmentVariable("AZURE_CLIENT_ID") }));
        return services;
    }
}
