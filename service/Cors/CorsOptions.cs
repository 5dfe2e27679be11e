using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Cors;

/// <summary>Which web pages may call the proxy from a browser.</summary>
internal sealed class CorsOptions
{
    public const string Section = "Cors";

    /// <summary>Origins such as <c>https://chat.example</c>, or <c>*</c> alone for all. Cookies are allowed to none of them.</summary>
    /// <value>The default is none: what browsers ask before a request is passed on, and so are the upstream's own answers to it.</value>
    public IList<string> Origins { get; set; } = [];
}

internal sealed class CorsOptionsRules : IValidateOptions<CorsOptions>
{
    public ValidateOptionsResult Validate(string? name, CorsOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var origin in options.Origins.Where(origin => origin != "*" && !IsOrigin(origin)))
            result.AddError($"Cors:Origins: {origin} must be * or an origin in the browsers' writing, such as https://chat.example.");
        if (options.Origins.Contains("*") && options.Origins.Count > 1)
            result.AddError("Cors:Origins: * stands alone.");
        return result.Build();
    }

    private static bool IsOrigin(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https" } &&
        url.GetLeftPart(UriPartial.Authority) == origin;
}
