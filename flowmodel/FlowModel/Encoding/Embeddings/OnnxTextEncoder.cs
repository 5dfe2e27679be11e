namespace PreferenceFlow.FlowModel.Encoding.Embeddings;

/// <summary>An encoder over a pretrained sentence encoder: n-grams, and what its embeddings say. Owns the sentence encoder.</summary>
public sealed class OnnxTextEncoder(EmbeddingEncoder features, OnnxEmbedder embedder) : ITextEncoder, IDisposable
{
    public int Rows => features.Rows;

    public int Measures => features.Measures;

    public TextFeatures Encode(string prompt, string text) => Encode([new() { Prompt = prompt, Text = text }])[0];

    /// <summary>Each distinct text and prompt goes through the network once.</summary>
    public IReadOnlyList<TextFeatures> Encode(IReadOnlyList<PromptedText> texts)
    {
        (string Text, KeptEnd Kept)[] wanted =
        [
            .. texts.SelectMany(t => new[] { (Text: t.Prompt, KeptEnd.Ending), (t.Text, KeptEnd.Beginning) })
                .Where(w => w.Text.Length > 0).Distinct(),
        ];
        var found = wanted.Zip(embedder.Embed(wanted)).ToDictionary(pair => pair.First, pair => pair.Second);
        float[] Of(string text, KeptEnd kept) => text.Length == 0 ? [] : found[(text, kept)];
        return [.. texts.Select(t => features.Encode(t, Of(t.Prompt, KeptEnd.Ending), Of(t.Text, KeptEnd.Beginning)))];
    }

    public void Dispose() => embedder.Dispose();
}
