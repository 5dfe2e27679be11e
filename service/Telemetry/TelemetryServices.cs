using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace PreferenceFlow.Service.Telemetry;

/// <summary>Puts metrics, traces and the log together.</summary>
internal static class TelemetryServices
{
    private static readonly string[] OtlpEndpoints =
        ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"];

    /// <summary>Metrics are always kept, for <c>/metrics</c>. Where OTLP's standard settings name an endpoint they are sent, and traces too.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ProxyMetrics>();
        builder.Services.AddSingleton<RequestAccounting>().AddSingleton<EndedRequests>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<EndedRequests>());
        AddLog(builder);

        var name = builder.Configuration["OTEL_SERVICE_NAME"] ?? "preferenceflow";
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(name))
            .WithMetrics(metrics => metrics
                .AddMeter(ProxyMetrics.Name, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel")
                .AddPrometheusExporter());
        if (!OtlpEndpoints.Any(setting => builder.Configuration[setting] is { Length: > 0 }))
            return;
        telemetry.WithMetrics(metrics => metrics.AddOtlpExporter())
            .WithTracing(tracing => tracing.AddSource(Tracing.Source.Name).AddOtlpExporter());
    }

    /// <summary>Maps <c>/metrics</c>, in Prometheus' text format.</summary>
    public static IEndpointConventionBuilder MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics");

    private static void AddLog(WebApplicationBuilder builder)
    {
        // It writes query strings, and with any level on makes an activity and a scope for each request. RequestAccounting does its work.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        if (builder.Configuration["Logging:Console:FormatterName"] is { Length: > 0 })
            return; // the framework's own, json for instance
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ILoggerProvider>(provider =>
            new ConsoleLog(Console.OpenStandardOutput(), provider.GetRequiredService<TimeProvider>()));
    }
}
