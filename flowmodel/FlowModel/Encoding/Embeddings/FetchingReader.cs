namespace PreferenceFlow.FlowModel.Encoding.Embeddings;

/// <summary>Fetches each distinct embedding that some answers and their prompts need, in one call of the source.</summary>
internal sealed class FetchingReader(EmbeddingEncoder encoder, IEmbeddingSource source) : IAnswerReader
{
    /// <summary>UTF-16 code units sent of one text: below the token limits of the embedding models that are offered, in any script.</summary>
    private const int Longest = 8000;

    public async Task<IReadOnlyList<TextFeatures>> ReadAsync(IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken)
    {
        string[] wanted = [.. texts.SelectMany(t => new[] { Ending(t.Prompt), Beginning(t.Text) }).Where(t => t.Length > 0).Distinct()];
        var fetched = wanted.Length == 0 ? [] : await source.EmbedAsync(wanted, cancellationToken).ConfigureAwait(false);
        if (fetched.Count != wanted.Length)
            throw new InvalidDataException($"{wanted.Length} embeddings were asked for, {fetched.Count} came.");
        var embeddings = wanted.Zip(fetched).ToDictionary(pair => pair.First, pair => pair.Second);
        embeddings[""] = [];
        return [.. texts.Select(t => encoder.Encode(t, embeddings[Ending(t.Prompt)], embeddings[Beginning(t.Text)]))];
    }

    /// <summary>Of a long answer what it begins with.</summary>
    private static string Beginning(string text)
    {
        if (text.Length <= Longest)
            return text;
        return char.IsHighSurrogate(text[Longest - 1]) ? text[..(Longest - 1)] : text[..Longest];
    }

    /// <summary>Of a long conversation what was said last.</summary>
    private static string Ending(string text)
    {
        if (text.Length <= Longest)
            return text;
        return char.IsLowSurrogate(text[^Longest]) ? text[^(Longest - 1)..] : text[^Longest..];
    }
}
