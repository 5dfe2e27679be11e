using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Access;

/// <summary>Who may use the proxy.</summary>
internal sealed class AccessOptions
{
    public const string Section = "Access";

    /// <value>The default is none: whoever reaches the port may use it, and the client's own key goes to the upstream.</value>
    [ValidateEnumeratedItems]
    public IList<KeyOptions> Keys { get; set; } = [];
}

/// <summary>A client's key and what may be done with it.</summary>
internal sealed class KeyOptions
{
    /// <summary>Whose key it is; this may stand in logs, the key never does.</summary>
    public string? Name { get; set; }

    /// <summary>SHA-256 of the key in hexadecimal digits, as <c>new-key</c> prints it.</summary>
    /// <remarks>No salt and no slow hash: the keys of <c>new-key</c> have 256 random bits, which nobody guesses. Don't hash a password.</remarks>
    public string? Sha256 { get; set; }

    /// <summary>Models that it may ask for; <c>*</c> and <c>?</c> stand for any characters and any one.</summary>
    /// <value>The default is all.</value>
    public IList<string> Models { get; set; } = [];

    /// <summary>Modes that its requests may choose. No promise that an answer is aligned: a bypass remains one.</summary>
    /// <value>The default is all.</value>
    public IList<AlignmentMode> Modes { get; set; } = [];

    /// <summary>Mode where the request says nothing.</summary>
    /// <value>The default is the first of <see cref="Modes"/>, and <see cref="AlignmentOptions.Mode"/> where there are none.</value>
    public AlignmentMode? Mode { get; set; }

    /// <summary>Most answers that the upstream may make for one of its requests that is read: <c>n</c>, or those to choose among, 1 to 16.</summary>
    /// <value>The default is no limit.</value>
    [Range(1, AlignmentOptions.MostCandidates)]
    public int? Candidates { get; set; }

    /// <summary>What the bundle's objectives weigh for its requests where they say nothing, by name.</summary>
    /// <value>The default is <see cref="AlignmentOptions.Objectives"/>.</value>
    public Dictionary<string, double> Objectives { get; set; } = [];

    /// <value>The default is no limit.</value>
    [Range(1, int.MaxValue)]
    public int? RequestsPerMinute { get; set; }

    /// <summary>Tokens of requests and answers. A request is let in while some are left; what it took is counted when it is over.</summary>
    /// <value>The default is no limit.</value>
    [Range(1, int.MaxValue)]
    public int? TokensPerMinute { get; set; }

    /// <summary>Requests at the same time.</summary>
    /// <value>The default is no limit.</value>
    [Range(1, 100_000)]
    public int? Concurrent { get; set; }
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;

/// <summary>What one attribute cannot say.</summary>
internal sealed class AccessOptionsRules : IValidateOptions<AccessOptions>
{
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        var result = new ValidateOptionsResultBuilder();
        foreach (var (index, key) in options.Keys.Index())
            Check($"Access:Keys:{index}", key, result);
        foreach (var repeated in options.Keys.Where(key => key.Name is not null).GroupBy(key => key.Name).Where(group => group.Count() > 1))
            result.AddError($"Access:Keys: two keys have the Name {repeated.Key}.");
        if (options.Keys.Where(key => key.Sha256 is not null).DistinctBy(key => key.Sha256!.ToUpperInvariant()).Count() <
            options.Keys.Count(key => key.Sha256 is not null))
            result.AddError("Access:Keys: two keys have the same Sha256.");
        return result.Build();
    }

    private static void Check(string path, KeyOptions key, ValidateOptionsResultBuilder result)
    {
        if (string.IsNullOrWhiteSpace(key.Name) || key.Name.Any(char.IsControl))
            result.AddError($"{path}:Name is required, without control characters.");
        if (key.Sha256 is not { Length: 64 } hash || !hash.All(char.IsAsciiHexDigit))
            result.AddError($"{path}:Sha256 must be 64 hexadecimal digits, as the command new-key prints them.");
        if (key.Models.Any(string.IsNullOrWhiteSpace))
            result.AddError($"{path}:Models must not hold an empty name.");
        if (key is { Mode: { } mode, Modes.Count: > 0 } && !key.Modes.Contains(mode))
            result.AddError($"{path}:Mode must be one of its Modes.");
    }
}
