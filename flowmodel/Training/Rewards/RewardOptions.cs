using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Rewards;

/// <summary>How a reward ensemble is trained.</summary>
public record RewardOptions
{
    /// <summary>Members, at least 4: with fewer the spread says little.</summary>
    public int Members { get; init; } = 5;

    /// <summary>Hidden units of each member's nonlinear part.</summary>
    public int Units { get; init; } = 4;

    /// <summary>What the members read texts with.</summary>
    public EncoderKind Encoder { get; init; } = EncoderKind.Ngrams;

    /// <summary>For <see cref="EncoderKind.Onnx"/>: the folder with model.onnx (or onnx/model.onnx) and tokenizer.json or vocab.txt.</summary>
    public string? EncoderDirectory { get; init; }

    /// <summary>For <see cref="EncoderKind.Onnx"/>: tokens of a text that are read, at least 8 and at most what the model was made for.</summary>
    public int EncoderTokens { get; init; } = 256;

    /// <summary>For <see cref="EncoderKind.Upstream"/>: name of the upstream's embedding model, text-embedding-3-small for instance.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>Buckets that features are hashed to, a power of two or any number above 2.</summary>
    public int Buckets { get; init; } = 1 << 16;

    /// <summary>Prompts whose answers must have a feature for <see cref="EncoderKind.Answers"/> to take it, at least 1.</summary>
    public int MinPrompts { get; init; } = 20;

    /// <summary>Hidden units of each member over the measures of <see cref="EncoderKind.Answers"/>, at least 1.</summary>
    public int MeasureUnits { get; init; } = 32;

    /// <summary>Logits that one unit of a pair's stated margin asks for, at least 0.</summary>
    public double MarginScale { get; init; }

    /// <summary>
    /// For each member in turn the share of its pairs whose chosen text is the longer one, each in 0 to 1 (arXiv 2405.19316: 0.2, 0.4,
    /// 0.5, 0.6, 0.8); empty leaves the data's own share.
    /// </summary>
    public IReadOnlyList<double> LengthBias { get; init; } = [];

    /// <summary>β of iterative data smoothing: each time a pair is seen, its label moves by this share to the member's own view (arXiv 2401.16335); 0 keeps labels, below 1.</summary>
    public double Smoothing { get; init; }

    /// <summary>Share of the training pairs listed for review: those whose label the ensemble agrees with least (arXiv 2401.06080), 0 to 1.</summary>
    public double SuspectShare { get; init; } = 0.2;

    /// <summary>Weight of the listed pairs in a second training, 0 to 1; 1 trains once.</summary>
    public double SuspectWeight { get; init; } = 1;

    /// <summary>Take off each member's reward what length alone is worth to it.</summary>
    public bool LengthFree { get; init; }

    /// <summary>Largest expected calibration error on held-out pairs with which a bundle is written, above 0; null for any.</summary>
    public double? MaxCalibrationError { get; init; }

    /// <summary>Share of the pairs that set a clean chosen text against a damaged copy of it: the members learn what broken text is.</summary>
    public double DamagedShare { get; init; } = 0.3;

    /// <summary>Pairs of one step, at least; sources are taken whole.</summary>
    public int BatchPairs { get; init; } = 64;

    public LoopOptions Loop { get; init; } = new()
    {
        Steps = 1500, MaxTime = TimeSpan.FromMinutes(4), LearningRate = 3e-3, WarmUp = 50, WeightDecay = 0.1, Ema = 0.99,
    };
}

/// <summary>How a reward ensemble on whole answers is trained: the same, with other defaults.</summary>
public sealed record AnswerRewardOptions : RewardOptions
{
    public AnswerRewardOptions()
    {
        Encoder = EncoderKind.Answers;
        (Buckets, Units, BatchPairs) = (1 << 18, 1, 128);
        Loop = new()
        {
            Steps = 400, MaxTime = TimeSpan.FromMinutes(4), LearningRate = 2e-3, WarmUp = 20, WeightDecay = 0.3, Ema = 0.97,
            ValidateEvery = 20, Patience = 6,
        };
    }
}

/// <summary>The encoders.</summary>
public enum EncoderKind
{
    /// <summary>Hashed n-grams of words and their characters, case folded: for sentences and what an edit makes of them.</summary>
    Ngrams,

    /// <summary>Wording, layout and measures of a whole answer beside its prompt.</summary>
    Answers,

    /// <summary>A pretrained sentence encoder in ONNX's format, beside the built-in one.</summary>
    Onnx,

    /// <summary>Embeddings that the upstream is asked for, beside the built-in encoder; for whole answers only.</summary>
    Upstream,
}
