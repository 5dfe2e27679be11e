namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>Tokens and their ids as files list them.</summary>
internal static class Vocabulary
{
    /// <param name="field">An object of tokens with their ids.</param>
    public static Dictionary<string, int> Read(JsonField field)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (token, id) in field.Members())
            vocabulary[token] = id.Index();
        return vocabulary;
    }

    /// <param name="name">Names the file in messages.</param>
    /// <param name="text">A token a line; its place is its id.</param>
    public static Dictionary<string, int> OfLines(string name, string text)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (id, line) in text.TrimEnd('\n', '\r').Split('\n').Index())
            vocabulary[line.TrimEnd()] = id;
        return vocabulary.ContainsKey(WordPieceModel.Unknown)
            ? vocabulary
            : throw new InvalidDataException($"{name}: {WordPieceModel.Unknown} was expected among its lines, a token each.");
    }

    /// <summary>The id of a token that must be there.</summary>
    public static int Id(Dictionary<string, int> vocabulary, JsonField field, string token) =>
        vocabulary.TryGetValue(token, out var id) ? id : throw field.Bad($"'{token}' is not in the vocabulary");

    /// <summary>The 256 tokens <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, -1 where one is missing.</summary>
    public static int[] Bytes(IReadOnlyDictionary<string, int> vocabulary) =>
        [.. Enumerable.Range(0, 256).Select(value => vocabulary.TryGetValue($"<0x{value:X2}>", out var id) ? id : -1)];

    /// <summary>Adds the tokens of a text's UTF-8 bytes.</summary>
    /// <returns>False, and nothing is added, where one is missing.</returns>
    public static bool AddBytes(ReadOnlySpan<char> text, int[] bytes, List<int> ids)
    {
        var first = ids.Count;
        var values = new byte[System.Text.Encoding.UTF8.GetByteCount(text)];
        System.Text.Encoding.UTF8.GetBytes(text, values);
        foreach (var value in values)
        {
            if (bytes[value] < 0)
            {
                ids.RemoveRange(first, ids.Count - first);
                return false;
            }

            ids.Add(bytes[value]);
        }

        return true;
    }
}
