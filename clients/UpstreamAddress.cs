using System.ComponentModel.DataAnnotations;

namespace PreferenceFlow.Clients;

/// <summary>One of several upstreams.</summary>
public sealed class UpstreamAddress
{
    // A path such as /files/a%2Fb must arrive as it was sent.
    private static readonly UriCreationOptions Untouched = new() { DangerousDisablePathAndQueryCanonicalization = true };

    private Uri? last; // most requests have the same target, and parsing it anew costs as much as all their headers

    /// <inheritdoc cref="UpstreamOptions.BaseUrl"/>
    public string? BaseUrl { get; set; }

    /// <inheritdoc cref="UpstreamOptions.ApiKey"/>
    public string? ApiKey { get; set; }

    /// <inheritdoc cref="UpstreamOptions.KeyHeader"/>
    [AllowedValues("Authorization", "api-key", "x-api-key")]
    public string KeyHeader { get; set; } = "Authorization";

    /// <summary>Its share of the requests, 0 to 1,000,000; with 0 it is asked only when those with a weight have failed.</summary>
    /// <value>The default is 1.</value>
    [Range(0, 1_000_000)]
    public int Weight { get; set; } = 1;

    /// <summary><see cref="BaseUrl"/> without the trailing slash and <c>/v1</c>.</summary>
    internal string Origin
    {
        get
        {
            var origin = BaseUrl!.TrimEnd('/');
            return origin.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? origin[..^3] : origin;
        }
    }

    /// <summary>Where a request with this path and query goes.</summary>
    internal Uri At(string target)
    {
        var (origin, known) = (Origin, last);
        return known?.OriginalString.Length == origin.Length + target.Length && known.OriginalString.EndsWith(target, StringComparison.Ordinal)
            ? known
            : last = new(origin + target, Untouched);
    }
}
