namespace PreferenceFlow.FlowModel.Decisions;

/// <summary>One upstream answer to decide about.</summary>
public sealed record AlignmentRequest
{
    /// <summary>The conversation so far as plain text (the last user message is enough); may be empty.</summary>
    public required string Prompt { get; init; }

    /// <summary>The upstream's answer. It is returned as it is unless an edit is surely better.</summary>
    public required string Answer { get; init; }

    /// <summary>Multiplier on the flow's rates, 0 to 2.</summary>
    /// <value>The default is 1, the learned flow.</value>
    public double Strength { get; init; } = 1;

    /// <summary>Lower bound of the gain, in logits, that an edit must exceed; null takes the bundle's margin.</summary>
    public double? MinGain { get; init; }

    /// <summary>Most words changed in the answer, at least 0; null for no limit.</summary>
    public int? MaxEdits { get; init; }

    /// <summary>Seed of the sampled proposals: the same request and seed give the same answer.</summary>
    public int Seed { get; init; }

    /// <summary>Strings that the aligned answer must not contain unless the answer already did.</summary>
    public IReadOnlyList<string> StopStrings { get; init; } = [];
}
