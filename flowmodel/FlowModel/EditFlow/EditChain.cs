namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>One text on its way along the edit flow. Mutable: the sampler applies the edits in place.</summary>
public sealed class EditChain
{
    private readonly List<int> _tokens;
    private readonly List<bool> _frozen;

    /// <param name="prompt">Prompt tokens; may be empty.</param>
    /// <param name="tokens">Tokens of the segment to edit.</param>
    /// <param name="frozen">True for tokens that must stay, one a token.</param>
    /// <param name="firing">When an edit fires.</param>
    public EditChain(IReadOnlyList<int> prompt, IReadOnlyList<int> tokens, IReadOnlyList<bool> frozen, FiringRule firing)
    {
        if (tokens.Count != frozen.Count)
            throw new ArgumentException($"{tokens.Count} tokens need as many frozen marks, not {frozen.Count}.", nameof(frozen));
        (Prompt, _tokens, _frozen, Firing) = (prompt, [.. tokens], [.. frozen], firing);
    }

    public IReadOnlyList<int> Prompt { get; }

    /// <summary>The tokens as they stand now.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    public FiringRule Firing { get; }

    /// <summary>Multiplier on the rates, 0 to 2.</summary>
    public double Strength { get; init; } = 1;

    /// <summary>Weight w of classifier-free guidance, λ(c)^(1+w)·λ(∅)^(−w); 0 for none.</summary>
    public double Guidance { get; init; }

    /// <summary>Most edits; further ones do not fire.</summary>
    public int MaxEdits { get; init; } = int.MaxValue;

    /// <summary>Edits applied so far.</summary>
    public int Edits { get; private set; }

    /// <summary>Sum of the rates on the text as it came: how much it wants editing. NaN until the sampler ran.</summary>
    public double InitialRate { get; internal set; } = double.NaN;

    /// <summary>Progress of the chain along t for sampled firing, 0 to 1.</summary>
    internal double Time { get; set; }

    internal bool Done { get; set; }

    /// <summary>May this edit happen at all? Position 0 is the start token, which only takes insertions.</summary>
    internal bool Allows(int position, EditKind kind)
    {
        if (kind == EditKind.Insert)
            return position == 0 || position == _tokens.Count || !(_frozen[position - 1] && _frozen[position]);
        return position > 0 && !_frozen[position - 1];
    }

    internal void Apply(int position, EditKind kind, int token)
    {
        switch (kind)
        {
            case EditKind.Insert:
                _tokens.Insert(position, token);
                _frozen.Insert(position, false);
                break;
            case EditKind.Delete:
                _tokens.RemoveAt(position - 1);
                _frozen.RemoveAt(position - 1);
                break;
            default:
                _tokens[position - 1] = token;
                break;
        }

        Edits++;
    }
}
