namespace PreferenceFlow.Service.Access;

/// <summary>The key in a request's headers: <c>Authorization: Bearer</c> as for OpenAI, <c>api-key</c> for Azure, <c>x-api-key</c> for
/// Anthropic.</summary>
internal static class Credentials
{
    private const string Scheme = "Bearer ";

    private static readonly string[] Bare = ["api-key", "x-api-key"];

    /// <summary>The first that is there, or null; all are taken out of the headers, so that none reaches the upstream.</summary>
    public static string? Take(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        var presented = authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..].Trim() : null;
        headers.Remove("Authorization");
        foreach (var name in Bare)
        {
            presented ??= headers.TryGetValue(name, out var values) ? values.ToString() : null;
            headers.Remove(name);
        }

        return presented;
    }
}
