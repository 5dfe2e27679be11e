using System.Text.RegularExpressions;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Decisions;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Reports;

namespace PreferenceFlow.Training.Tests;

/// <summary>The pipeline around its training: resuming, giving up, and what it refuses.</summary>
public sealed class TrainingPipelineTests(TinyLesson lesson) : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void Run_ResumedAfterTheEnd_WritesTheSameBundle()
    {
        Run(Resumed());

        using var bundle = ModelBundle.Load(_directory["bundle"]);
        Assert.Equal(lesson.Bundle.Id, bundle.Id);
    }

    [Fact]
    public void Run_CancelledWhileEvaluating_LeavesOldBundleAndNothingElse()
    {
        _directory.Copy(lesson.Directory, "bundle");
        using var cancellation = new CancellationTokenSource();
        var observer = new RecordingObserver(message =>
        {
            if (message.StartsWith("evaluate", StringComparison.Ordinal))
                cancellation.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() =>
            new TrainingPipeline(Resumed(), observer).Run(lesson.Pairs, TinyLesson.DataSha256, cancellation.Token));

        using var bundle = ModelBundle.Load(_directory["bundle"]);
        Assert.Equal(lesson.Bundle.Id, bundle.Id);
        Assert.Empty(Directory.GetDirectories(_directory.Path, "*.new*"));
    }

    [Fact]
    public void Run_ResumedWithOtherSizes_IsRefused()
    {
        var options = Resumed();

        var exception = Assert.Throws<TrainingFailedException>(() => Run(options with { Flow = options.Flow with { Width = 16 } }));

        Assert.Contains("other data or options", exception.Message);
    }

    [Fact]
    public void Run_OutputHoldsOtherThings_IsRefusedBeforeTraining()
    {
        Directory.CreateDirectory(_directory["bundle"]);
        File.WriteAllText(Path.Combine(_directory["bundle"], "thesis.tex"), "years of work");
        var options = TinyLesson.Options(_directory["bundle"], _directory["run"]);

        Assert.Contains("not a bundle", Assert.Throws<TrainingFailedException>(() => Run(options)).Message);

        Assert.False(Directory.Exists(_directory["run"]));
    }

    [Fact]
    public void Run_TooFewPairs_SaysHowMany() =>
        Assert.StartsWith(
            "1 pairs do not suffice", Assert.Throws<TrainingFailedException>(() => Run(Fresh(), lesson.Pairs.Take(1))).Message);

    [Fact]
    public void Run_PairsThatDifferInCodeAlone_SaysSo()
    {
        var pairs = Enumerable.Range(0, 40)
            .Select(i => new PreferencePair { Prompt = "", Rejected = $"```\na{i}\n```", Chosen = $"```\nb{i}\n```" });

        var onlyEdit = Fresh() with { Transforms = [Transform.Edit] };

        Assert.StartsWith("No pair is near enough", Assert.Throws<TrainingFailedException>(() => Run(onlyEdit, pairs)).Message);
    }

    [Fact]
    public void Run_PairsTooFarApartToEdit_WritesBundleThatSelects()
    {
        PreferencePair[] pairs =
        [
            .. Enumerable.Range(0, 60).Select(i => new PreferencePair
            {
                Prompt = $"question {i}", Rejected = $"```\nno {i}\n```", Chosen = $"```\nyes it is {i}\n```",
            }),
        ];

        var report = Run(Fresh(), pairs)!;

        using var bundle = ModelBundle.Load(_directory["bundle"]);
        Assert.Null(bundle.Edit);
        Assert.Null(report.Edit);
        Assert.Equal(PairParts.Of(pairs, new PairSplit { Validation = 0.15, Test = 0.15, Seed = 1 }).HeldOut.Count, report.Selection!.Pairs);
        Assert.Equal(["selection_accuracy", "selection_ece"], bundle.Manifest.Figures.Keys.Order());
        Assert.Equal(ReportFiles.Json(report), File.ReadAllBytes(Path.Combine(_directory["bundle"], BundleFiles.Report)));
        var page = File.ReadAllText(Path.Combine(_directory["bundle"], BundleFiles.ReportPage));
        Assert.Equal(["selection", "training"], Regex.Matches(page, "<section id=\"(\\w+)\"").Select(m => m.Groups[1].Value));
        Assert.Contains("It chooses among several answers.", page);
        var decision = bundle.Selection!.Selector.Decide(
            new() { Prompt = "question", Answers = ["```\nno 7\n```", "```\nyes it is 7\n```"] }, CancellationToken.None);
        Assert.Equal((AlignmentReason.Selected, 1), (decision.Reason, decision.Chosen));
    }

    [Theory]
    [InlineData(Transform.Edit, "The rewards'")]
    [InlineData(Transform.Select, "The answer rewards'")]
    public void Run_LessCalibratedThanAsked_WritesNoBundle(Transform only, string start)
    {
        var options = Fresh();
        var strict = options with
        {
            Transforms = [only],
            Flow = options.Flow with { Loop = options.Flow.Loop with { Steps = 4 } },
            Rewards = options.Rewards with { MaxCalibrationError = 1e-9 },
            AnswerRewards = options.AnswerRewards with { MaxCalibrationError = 1e-9 },
        };

        Assert.StartsWith($"{start} expected calibration error", Assert.Throws<TrainingFailedException>(() => Run(strict)).Message);

        Assert.False(Directory.Exists(_directory["bundle"]));
    }

    [Fact]
    public void Run_NothingHeldOut_WritesBundleWithoutReport()
    {
        var options = Fresh();
        var quick = options with
        {
            HeldOut = 0,
            GoodChanged = 1,
            Flow = options.Flow with { Loop = options.Flow.Loop with { Steps = 4 } },
            Rewards = options.Rewards with { Loop = options.Rewards.Loop with { Steps = 4 } },
        };

        Assert.Null(Run(quick));

        using var bundle = ModelBundle.Load(_directory["bundle"]);
        Assert.False(bundle.Manifest.Files.ContainsKey(BundleFiles.Report));
        Assert.Equal(quick.Gate.MinGain, bundle.Edit!.Settings.Gate.MinGain);
    }

    private TrainingOptions Fresh() => TinyLesson.Options(_directory["bundle"], _directory["run"]);

    private TrainingOptions Resumed()
    {
        foreach (var stage in Directory.GetDirectories(lesson.RunDirectory))
            _directory.Copy(stage, Path.Combine("run", Path.GetFileName(stage)));
        return Fresh() with { Resume = true };
    }

    private EvaluationReport? Run(TrainingOptions options, IEnumerable<PreferencePair>? pairs = null) =>
        new TrainingPipeline(options, new RecordingObserver())
            .Run([.. pairs ?? lesson.Pairs], TinyLesson.DataSha256, CancellationToken.None);

    public void Dispose() => _directory.Dispose();
}
