using System.IO.Enumeration;
using PreferenceFlow.Service.Errors;
using PreferenceFlow.Service.Pipeline;

namespace PreferenceFlow.Service.Access;

/// <summary>A client's key at work: its policy, and what is left of its limits.</summary>
internal sealed class ClientKey(KeyOptions options, TimeProvider time)
{
    /// <summary>What it says where a request says nothing.</summary>
    public RequestOverrides Defaults { get; } = new()
    {
        Mode = options.Mode ?? (options.Modes is [var first, ..] ? first : null),
        Objectives = options.Objectives.Count > 0 ? options.Objectives : null,
    };

    public string Name { get; } = options.Name!;

    public byte[] Hash { get; } = Convert.FromHexString(options.Sha256!);

    public KeyLimits Limits { get; } = new(options, time);

    public bool MayUseAnyModel => options.Models.Count == 0;

    public bool MayUse(string model) => options.Models.Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, model, ignoreCase: false));

    /// <exception cref="OpenAiException">403: the mode is none of the key's, or the upstream shall make more answers than it may ask for.</exception>
    public void Require(AlignmentMode mode, int candidates)
    {
        if (options.Modes.Count > 0 && !options.Modes.Contains(mode))
        {
            throw OpenAiException.Forbidden(
                "mode_not_allowed", $"This key may use the modes {string.Join(", ", options.Modes.Select(HeaderNames.Of))}.");
        }

        if (options.Candidates is { } most && candidates > most)
            throw OpenAiException.Forbidden("candidates_not_allowed", $"This key may ask for {most} answers to a request, not {candidates}.");
    }
}
