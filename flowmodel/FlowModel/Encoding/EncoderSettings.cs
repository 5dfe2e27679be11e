namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Which encoder a reward ensemble reads texts with, and what it learnt; stored in the bundle.</summary>
public sealed record EncoderSettings
{
    /// <summary>Buckets that features are hashed to, above 2.</summary>
    public required int Buckets { get; init; }

    /// <summary>For an <see cref="AnswerEncoder"/> what it learnt; null for a <see cref="HashedNgramEncoder"/>.</summary>
    public AnswerStatistics? Answers { get; init; }

    public ITextEncoder Create() => Answers is null ? new HashedNgramEncoder(Buckets) : new AnswerEncoder(Buckets, Answers);
}
