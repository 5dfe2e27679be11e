using PreferenceFlow.FlowModel.Encoding;

namespace PreferenceFlow.FlowModel.Selection;

/// <summary>Several answers to one prompt, of which one shall leave.</summary>
public sealed record SelectionRequest
{
    /// <summary>The conversation so far as plain text; may be empty.</summary>
    public required string Prompt { get; init; }

    /// <summary>The answers, at least one; the first is the upstream's own, which leaves unless another is surely better.</summary>
    public required IReadOnlyList<string> Answers { get; init; }

    /// <summary>The answers as the ensemble reads them; null where it is to read them itself.</summary>
    public IReadOnlyList<TextFeatures>? Features { get; init; }

    /// <summary>Where the others come from.</summary>
    public CandidateOrigin Origin { get; init; }

    /// <summary>Lower bound of the gain, in logits, that another answer must exceed; null takes the bundle's margin.</summary>
    public double? MinGain { get; init; }

    /// <summary>
    /// What each objective weighs, by name, at least 0 each; empty weighs all alike. Those that are surely better are then chosen from by
    /// <see cref="GroupRule.Weighted"/>. Null takes the bundle's own rule.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Objectives { get; init; }

    /// <summary>Seed of the draw where the rule draws: the same request and seed give the same answer.</summary>
    public int Seed { get; init; }

    /// <summary>Strings that the answer taken must not contain unless the first one did.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];
}

/// <summary>Where the answers beside the first come from.</summary>
public enum CandidateOrigin
{
    /// <summary>Each is an answer of its own to the prompt.</summary>
    Sampled,

    /// <summary>Each reworks the first: it must keep the first one's code, numbers, addresses and quotations.</summary>
    Reworked,
}
