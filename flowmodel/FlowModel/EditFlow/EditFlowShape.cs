namespace PreferenceFlow.FlowModel.EditFlow;

/// <summary>Sizes of an edit flow; stored in the bundle and shared by training and serving.</summary>
public sealed record EditFlowShape
{
    /// <summary>Entries of the tokenizer, special ones included.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Width of the hidden states.</summary>
    public int Width { get; init; } = 256;

    /// <summary>Transformer blocks.</summary>
    public int Depth { get; init; } = 4;

    /// <summary>Attention heads; divides <see cref="Width"/>.</summary>
    public int Heads { get; init; } = 4;

    /// <summary>Most answer tokens of one segment, growth by insertions included. Longer segments pass untouched.</summary>
    public int MaxAnswerTokens { get; init; } = 192;

    /// <summary>Most prompt tokens seen; the last ones are kept.</summary>
    public int MaxPromptTokens { get; init; } = 48;

    /// <summary>Rows of the position table: the start token, the answer, then the prompt.</summary>
    public int Positions => 1 + MaxAnswerTokens + MaxPromptTokens;
}
