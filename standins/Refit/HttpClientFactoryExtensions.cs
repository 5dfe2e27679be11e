using Microsoft.Extensions.DependencyInjection;

namespace Refit;

/// <summary>Clients from the container, as in the package Refit.HttpClientFactory.</summary>
public static class HttpClientFactoryExtensions
{
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
