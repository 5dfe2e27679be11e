using System.Reflection;

namespace Refit;

/// <summary>Turns each call of an interface into one request.</summary>
/// <remarks>Public because <see cref="DispatchProxy"/> derives from it in another assembly; not part of Refit's API.</remarks>
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public class RequestProxy : DispatchProxy
{
    private delegate object? Send(RestMethod method, object?[] arguments);

    private static readonly MethodInfo SendTyped = typeof(RequestProxy).GetMethod(
        nameof(SendAsync), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private readonly Dictionary<MethodInfo, (RestMethod Method, Send Send)> methods = [];
    private HttpClient client = null!;
    private RefitSettings settings = null!;

    internal void Connect(Type api, HttpClient httpClient, RefitSettings refitSettings)
    {
        client = httpClient;
        settings = refitSettings;
        foreach (var method in api.GetMethods())
        {
            var described = new RestMethod(api, method);
            methods[method] = (described, SendTyped.MakeGenericMethod(described.ResultType).CreateDelegate<Send>(this));
        }
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var (method, send) = methods[targetMethod!];
        return send(method, args ?? []);
    }

    private async Task<T?> SendAsync<T>(RestMethod method, object?[] arguments)
    {
        var cancellationToken = arguments is [.., CancellationToken last] ? last : arguments.OfType<CancellationToken>().FirstOrDefault();
        var request = method.CreateRequest(client.BaseAddress, arguments, settings);
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var reported = settings.TransportExceptionFactory(request, exception, cancellationToken);
            if (ReferenceEquals(reported, exception))
                throw;
            throw reported;
        }

        if (typeof(T) == typeof(HttpResponseMessage))
            return (T)(object)response; // whatever its status: the caller reads it

        if (!response.IsSuccessStatusCode)
            throw await ApiException.Create(request, request.Method, response, settings).ConfigureAwait(false);

        return await ReadAsync<T>(response, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T?> ReadAsync<T>(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // The stream and the content outlive this call and own the response; everything else is read to its end here.
        if (typeof(T) == typeof(Stream))
            return (T)(object)await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        if (typeof(T) == typeof(HttpContent))
            return (T)(object)response.Content;

        using (response)
        {
            if (typeof(T) == typeof(RestMethod.Nothing))
                return default;
            if (typeof(T) == typeof(string))
                return (T)(object)await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return await settings.ContentSerializer.FromHttpContentAsync<T>(response.Content, cancellationToken).ConfigureAwait(false);
        }
    }
}
