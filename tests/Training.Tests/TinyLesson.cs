using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;

namespace PreferenceFlow.Training.Tests;

/// <summary>The whole pipeline on few pairs with tiny networks, once for all tests.</summary>
public sealed class TinyLesson : IDisposable
{
    public const string DataSha256 = "0123456789abcdef0123456789abcdef";

    private readonly TemporaryDirectory _directory = new();

    public TinyLesson()
    {
        Pairs = TinyPairs.Make(320);
        var options = Options(_directory["bundle"], _directory["run"]);
        Parts = PairParts.Of(Pairs, new PairSplit { Validation = options.Validation, Test = options.HeldOut, Seed = options.Seed });
        Report = new TrainingPipeline(options, new RecordingObserver()).Run(Pairs, DataSha256, CancellationToken.None)!;
        Bundle = ModelBundle.Load(Directory);
    }

    public IReadOnlyList<PreferencePair> Pairs { get; }

    public PairParts Parts { get; }

    public EvaluationReport Report { get; }

    /// <summary>The report's figures of editing.</summary>
    public EditReport Edits => Report.Edit!;

    public ModelBundle Bundle { get; }

    /// <summary>Where the bundle lies.</summary>
    public string Directory => _directory["bundle"];

    /// <summary>Where its finished checkpoints lie.</summary>
    public string RunDirectory => _directory["run"];

    public AlignmentDecision Decide(string answer, string prompt = "") =>
        Bundle.Edit!.Aligner.Decide(new() { Prompt = prompt, Answer = answer }, CancellationToken.None);

    internal static TrainingOptions Options(string output, string run) => new()
    {
        Output = output,
        RunDirectory = run,
        HeldOut = 0.15,
        Validation = 0.15,
        GoodChanged = 0.1,
        Flow = new()
        {
            Vocabulary = 320, Width = 32, Depth = 1, Heads = 2, Dropout = 0, BatchTokens = 768,
            Loop = new() { Steps = 150, LearningRate = 8e-3, WarmUp = 10, Ema = 0.9, ValidateEvery = 50 },
        },
        AnswerRewards = new()
        {
            Members = 4, Buckets = 2048, MinPrompts = 4, MeasureUnits = 4, BatchPairs = 32,
            Loop = new() { Steps = 40, LearningRate = 0.02, WarmUp = 5, Ema = 0.9, ValidateEvery = 20 },
        },
        LatentFlow = new()
        {
            Projected = 8, Width = 8, Depth = 1, BatchPairs = 32,
            Loop = new() { Steps = 30, LearningRate = 3e-3, WarmUp = 5, Ema = 0.9, ValidateEvery = 15 },
        },
        Rewards = new()
        {
            Members = 4, Units = 2, Buckets = 2048, BatchPairs = 32,
            Loop = new() { Steps = 60, LearningRate = 0.03, WarmUp = 5, Ema = 0.9, ValidateEvery = 30 },
        },
    };

    public void Dispose()
    {
        Bundle.Dispose();
        _directory.Dispose();
    }
}
