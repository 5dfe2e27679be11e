namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Sizes of what a reward network reads.</summary>
public interface IFeatureEncoder
{
    /// <summary>Rows of the feature table: ids lie in 1 to <see cref="Rows"/> − 1, 0 is padding.</summary>
    int Rows { get; }

    /// <summary>Length of <see cref="TextFeatures.Measures"/>, 0 for an encoder without any.</summary>
    int Measures { get; }
}

/// <summary>Turns a text, and the prompt that it answers, into what a reward network reads. Safe to call from several threads.</summary>
public interface ITextEncoder : IFeatureEncoder
{
    /// <param name="prompt">The conversation before the text; may be empty.</param>
    /// <param name="text">The text to be scored.</param>
    TextFeatures Encode(string prompt, string text);

    /// <summary>Several at once, which some encoders do faster.</summary>
    IReadOnlyList<TextFeatures> Encode(IReadOnlyList<PromptedText> texts) => [.. texts.Select(t => Encode(t.Prompt, t.Text))];
}
