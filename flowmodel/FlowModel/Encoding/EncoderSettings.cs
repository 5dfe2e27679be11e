using System.Text.Json.Serialization;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Encoding.Tokenizers;
using PreferenceFlow.FlowModel.Onnx;

namespace PreferenceFlow.FlowModel.Encoding;

/// <summary>Which encoder a reward ensemble reads texts with, and what it learnt; stored in the bundle. A closed set.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Ngrams), "ngrams")]
[JsonDerivedType(typeof(Answers), "answers")]
[JsonDerivedType(typeof(Pretrained), "onnx")]
[JsonDerivedType(typeof(Upstream), "upstream")]
public abstract record EncoderSettings
{
    private EncoderSettings()
    {
    }

    /// <summary>Names of the files that it is read from.</summary>
    [JsonIgnore]
    public virtual IReadOnlyList<string> Files => [];

    /// <summary>Creates the encoder; one that holds a network is to be disposed.</summary>
    /// <param name="file">Gives the bytes of one of <see cref="Files"/>.</param>
    /// <param name="options">Where a network runs.</param>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it.</exception>
    public abstract IFeatureEncoder Create(Func<string, byte[]> file, OnnxOptions options);

    /// <summary>Creates the built-in encoder that it is or adds to; that one needs no file.</summary>
    public abstract ITextEncoder CreateBuiltIn();

    /// <summary>A <see cref="HashedNgramEncoder"/>.</summary>
    /// <param name="Buckets">Buckets that features are hashed to, above 2.</param>
    public sealed record Ngrams(int Buckets) : EncoderSettings
    {
        public override ITextEncoder Create(Func<string, byte[]> file, OnnxOptions options) => CreateBuiltIn();

        public override ITextEncoder CreateBuiltIn() => new HashedNgramEncoder(Buckets);
    }

    /// <summary>An <see cref="AnswerEncoder"/>.</summary>
    /// <param name="Buckets">Buckets that features are hashed to, above 2.</param>
    /// <param name="Statistics">What it learnt.</param>
    public sealed record Answers(int Buckets, AnswerStatistics Statistics) : EncoderSettings
    {
        public override ITextEncoder Create(Func<string, byte[]> file, OnnxOptions options) => CreateBuiltIn();

        public override ITextEncoder CreateBuiltIn() => new AnswerEncoder(Buckets, Statistics);
    }

    /// <summary>An <see cref="OnnxTextEncoder"/>, whose files lie in the bundle.</summary>
    /// <param name="Words">The built-in encoder that it adds to.</param>
    /// <param name="Tokenizer">Which file the tokenizer is read from.</param>
    /// <param name="Pooling">How token states become one vector.</param>
    /// <param name="MaxTokens">Tokens of a text that are read.</param>
    /// <param name="Scale">Of the embedding's measures; null before it is fitted.</param>
    public sealed record Pretrained(
        EncoderSettings Words, TokenizerKind Tokenizer, Pooling Pooling, int MaxTokens, MeasureScale? Scale) : EncoderSettings
    {
        public const string NetworkFile = "encoder.onnx", JsonFile = "encoder-tokenizer.json", VocabularyFile = "encoder-vocab.txt";

        public override ITextEncoder CreateBuiltIn() => Words.CreateBuiltIn();

        private string TokenizerFile => Tokenizer == TokenizerKind.Json ? JsonFile : VocabularyFile;

        public override IReadOnlyList<string> Files => [NetworkFile, TokenizerFile, .. Words.Files];

        public override ITextEncoder Create(Func<string, byte[]> file, OnnxOptions options)
        {
            var bytes = file(TokenizerFile);
            var tokenizer = Tokenizer == TokenizerKind.Json
                ? SubwordTokenizer.OfJson(TokenizerFile, bytes)
                : SubwordTokenizer.OfVocabulary(TokenizerFile, bytes, Tokenizer == TokenizerKind.LowerCaseVocabulary);
            try
            {
                var embedder = new OnnxEmbedder(tokenizer, file(NetworkFile), Pooling, MaxTokens, options);
                return new OnnxTextEncoder(new(CreateBuiltIn(), embedder.Dimensions, Scale), embedder);
            }
            catch (Exception exception) when (exception is InvalidDataException or Microsoft.ML.OnnxRuntime.OnnxRuntimeException)
            {
                throw new InvalidDataException($"{NetworkFile}: {exception.Message}", exception);
            }
        }
    }

    /// <summary>An <see cref="EmbeddingEncoder"/> over embeddings that an upstream is asked for.</summary>
    /// <param name="Words">The built-in encoder that it adds to.</param>
    /// <param name="Model">Name of the upstream's embedding model.</param>
    /// <param name="Dimensions">Length of its embeddings.</param>
    /// <param name="Scale">Of the embedding's measures; null before it is fitted.</param>
    public sealed record Upstream(EncoderSettings Words, string Model, int Dimensions, MeasureScale? Scale) : EncoderSettings
    {
        public override ITextEncoder CreateBuiltIn() => Words.CreateBuiltIn();

        public override EmbeddingEncoder Create(Func<string, byte[]> file, OnnxOptions options) =>
            new(CreateBuiltIn(), Dimensions, Scale);
    }
}

/// <summary>Files that a pretrained encoder's tokenizer is read from.</summary>
public enum TokenizerKind
{
    /// <summary>A <c>tokenizer.json</c>.</summary>
    Json,

    /// <summary>The <c>vocab.txt</c> of an uncased BERT.</summary>
    LowerCaseVocabulary,

    /// <summary>The <c>vocab.txt</c> of a cased BERT.</summary>
    CasedVocabulary,
}
