using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Clients;

/// <summary>Where the upstream is, or the upstreams are, and how long they may take.</summary>
public sealed class UpstreamOptions
{
    public const string Section = "Upstream";

    /// <summary>Base URL of the OpenAI-compatible API, http or https. A trailing <c>/v1</c> is optional: clients' paths carry it.</summary>
    public string? BaseUrl { get; set; }

    /// <summary>Key sent to the upstream in place of the client's.</summary>
    /// <value>The default is none: the client's own is passed on, unless it is one of the service's.</value>
    public string? ApiKey { get; set; }

    /// <summary>Header that carries <see cref="ApiKey"/>: <c>Authorization</c>, as a bearer token; <c>api-key</c> for Azure;
    /// <c>x-api-key</c> for Anthropic.</summary>
    /// <value>The default is Authorization.</value>
    [AllowedValues("Authorization", "api-key", "x-api-key")]
    public string KeyHeader { get; set; } = "Authorization";

    /// <summary>PEM file with the roots to trust for https in place of the system's, where an upstream's certificate is a private one.</summary>
    /// <value>The default is none. There is no way to trust any certificate.</value>
    public string? TrustedRoots { get; set; }

    /// <summary>Several upstreams in place of <see cref="BaseUrl"/> and <see cref="ApiKey"/>. They must serve the same models.</summary>
    /// <value>The default is none.</value>
    [ValidateEnumeratedItems]
    public IList<UpstreamAddress> Upstreams { get; set; } = [];

    /// <summary>Longest time to open a connection.</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest time of one attempt until the response's headers. Without streaming that is the whole answer's time.</summary>
    /// <value>The default is 10 minutes, that of the official clients.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "06:00:00")]
    public TimeSpan FirstByteTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest silence within a response's body.</summary>
    /// <value>The default is 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "06:00:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest time of all attempts and pauses until the response's headers; <see cref="IdleTimeout"/> bounds bodies.</summary>
    /// <value>The default is 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00.100", "12:00:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Further attempts after connect errors and the statuses 408, 429 and 503.</summary>
    /// <value>The default is 2.</value>
    [Range(0, 10)]
    public int MaxRetries { get; set; } = 2;

    /// <summary>Pause before the first retry where the upstream names none; doubles, with jitter.</summary>
    /// <value>The default is 500 milliseconds.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time without a response after which a second attempt goes out beside the first, where retries are allowed: to the next
    /// upstream, or again to the only one. The first answer wins; the other attempt is given up, but may cost what it has done.</summary>
    /// <value>The default is never.</value>
    [Range(typeof(TimeSpan), "00:00:00.010", "06:00:00")]
    public TimeSpan? HedgeAfter { get; set; }

    /// <summary>Whether HTTP/2 is spoken where an upstream's URL is http and so nothing can be negotiated.</summary>
    /// <value>The default is no: HTTP/1.1 there. With https HTTP/2 is negotiated.</value>
    public bool Http2Cleartext { get; set; }

    /// <summary>Silence on an HTTP/2 connection with open requests after which the upstream is asked for a sign of life.</summary>
    /// <value>The default is 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "06:00:00")]
    public TimeSpan KeepAlivePingDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Time for that sign; without it the connection is given up and its requests fail.</summary>
    /// <value>The default is 20 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan KeepAlivePingTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the upstream is left alone after it was found down (half of at least ten calls within 30 seconds).</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>All upstreams, at least one.</summary>
    internal IReadOnlyList<UpstreamAddress> Addresses() =>
        Upstreams.Count > 0 ? [.. Upstreams] : [new UpstreamAddress { BaseUrl = BaseUrl, ApiKey = ApiKey, KeyHeader = KeyHeader }];
}

[OptionsValidator]
internal sealed partial class UpstreamOptionsValidator : IValidateOptions<UpstreamOptions>;

/// <summary>What one attribute cannot say.</summary>
internal sealed class UpstreamOptionsRules : IValidateOptions<UpstreamOptions>
{
    public ValidateOptionsResult Validate(string? name, UpstreamOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Upstreams.Count == 0 && string.IsNullOrWhiteSpace(options.BaseUrl))
            result.AddError("Upstream:BaseUrl is required, for example https://api.openai.com.");
        if (options.Upstreams.Count > 0 && options is not { BaseUrl: null or "", ApiKey: null or "" })
            result.AddError("Upstream:Upstreams stands in place of Upstream:BaseUrl and Upstream:ApiKey; give either.");
        foreach (var (path, address) in Named(options))
            Check(path, address, result);
        if (options.TrustedRoots is { } roots && !File.Exists(roots))
            result.AddError($"Upstream:TrustedRoots: there is no file {roots}.");
        if (options.FirstByteTimeout > options.TotalTimeout)
        {
            result.AddError(
                $"Upstream:FirstByteTimeout ({options.FirstByteTimeout}) must not exceed Upstream:TotalTimeout ({options.TotalTimeout}).");
        }

        return result.Build();
    }

    private static IEnumerable<(string Path, UpstreamAddress Address)> Named(UpstreamOptions options) => options.Upstreams.Count == 0
        ? [("Upstream", options.Addresses()[0])]
        : options.Upstreams.Select((address, index) => ($"Upstream:Upstreams:{index}", address));

    private static void Check(string path, UpstreamAddress address, ValidateOptionsResultBuilder result)
    {
        if (path != "Upstream" && string.IsNullOrWhiteSpace(address.BaseUrl))
            result.AddError($"{path}:BaseUrl is required.");
        if (address.BaseUrl is { Length: > 0 } text && !IsBase(text))
            result.AddError($"{path}:BaseUrl must be an absolute http or https URL without query or fragment.");
        if (address.ApiKey is { } key && key.Any(char.IsControl))
            result.AddError($"{path}:ApiKey must not hold control characters.");
    }

    private static bool IsBase(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "" };
}
