using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Loop;

namespace PreferenceFlow.Training.Rewards;

/// <summary>An encoder fitted to the training texts.</summary>
/// <param name="Settings">As the bundle stores it.</param>
/// <param name="Files">Its files by their names in the bundle.</param>
internal sealed record FittedEncoder(EncoderSettings Settings, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Texts that the scale of an embedding's measures is fitted to.</summary>
    private const int ScaleTexts = 2000;

    /// <summary>Norm of an embedding's measures together, that of a text's n-grams: a thousand of deviation 1 are learnt by heart.</summary>
    private const double Norm = 3;

    private static readonly Dictionary<string, byte[]> s_none = [];

    /// <summary>The encoder; one that holds a network is to be disposed.</summary>
    public IFeatureEncoder Create() => Settings.Create(name => Files[name], new OnnxOptions { Threads = Environment.ProcessorCount });

    /// <param name="options">Which encoder.</param>
    /// <param name="texts">The training texts.</param>
    /// <param name="words">The built-in encoder that a pretrained one or an upstream's adds to.</param>
    /// <param name="source">Where an upstream's embeddings come from.</param>
    /// <param name="cancellationToken">Cancels what is fetched.</param>
    /// <exception cref="TrainingFailedException">A file is missing or not usable, or there is no source; the message says which.</exception>
    public static FittedEncoder Fit(
        RewardOptions options, IReadOnlyList<PromptedText> texts, EncoderSettings words, IEmbeddingSource? source, CancellationToken cancellationToken)
    {
        switch (options.Encoder)
        {
            case EncoderKind.Onnx:
                var pretrained = PretrainedFiles.Read(options.EncoderDirectory!);
                var unscaled = new EncoderSettings.Pretrained(words, pretrained.Tokenizer, pretrained.Pooling, options.EncoderTokens, null);
                return new(unscaled with { Scale = Scale(new(unscaled, pretrained.Files), options, texts, null, cancellationToken) }, pretrained.Files);
            case EncoderKind.Upstream:
                if (source is null)
                    throw new TrainingFailedException("The encoder upstream needs an upstream to ask for embeddings, and none is given.");
                var one = source.EmbedAsync(["dimensions"], cancellationToken).GetAwaiter().GetResult();
                var upstream = new EncoderSettings.Upstream(words, options.EmbeddingModel!, one[0].Length, null);
                return new(upstream with { Scale = Scale(new(upstream, s_none), options, texts, source, cancellationToken) }, s_none);
            default:
                return new(words, s_none);
        }
    }

    /// <summary>What a built-in encoder learns of the texts.</summary>
    public static EncoderSettings Words(RewardOptions options, IReadOnlyList<PreferencePair> pairs, bool wholeAnswers) =>
        options.Encoder == EncoderKind.Answers || (wholeAnswers && options.Encoder != EncoderKind.Ngrams)
            ? new EncoderSettings.Answers(options.Buckets, AnswerStatistics.Fit(
                pairs.SelectMany(p => new[] { (Source: PairSplit.Source(p), p.Chosen), (Source: PairSplit.Source(p), p.Rejected) }).Distinct()
                    .GroupBy(a => a.Source, a => a.Item2),
                options.Buckets, options.MinPrompts))
            : new EncoderSettings.Ngrams(options.Buckets);

    /// <summary>Reads texts, waiting for what is fetched: training has nothing else to do meanwhile.</summary>
    public static IReadOnlyList<TextFeatures> Read(
        IFeatureEncoder encoder, IEmbeddingSource? source, IReadOnlyList<PromptedText> texts, CancellationToken cancellationToken) =>
        AnswerReader.Of(encoder, source).ReadAsync(texts, cancellationToken).GetAwaiter().GetResult();

    private static MeasureScale Scale(
        FittedEncoder unscaled, RewardOptions options, IReadOnlyList<PromptedText> texts, IEmbeddingSource? source, CancellationToken cancellationToken)
    {
        var sample = texts.Distinct().ToArray();
        new Random(options.Loop.Seed).Shuffle(sample);
        sample = sample[..Math.Min(ScaleTexts, sample.Length)];
        var encoder = Open(unscaled, options);
        using var owned = encoder as IDisposable;
        var added = encoder.Measures - MeasuresOf(unscaled.Settings);
        return MeasureScale.Fit(added, Read(encoder, source, sample, cancellationToken).Select(f => f.Measures[^added..])).OfNorm(Norm);
    }

    private static int MeasuresOf(EncoderSettings settings)
    {
        var words = settings switch
        {
            EncoderSettings.Pretrained pretrained => pretrained.Words,
            EncoderSettings.Upstream upstream => upstream.Words,
            _ => settings,
        };
        return words.Create(_ => [], new OnnxOptions()).Measures;
    }

    private static IFeatureEncoder Open(FittedEncoder unscaled, RewardOptions options)
    {
        try
        {
            return unscaled.Create();
        }
        catch (InvalidDataException exception)
        {
            throw new TrainingFailedException($"{options.EncoderDirectory}: {exception.Message}");
        }
    }
}
