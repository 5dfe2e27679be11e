using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace PreferenceFlow.Clients;

/// <summary>Where the upstream is and how long it may take.</summary>
public sealed class UpstreamOptions
{
    public const string Section = "Upstream";

    /// <summary>Base URL of the OpenAI-compatible API, http or https. A trailing <c>/v1</c> is optional: clients' paths carry it.</summary>
    [Required(ErrorMessage = "Upstream:BaseUrl is required, for example https://api.openai.com.")]
    public string? BaseUrl { get; set; }

    /// <summary>Key sent to the upstream as a bearer token.</summary>
    /// <value>The default is none: the client's own Authorization header is passed on.</value>
    public string? ApiKey { get; set; }

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

    /// <summary>How long the upstream is left alone after it was found down (half of at least ten calls within 30 seconds).</summary>
    /// <value>The default is 5 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary><see cref="BaseUrl"/> without the trailing slash and <c>/v1</c>.</summary>
    internal string Origin
    {
        get
        {
            var origin = BaseUrl!.TrimEnd('/');
            return origin.EndsWith("/v1", StringComparison.OrdinalIgnoreCase) ? origin[..^3] : origin;
        }
    }
}

[OptionsValidator]
internal sealed partial class UpstreamOptionsValidator : IValidateOptions<UpstreamOptions>;

/// <summary>What one attribute cannot say.</summary>
internal sealed class UpstreamOptionsRules : IValidateOptions<UpstreamOptions>
{
    public ValidateOptionsResult Validate(string? name, UpstreamOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.BaseUrl is { Length: > 0 } text && !IsBase(text))
            result.AddError("Upstream:BaseUrl must be an absolute http or https URL without query or fragment.");
        if (options.FirstByteTimeout > options.TotalTimeout)
        {
            result.AddError(
                $"Upstream:FirstByteTimeout ({options.FirstByteTimeout}) must not exceed Upstream:TotalTimeout ({options.TotalTimeout}).");
        }

        if (options.ApiKey is { } key && key.Any(char.IsControl))
            result.AddError("Upstream:ApiKey must not hold control characters.");
        return result.Build();
    }

    private static bool IsBase(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "" };
}
