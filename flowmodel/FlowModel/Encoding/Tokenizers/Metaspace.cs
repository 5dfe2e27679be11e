namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>SentencePiece's blanks: each becomes a visible mark, words begin with one.</summary>
/// <param name="Mark">Stands for a blank, commonly ▁.</param>
/// <param name="Prepend">Which pieces get one in front where they have none.</param>
/// <param name="Cut">Cut in front of each mark.</param>
internal sealed record Metaspace(string Mark, PrependScheme Prepend, bool Cut)
{
    /// <param name="field">A pre-tokenizer of type <c>Metaspace</c>, of any version: older ones say <c>add_prefix_space</c>.</param>
    public static Metaspace Read(JsonField field)
    {
        var older = field["add_prefix_space"].Flag(whereMissing: true) ? "always" : "never";
        return new(
            field["replacement"].Text(whereMissing: "▁"),
            field["prepend_scheme"].Text(older) switch
            {
                "always" => PrependScheme.Always,
                "never" => PrependScheme.Never,
                "first" => PrependScheme.First,
                _ => throw field["prepend_scheme"].Unsupported("always, first and never"),
            },
            field["split"].Flag(whereMissing: true));
    }

    public IEnumerable<Piece> Split(Piece piece)
    {
        var text = piece.Text.Replace(" ", Mark, StringComparison.Ordinal);
        var prepends = Prepend == PrependScheme.Always || (Prepend == PrependScheme.First && piece.AtStart);
        if (prepends && !text.StartsWith(Mark, StringComparison.Ordinal))
            text = Mark + text;
        piece = piece with { Text = text };
        return Cut ? piece.Split(rune => rune.ToString() == Mark, SplitBehaviour.MergedWithNext) : [piece];
    }
}

/// <summary>Which pieces get a mark in front.</summary>
internal enum PrependScheme { Always, First, Never }
