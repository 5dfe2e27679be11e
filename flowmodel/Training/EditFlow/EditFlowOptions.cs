using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.EditFlow;

/// <summary>How an edit flow is trained.</summary>
public sealed record EditFlowOptions
{
    /// <summary>Most token ids of the tokenizer, at least 260.</summary>
    public int Vocabulary { get; init; } = 6000;

    /// <summary>Width of the hidden states; a multiple of <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 256;

    public int Depth { get; init; } = 4;

    public int Heads { get; init; } = 4;

    /// <summary>Share of features dropped, 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.25;

    /// <summary>Share of the examples that map a chosen text onto itself, 0 to 1.</summary>
    public double IdentityShare { get; init; } = 0.25;

    /// <summary>Share of the examples that do not see their prompt, 0 to 1; what guidance needs.</summary>
    public double PromptDropout { get; init; } = 0.25;

    /// <summary>
    /// Among several chosen texts for one rejected text, one of edit ratio ρ is drawn with weight exp(−ρ / this): near pairs teach
    /// edits, far ones rewriting. Above 0.
    /// </summary>
    public double NearnessScale { get; init; } = 0.1;

    /// <summary>Examples with more edits for each source token than this are left out: they are rewrites.</summary>
    public double MaxEditRatio { get; init; } = 1.5;

    /// <summary>
    /// Learn from soft preferences: weigh each pair by what the reward members that did not see it think of its label, and turn round
    /// those whose label is right with less than this probability, 0 to 0.5. For labels that are often wrong; null takes them as they are.
    /// </summary>
    public double? TurnBelow { get; init; }

    /// <summary>
    /// Rates are free of time, so every positive weight of the times has the same optimum. False weighs all alike, which learns the
    /// early states (the untouched drafts) sooner; true takes the paper's κ'/(1 − κ), at most 20.
    /// </summary>
    public bool PaperWeight { get; init; }

    /// <summary>Padded tokens of one batch.</summary>
    public int BatchTokens { get; init; } = 2048;

    public LoopOptions Loop { get; init; } = new() { Steps = 700, MaxTime = TimeSpan.FromMinutes(11) };
}
