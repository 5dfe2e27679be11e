using PreferenceFlow.FlowModel.Text;

namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>One text on its way along the edit flow. Mutable: the sampler applies the edits in place.</summary>
public sealed class EditChain
{
    private readonly List<int> _tokens;
    private readonly List<bool> _frozen;
    private readonly List<bool> _written;

    /// <param name="prompt">Prompt tokens; may be empty.</param>
    /// <param name="tokens">Tokens of the segment to edit.</param>
    /// <param name="frozen">True for tokens that must stay, one a token.</param>
    /// <param name="firing">When an edit fires.</param>
    public EditChain(IReadOnlyList<int> prompt, IReadOnlyList<int> tokens, IReadOnlyList<bool> frozen, FiringRule firing)
    {
        if (tokens.Count != frozen.Count)
            throw new ArgumentException($"{tokens.Count} tokens need as many frozen marks, not {frozen.Count}.", nameof(frozen));
        (Prompt, _tokens, _frozen, _written, Firing) = (prompt, [.. tokens], [.. frozen], [.. new bool[tokens.Count]], firing);
    }

    public IReadOnlyList<int> Prompt { get; }

    /// <summary>The tokens as they stand now.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    public FiringRule Firing { get; }

    /// <summary>Multiplier on the rates, 0 to 2.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Weight w of classifier-free guidance, λ(c)^(1+w)·λ(∅)^(−w); 0 for none.</summary>
    public double Guidance { get; init; }

    /// <summary>True to delete where the flow would substitute, and to insert nothing: the shortest way out of a word.</summary>
    public bool DeletesOnly { get; init; }

    /// <summary>Most edits; further ones do not fire.</summary>
    public int MaxEdits { get; init; } = int.MaxValue;

    /// <summary>Edits applied so far.</summary>
    public int Edits { get; private set; }

    /// <summary>Progress of the chain along t for sampled firing, 0 to 1.</summary>
    internal double Time { get; set; }

    internal bool Done { get; set; }

    /// <summary>
    /// The words of the text as ranges of positions (1 is the first token); only words without a frozen token may be edited, and
    /// always as a whole.
    /// </summary>
    internal IEnumerable<(int Start, int End, bool Frozen)> Words(TokenEdges edges)
    {
        for (var start = 0; start < _tokens.Count;)
        {
            var (end, frozen) = (start + 1, _frozen[start]);
            while (end < _tokens.Count && edges.Continues(_tokens[end - 1], _tokens[end]))
                frozen |= _frozen[end++];
            yield return (start + 1, end + 1, frozen);
            start = end;
        }
    }

    /// <summary>May something be inserted after this position? Not inside a word, and not between two frozen tokens.</summary>
    internal bool AllowsInsertion(int position, TokenEdges edges) =>
        position == 0 || position == _tokens.Count
        || (!(_frozen[position - 1] && _frozen[position]) && !edges.Continues(_tokens[position - 1], _tokens[position]));

    /// <summary>
    /// May this token be inserted after the position? One that would lengthen the word before it only if the flow wrote that word,
    /// one that would join the word after it never.
    /// </summary>
    internal bool AllowsToken(int position, int token, TokenEdges edges) =>
        (position == 0 || _written[position - 1] || !edges.Continues(_tokens[position - 1], token))
        && (position == _tokens.Count || !edges.Continues(token, _tokens[position]));

    internal void Apply(int position, EditKind kind, int token)
    {
        switch (kind)
        {
            case EditKind.Insert:
                _tokens.Insert(position, token);
                _frozen.Insert(position, false);
                _written.Insert(position, true);
                break;
            case EditKind.Delete:
                _tokens.RemoveAt(position - 1);
                _frozen.RemoveAt(position - 1);
                _written.RemoveAt(position - 1);
                break;
            default:
                _tokens[position - 1] = token;
                _written[position - 1] = true;
                break;
        }

        Edits++;
    }
}
