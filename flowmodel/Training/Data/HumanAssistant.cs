using System.Text.RegularExpressions;
using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.Training.Data;

/// <summary>
/// Dialogues as one text, as in Anthropic's HH-RLHF: turns begin with <c>Human:</c> or <c>Assistant:</c> after an empty line.
/// </summary>
internal static partial class HumanAssistant
{
    /// <summary>True for a text that begins with a human's turn and holds an assistant's.</summary>
    public static bool IsDialogue(string text) =>
        text.AsSpan().TrimStart().StartsWith("Human:") && text.Contains("\n\nAssistant:", StringComparison.Ordinal);

    /// <summary>The turns with roles <c>user</c> and <c>assistant</c>, their contents trimmed.</summary>
    public static IReadOnlyList<ChatTurn> Parse(string text)
    {
        var marks = TurnStart.Matches(text);
        return
        [
            .. marks.Select((mark, i) => new ChatTurn
            {
                Role = mark.Groups["who"].ValueSpan is "Human" ? "user" : "assistant",
                Content = text[(mark.Index + mark.Length)..(i + 1 < marks.Count ? marks[i + 1].Index : text.Length)].Trim(),
            }),
        ];
    }

    /// <summary>
    /// A prompt that may be written as turns, often with the empty turn to come at the end, as <see cref="PromptText"/> has it.
    /// </summary>
    public static string Prompt(string text)
    {
        if (!IsDialogue(text))
            return text;
        var turns = Parse(text);
        return PromptText.Of(turns[^1] is { Role: "assistant", Content: "" } ? [.. turns.Take(turns.Count - 1)] : turns);
    }

    [GeneratedRegex(@"(?:^\s*|\n\n)(?<who>Human|Assistant):", RegexOptions.CultureInvariant)]
    private static partial Regex TurnStart { get; }
}
