using System.Text;

namespace PreferenceFlow.FlowModel.Encoding.Tokenizers;

/// <summary>Finds added tokens in a text, from the left, of those that begin at one place the longest.</summary>
internal sealed class AddedTokenFinder
{
    private readonly Dictionary<char, (string Pattern, AddedToken Token)[]> _patterns;

    /// <param name="tokens">What to look for.</param>
    /// <param name="written">How each stands in the texts that will be searched.</param>
    public AddedTokenFinder(IEnumerable<AddedToken> tokens, Normalizer written) => _patterns = tokens
        .Select(token => (Pattern: written(token.Content), token)).Where(p => p.Pattern.Length > 0)
        .GroupBy(p => p.Pattern[0]).ToDictionary(g => g.Key, g => g.OrderByDescending(p => p.Pattern.Length).ToArray());

    /// <summary>The text in stretches, each with the token it is or null.</summary>
    public IEnumerable<(Piece Piece, int? Id)> Split(Piece piece)
    {
        var last = 0;
        for (var at = 0; _patterns.Count > 0 && at < piece.Text.Length; at++)
        {
            if (Longest(piece.Text, at) is not { } found)
                continue;
            var (start, end) = (at, at + found.Pattern.Length);
            at = end - 1;
            if (found.Token.SingleWord && !StandsAlone(piece.Text, start, end))
                continue;
            while (found.Token.TakesLeft && start > last && char.IsWhiteSpace(piece.Text[start - 1]))
                start--;
            while (found.Token.TakesRight && end < piece.Text.Length && char.IsWhiteSpace(piece.Text[end]))
                end++;
            if (start > last)
                yield return (piece.Part(last, start), null);
            yield return (piece.Part(start, end), found.Token.Id);
            last = end;
        }

        if (last < piece.Text.Length)
            yield return (piece.Part(last, piece.Text.Length), null);
    }

    private (string Pattern, AddedToken Token)? Longest(string text, int at)
    {
        if (!_patterns.TryGetValue(text[at], out var candidates))
            return null;
        foreach (var candidate in candidates)
        {
            if (text.AsSpan(at).StartsWith(candidate.Pattern))
                return candidate;
        }

        return null;
    }

    private static bool StandsAlone(string text, int start, int end) =>
        (Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) != System.Buffers.OperationStatus.Done || !Characters.IsWord(before))
        && (Rune.DecodeFromUtf16(text.AsSpan(end), out var after, out _) != System.Buffers.OperationStatus.Done || !Characters.IsWord(after));
}
