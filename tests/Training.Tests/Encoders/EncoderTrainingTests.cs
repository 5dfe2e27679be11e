using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Encoding;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Reports;
using PreferenceFlow.Training.Rewards;
using PreferenceFlow.Training.Tests.Rewards;

namespace PreferenceFlow.Training.Tests.Encoders;

/// <summary>From training with an encoder that is not built in to the bundle that it is served from.</summary>
public sealed class EncoderTrainingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Pipeline_Onnx_StoresTheEncoderAndReproducesItself()
    {
        Run(Options() with { AnswerRewards = Onnx() }, null);

        using var bundle = ModelBundle.Load(_directory["bundle"]);

        Assert.Contains("encoder.onnx", bundle.Manifest.Files.Keys);
        Assert.Contains("encoder-vocab.txt", bundle.Manifest.Files.Keys);
        var (good, bad) = Two(bundle.Selection!.Rewards.Score("", ["The report is good today.", "The report is bad today."], CancellationToken.None));
        Assert.True(good.Average() > bad.Average());
    }

    [Theory]
    [InlineData("encoder.onnx")]
    [InlineData("encoder-vocab.txt")]
    public void Load_EncoderFileMissing_NamesIt(string file)
    {
        Run(Options() with { AnswerRewards = Onnx() }, null);
        File.Delete(Path.Combine(_directory["bundle"], file));

        Assert.Equal($"{file}: is missing.", Assert.Throws<BundleException>(() => ModelBundle.Load(_directory["bundle"])).Message);
    }

    [Fact]
    public async Task Pipeline_Upstream_FetchesOnceAndScoresWhatIsRead()
    {
        var source = new CountingSource();
        var options = Options() with { AnswerRewards = Upstream() };
        var report = Run(options, source)!;
        var paid = source.Asked.Count;
        Run(options with { Resume = true }, source);

        using var bundle = ModelBundle.Load(_directory["bundle"]);
        var (settings, rewards) = (Assert.IsType<EncoderSettings.Upstream>(bundle.Selection!.Settings.Encoder), bundle.Selection.Rewards);
        var texts = PromptedText.Of("", ["The report is good today.", "The report is bad today."]);
        var features = await AnswerReader.Of(rewards.Encoder, source).ReadAsync(texts, CancellationToken.None);
        var (good, bad) = Two(rewards.Score(features, CancellationToken.None));

        Assert.Equal(("small", 2), (settings.Model, settings.Dimensions));
        Assert.Equal(paid + 2, source.Asked.Count); // the resumed run asks for nothing, the reader for two texts
        Assert.Equal(paid, source.Asked.Take(paid).Distinct().Count());
        Assert.Equal((null, null), (report.Edit, report.Selection));
        Assert.Contains("Choosing is not measured", HtmlReport.Of(report));
        Assert.True(good.Average() > bad.Average());
        Assert.Throws<InvalidOperationException>(() => rewards.Score("", ["a"], CancellationToken.None));
    }

    [Fact]
    public void Pipeline_UpstreamWithoutASource_SaysSo() => Assert.Equal(
        "The encoder upstream needs an upstream to ask for embeddings, and none is given.",
        Assert.Throws<TrainingFailedException>(() => Run(Options() with { AnswerRewards = Upstream() }, null)).Message);

    [Fact]
    public void Segments_Onnx_TrainsAndJudges()
    {
        var pairs = TinyPairs.Make(200);
        var options = new RewardOptions
        {
            Encoder = EncoderKind.Onnx, EncoderDirectory = Files(), EncoderTokens = 16, Members = 4, Units = 2, Buckets = 2048, MeasureUnits = 4, BatchPairs = 32,
            Loop = new() { Steps = 60, LearningRate = 0.03, WarmUp = 5, Ema = 0.9, ValidateEvery = 30 },
        };
        var trained = new EnsembleTrainer(options, new RecordingObserver()).OnSegments(
            pairs[..160], pairs[160..], new RunDirectory(_directory["run"], "", resume: false), CancellationToken.None);
        using var rewards = trained.Open(new());

        var (good, bad) = Two(rewards.Score(["The report is good today.", "The report is bad today."], CancellationToken.None));

        Assert.True(good.Average() > bad.Average());
    }

    [Theory]
    [InlineData("", "there is no such folder")]
    [InlineData("vocab.txt", "none of model.onnx, onnx/model.onnx")]
    [InlineData("model.onnx", "neither tokenizer.json nor vocab.txt is there")]
    public void Files_SomeMissing_SaysWhich(string present, string message)
    {
        var folder = _directory["folder"];
        if (present.Length > 0)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(folder).FullName, present), "x");

        var exception = Assert.Throws<TrainingFailedException>(() => PretrainedFiles.Read(folder));

        Assert.StartsWith($"{folder}: {message}", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_OfHuggingFacesLayout_AreReadAsTheySay()
    {
        var folder = Files();
        Assert.Equal((TokenizerKind.LowerCaseVocabulary, Pooling.Mean), Kinds(PretrainedFiles.Read(folder)));

        File.WriteAllText(Path.Combine(folder, "tokenizer_config.json"), """{"do_lower_case":false}""");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "1_Pooling")).FullName, "config.json"), """{"pooling_mode_cls_token":true}""");
        Assert.Equal((TokenizerKind.CasedVocabulary, Pooling.Cls), Kinds(PretrainedFiles.Read(folder)));

        File.WriteAllText(Path.Combine(folder, "tokenizer.json"), "{}");
        Assert.Equal(TokenizerKind.Json, PretrainedFiles.Read(folder).Tokenizer);
    }

    private static (TokenizerKind, Pooling) Kinds(PretrainedFiles files) => (files.Tokenizer, files.Pooling);

    private static (double[] First, double[] Second) Two(double[][] scores) => (scores[0], scores[1]);

    private EvaluationReport? Run(TrainingOptions options, IEmbeddingSource? source) =>
        new TrainingPipeline(options, new RecordingObserver(), source).Run(TinyPairs.Make(200), TinyLesson.DataSha256, CancellationToken.None);

    private TrainingOptions Options() => TinyLesson.Options(_directory["bundle"], _directory["run"]) with { Transforms = [Transform.Select] };

    private AnswerRewardOptions Onnx() => TinyLesson.Options("", "").AnswerRewards with
    {
        Encoder = EncoderKind.Onnx, EncoderDirectory = Files(), EncoderTokens = 16,
    };

    private static AnswerRewardOptions Upstream() => TinyLesson.Options("", "").AnswerRewards with { Encoder = EncoderKind.Upstream, EmbeddingModel = "small" };

    /// <summary>A folder as a pretrained encoder comes in.</summary>
    private string Files()
    {
        var folder = Directory.CreateDirectory(_directory["encoder"]).FullName;
        File.WriteAllBytes(Path.Combine(folder, "model.onnx"), TinyEncoder.Transformer());
        File.WriteAllText(Path.Combine(folder, "vocab.txt"), TinyEncoder.Vocabulary);
        return folder;
    }

    public void Dispose() => _directory.Dispose();
}
