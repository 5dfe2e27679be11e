using Microsoft.Extensions.DependencyInjection;

namespace Refit;

/// <summary>Clients from the container, as in the package Refit.HttpClientFactory.</summary>
public static class HttpClientFactoryExtensions
{
    /// <summary>Adds a client. In the package its implementation was generated at build time and needs no reflection.</summary>
    public static IHttpClientBuilder AddRefitGeneratedClient<T>(this IServiceCollection services, RefitSettings? settings)
        where T : class => services.AddRefitClient<T>(settings);

    /// <summary>Adds a client. In the package this overload needs Refit.Reflection.</summary>
    public static IHttpClientBuilder AddRefitClient<T>(this IServiceCollection services)
        where T : class => services.AddRefitClient<T>((RefitSettings?)null);

    public static IHttpClientBuilder AddRefitClient<T>(this IServiceCollection services, RefitSettings? settings)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddHttpClient($"Refit {typeof(T).FullName}");
        services.AddTransient(provider =>
            RestService.For<T>(provider.GetRequiredService<IHttpClientFactory>().CreateClient(builder.Name), settings));
        return builder;
    }
}
