using Microsoft.AspNetCore.Http.HttpResults;
using PreferenceFlow.Service.Bundles;
using PreferenceFlow.Service.Hosting;

namespace PreferenceFlow.Service.Health;

/// <summary>What an orchestrator asks.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", Live).WithName("Live").WithSummary("The process runs.");
        routes.MapGet("/readyz", Ready)
            .WithName("Ready")
            .WithSummary("Answers are aligned; without a bundle they pass untouched and this says why.");
    }

    internal static Ok<LiveReply> Live() => TypedResults.Ok(new LiveReply("ok"));

    internal static JsonHttpResult<ReadyReply> Ready(IBundleProvider bundles, GracefulShutdown shutdown) =>
        (shutdown.Begun ? "The service is shutting down." : bundles.Problem) is { } reason
            ? TypedResults.Json(new ReadyReply("not_ready", bundles.Id, reason), statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Json(new ReadyReply("ready", bundles.Id, null));
}

internal sealed record LiveReply(string Status);

/// <param name="Bundle">Id of the bundle in use.</param>
/// <param name="Reason">Why the service is not ready.</param>
internal sealed record ReadyReply(string Status, string? Bundle, string? Reason);
