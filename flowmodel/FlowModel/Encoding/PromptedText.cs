namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>A text to be scored and what it answers.</summary>
public sealed record PromptedText
{
    /// <summary>The conversation before the text; may be empty.</summary>
    public required string Prompt { get; init; }

    public required string Text { get; init; }

    /// <summary>Several texts that answer one prompt.</summary>
    public static IReadOnlyList<PromptedText> Of(string prompt, IEnumerable<string> texts) =>
        [.. texts.Select(text => new PromptedText { Prompt = prompt, Text = text })];
}
