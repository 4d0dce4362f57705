using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PowerTrader.Core.Workflows;
using PowerTrader.Host.CommandLine;

namespace PowerTrader.Host.Running;

/// <summary>Sends spans and metrics by OTLP while it lives. The exporter reads its standard variables itself; a collector that does not answer is no fault of trading.</summary>
internal sealed class TelemetryExport : IDisposable
{
    /// <summary>Unset or empty: nothing is exported.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>What the end of a run waits for a collector, once for spans and once for metrics.</summary>
    private const int EndMilliseconds = 2_000;

    private readonly TracerProvider tracer;
    private readonly MeterProvider meter;

    private TelemetryExport()
    {
        var resource = ResourceBuilder.CreateEmpty().AddService("powertrader").AddTelemetrySdk().AddEnvironmentVariableDetector();
        tracer = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(TraderTelemetry.Name).AddOtlpExporter().Build();
        meter = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(TraderTelemetry.Name).AddOtlpExporter().Build();
    }

    /// <summary>Null where the variable is not set.</summary>
    /// <exception cref="UsageException">It is no address.</exception>
    public static TelemetryExport? FromEnvironment()
    {
        var endpoint = Environment.GetEnvironmentVariable(EndpointVariable);
        if (string.IsNullOrWhiteSpace(endpoint)) return null;
        if (Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)) return new TelemetryExport();
        throw new UsageException($"{EndpointVariable} '{endpoint}' must be an http or https address, e.g. http://localhost:4317; unset it to export nothing.");
    }

    public void Dispose()
    {
        tracer.Shutdown(EndMilliseconds);
        meter.Shutdown(EndMilliseconds);
        tracer.Dispose();
        meter.Dispose();
    }
}
