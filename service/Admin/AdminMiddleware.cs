using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Admin;

/// <summary>Marks an endpoint for operators.</summary>
internal sealed class AdminEndpoint
{
    public static bool Is(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<AdminEndpoint>() is not null;
}

/// <summary>Keeps the endpoints for operators to their own listener, and all others off it. Not there where they have none.</summary>
/// <remarks>It goes by the port of the connection. What a request says of its host is the client's to choose.</remarks>
internal sealed class AdminMiddleware(RequestDelegate next, IServer server)
{
    // The last address is the operators' (AdminServices); asked for once Kestrel listens, since the port may be given as 0.
    private readonly Lazy<int> port = new(() =>
        BindingAddress.Parse(server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Last()).Port);

    public Task InvokeAsync(HttpContext context) => AdminEndpoint.Is(context) == (context.Connection.LocalPort == port.Value)
        ? next(context)
        : throw new OpenAiException(
            StatusCodes.Status404NotFound, "invalid_request_error", "not_found", null, "There is no such endpoint on this port.");
}
