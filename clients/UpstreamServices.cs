using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Refit;

namespace PreferenceFlow.Clients;

public static class UpstreamServices
{
    /// <summary>Adds <see cref="Upstream"/>, configured from the section <c>Upstream</c> and checked at start.</summary>
    /// <returns>The builder of the underlying HTTP client.</returns>
    public static IHttpClientBuilder AddUpstream(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<UpstreamOptions, UpstreamOptionsValidator>()
            .BindConfiguration(UpstreamOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true);
        services.AddSingleton<IValidateOptions<UpstreamOptions>, UpstreamOptionsRules>();
        services.TryAddSingleton(TimeProvider.System);
        services.AddTransient<UpstreamRequestHandler>();

        // Transport errors stay what the HTTP stack threw: UpstreamFailures reads them.
        var settings = new RefitSettings { TransportExceptionFactory = (_, exception, _) => exception };
        var client = services.AddRefitGeneratedClient<IOpenAiApi>(settings)
            .ConfigureHttpClient((provider, client) =>
            {
                // A placeholder, which Refit wants: each request names its own.
                client.BaseAddress = new Uri(provider.GetRequiredService<IOptions<UpstreamOptions>>().Value.Addresses()[0].Origin);
                client.Timeout = Timeout.InfiniteTimeSpan; // UpstreamResilience owns the clocks
            })
            .ConfigurePrimaryHttpMessageHandler(provider => CreateSockets(provider.GetRequiredService<IOptions<UpstreamOptions>>().Value))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // PooledConnectionLifetime follows DNS instead
            .AddHttpMessageHandler<UpstreamRequestHandler>()
            .RemoveAllLoggers(); // they would write full URLs
        services.AddSingleton(provider => new Upstream(
            provider.GetRequiredService<IOpenAiApi>(),
            new PassThroughClient(new(provider.GetRequiredService<IHttpMessageHandlerFactory>().CreateHandler(client.Name), disposeHandler: false)),
            provider.GetRequiredService<IOptions<UpstreamOptions>>(),
            provider.GetRequiredService<TimeProvider>()));
        return client;
    }

    // Nothing is followed, decoded or remembered: what the upstream sends is what the client gets.
    internal static SocketsHttpHandler CreateSockets(UpstreamOptions options) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = options.ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        EnableMultipleHttp2Connections = true,
        KeepAlivePingDelay = options.KeepAlivePingDelay,
        KeepAlivePingTimeout = options.KeepAlivePingTimeout,
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests, // some upstreams take pings on idle connections for abuse
        ActivityHeadersPropagator = null, // a client's traceparent passes, none is made up
        RequestHeaderEncodingSelector = static (_, _) => Encoding.Latin1, // bytes pass as they are, whatever they encode
        ResponseHeaderEncodingSelector = static (_, _) => Encoding.Latin1,
        SslOptions = new() { CertificateChainPolicy = options.TrustedRoots is { } file ? TrustOnly(file) : null },
    };

    private static X509ChainPolicy TrustOnly(string file)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        return policy;
    }
}
