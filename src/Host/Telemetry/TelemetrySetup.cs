using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Verditer.Host;

/// <summary>Logs for people, and traces and metrics for a collector when one is named.</summary>
internal static class TelemetrySetup
{
    private const string CollectorVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddLog(ILoggingBuilder logging, TextWriter writer, bool verbose, TimeProvider hostTime)
    {
        logging.AddProvider(new LineLoggerProvider(writer, hostTime));
        logging.SetMinimumLevel(verbose ? LogLevel.Debug : LogLevel.Warning);
        logging.AddFilter("Verditer.Host", verbose ? LogLevel.Debug : LogLevel.Information);
        // What keeps it from starting is said in one sentence by whoever started it.
        logging.AddFilter("Microsoft.Extensions.Hosting", verbose ? LogLevel.Error : LogLevel.None);
        // Where it may log, Kestrel makes an activity and a scope for each request, though nothing reads them.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", verbose ? LogLevel.Information : LogLevel.None);
        logging.AddFilter("Microsoft", verbose ? LogLevel.Information : LogLevel.Warning);
    }

    /// <summary>Costs nothing when no collector is named.</summary>
    public static void AddCollector(IServiceCollection services)
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(CollectorVariable)))
        {
            return;
        }

        services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("verditer", serviceVersion: ProductVersion.Text))
            .WithTracing(traces => traces.AddSource("Verditer.*").AddSource("Microsoft.AspNetCore").AddOtlpExporter())
            .WithMetrics(metrics => metrics.AddMeter("Verditer.*").AddMeter("Microsoft.AspNetCore.Hosting").AddOtlpExporter());
    }
}
