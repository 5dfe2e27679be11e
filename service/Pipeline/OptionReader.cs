using System.Globalization;
using PreferenceFlow.Service.Errors;

namespace PreferenceFlow.Service.Pipeline;

/// <summary>Reads one option of a request and refuses what is out of its range, naming field and range.</summary>
internal static class OptionReader
{
    /// <param name="option">The bare name: <c>mode</c>, <c>strength</c>, <c>min_gain</c>, <c>max_edits</c>, <c>candidates</c>, <c>objectives</c>, and
    /// <c>stream_policy</c>, which as a header is <c>stream</c>.</param>
    /// <param name="field">The name the client wrote, for the message.</param>
    /// <exception cref="OpenAiException">The option is unknown or its value is out of range.</exception>
    public static RequestOverrides Read(RequestOverrides overrides, string option, string field, string value) => option switch
    {
        "mode" => overrides with { Mode = Mode(field, value) },
        "strength" => overrides with { Strength = Number(field, value, 2) },
        "min_gain" => overrides with { MinGain = Number(field, value, 100) },
        "max_edits" => overrides with { MaxEdits = Whole(field, value, 0, 100_000) },
        "stream" or "stream_policy" => overrides with { StreamPolicy = Policy(field, value) },
        "candidates" => overrides with { Candidates = Whole(field, value, 1, AlignmentOptions.MostCandidates) },
        "objectives" => overrides with { Objectives = ObjectiveWeights.Read(field, value) },
        _ => throw OpenAiException.Invalid(
            "unknown_option", field,
            $"{field} is not an option; there are mode, strength, min_gain, max_edits, stream_policy, candidates and objectives."),
    };

    private static AlignmentMode Mode(string field, string value) => value.ToLowerInvariant() switch
    {
        "off" => AlignmentMode.Off,
        "shadow" => AlignmentMode.Shadow,
        "edit" => AlignmentMode.Edit,
        "select" => AlignmentMode.Select,
        "revise" => AlignmentMode.Revise,
        "auto" => AlignmentMode.Auto,
        _ => throw OpenAiException.Invalid("invalid_option", field, $"{field} must be one of off, shadow, edit, select, revise and auto."),
    };

    private static StreamPolicy Policy(string field, string value) => value.ToLowerInvariant() switch
    {
        "sentence" => StreamPolicy.Sentence,
        "hold" => StreamPolicy.Hold,
        "off" => StreamPolicy.Off,
        _ => throw OpenAiException.Invalid("invalid_option", field, $"{field} must be one of sentence, hold and off."),
    };

    private static double Number(string field, string value, double most) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0 && number <= most
            ? number
            : throw OpenAiException.Invalid("invalid_option", field, $"{field} must be a number from 0 to {most}.");

    private static int Whole(string field, string value, int least, int most) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw OpenAiException.Invalid("invalid_option", field, $"{field} must be a whole number from {least} to {most}.");
}
