using Microsoft.Extensions.Options;

namespace PreferenceFlow.Service.Admin;

/// <summary>Where the endpoints for operators answer.</summary>
internal sealed class AdminOptions
{
    public const string Section = "Admin";

    /// <summary>An address of their own, such as <c>http://127.0.0.1:9090</c>, beside those of <c>urls</c>; nothing else answers there.</summary>
    /// <value>The default is none: they answer on every address, and ask for a key like all others where keys are configured.</value>
    public string? Url { get; set; }
}

internal sealed class AdminOptionsRules(IConfiguration configuration) : IValidateOptions<AdminOptions>
{
    public ValidateOptionsResult Validate(string? name, AdminOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        if (options.Url is not { } url)
            return result.Build();
        if (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed is not { Scheme: "http" or "https", PathAndQuery: "/" })
            result.AddError("Admin:Url must be an absolute http or https URL without a path, such as http://127.0.0.1:9090.");
        if (configuration.GetSection("Kestrel:Endpoints").GetChildren().Any())
            result.AddError("Admin:Url stands beside urls, which Kestrel:Endpoints overrules; give urls and Kestrel:Certificates instead.");
        return result.Build();
    }
}
