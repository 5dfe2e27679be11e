namespace PreferenceFlow.FlowModel.Text;

/// <summary>How the tokens of a vocabulary join into words: what keeps an edit from cutting one in two.</summary>
public sealed class TokenEdges
{
    private readonly bool[] _startsInWord;
    private readonly bool[] _endsInWord;

    public TokenEdges(ByteBpeTokenizer tokenizer)
    {
        _startsInWord = new bool[tokenizer.VocabularySize];
        _endsInWord = new bool[tokenizer.VocabularySize];
        for (var id = ByteBpeTokenizer.SpecialTokens; id < tokenizer.VocabularySize; id++)
        {
            var bytes = tokenizer.DecodeBytes([id]);
            (_startsInWord[id], _endsInWord[id]) = (IsWord(bytes[0]), IsWord(bytes[^1]));
        }
    }

    /// <summary>True when <paramref name="token"/> goes on with the word that <paramref name="previous"/> ends in.</summary>
    public bool Continues(int previous, int token) => _endsInWord[previous] && _startsInWord[token];

    /// <summary>Letters and digits, and every byte of what is not ASCII: a character is never cut either.</summary>
    private static bool IsWord(byte value) => value >= 0x80 || char.IsAsciiLetterOrDigit((char)value) || value == '\'';
}
