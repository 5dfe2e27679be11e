using System.Reflection;

namespace Refit;

/// <summary>Makes implementations of annotated interfaces.</summary>
public static class RestService
{
    public static T For<T>(HttpClient client) => For<T>(client, null);

    /// <exception cref="InvalidOperationException">A method of the interface has no HTTP method attribute.</exception>
    public static T For<T>(HttpClient client, RefitSettings? settings)
    {
        ArgumentNullException.ThrowIfNull(client);
        var proxy = DispatchProxy.Create<T, RequestProxy>();
        ((RequestProxy)(object)proxy!).Connect(typeof(T), client, settings ?? new RefitSettings());
        return proxy;
    }
}
