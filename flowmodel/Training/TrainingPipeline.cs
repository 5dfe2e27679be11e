using System.Text.Json;
using PreferenceFlow.FlowModel.Bundles;
using PreferenceFlow.FlowModel.Encoding.Embeddings;
using PreferenceFlow.FlowModel.Onnx;
using PreferenceFlow.Training.Data;
using PreferenceFlow.Training.EditFlow;
using PreferenceFlow.Training.Evaluation;
using PreferenceFlow.Training.Loop;
using PreferenceFlow.Training.Reports;
using PreferenceFlow.Training.Selection;

namespace PreferenceFlow.Training;

/// <summary>The offline flow from pairs to a bundle.</summary>
/// <remarks>
/// (1) split        pairs by source into training, validation and held-out ones
/// (2) edit         what edits one answer, where the pairs are near enough: <see cref="EditTraining"/>
/// (3) select       what chooses among several answers: <see cref="SelectionTraining"/>
/// (4) evaluate     on the held-out pairs, through the decisions that the service makes
/// (5) complete     golden cases, report and manifest; then the rename that makes it a bundle
/// </remarks>
/// <param name="options">What is trained and how.</param>
/// <param name="observer">Hears of progress.</param>
/// <param name="embeddings">Where an upstream's embeddings come from, for the encoder that asks for them.</param>
public sealed class TrainingPipeline(TrainingOptions options, ITrainingObserver observer, IEmbeddingSource? embeddings = null)
{
    /// <summary>Trains and writes the bundle.</summary>
    /// <param name="pairs">The pairs, all of them.</param>
    /// <param name="dataSha256">Hash of the files they came from.</param>
    /// <returns>What the bundle is worth on the held-out pairs; null where none are held out.</returns>
    /// <exception cref="TrainingFailedException">The pairs do not suffice, the loss is not finite, or the rewards are not calibrated as asked.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; checkpoints were written.</exception>
    public EvaluationReport? Run(IReadOnlyList<PreferencePair> pairs, string dataSha256, CancellationToken cancellationToken)
    {
        if (TrainingOptionsRules.Problems(options) is { Count: > 0 } problems)
            throw new TrainingFailedException(string.Join(' ', problems));
        BundleWriter.RequireReplaceable(options.Output);
        var learned = new
        {
            options.Seed, options.HeldOut, options.Validation, options.Transforms, options.Flow, options.Rewards, options.AnswerRewards,
            options.Objectives, options.LatentFlow,
        };
        var run = new RunDirectory(options.RunDirectory, $"{dataSha256} {JsonSerializer.Serialize(learned)}", options.Resume);
        var split = Split(pairs);                                                                                 // :: (1)

        using var writer = new BundleWriter(options.Output);
        var settings = new BundleSettings { HeldOut = options.HeldOut, Validation = options.Validation };
        ModelBundle Draft(BundleSettings drafted)
        {
            writer.Add(BundleFiles.Settings, drafted);
            return ModelBundle.LoadUnchecked(
                writer.Temporary, writer.Describe(options.Seed, dataSha256, new Dictionary<string, double>()), new OnnxOptions());
        }

        if (options.Transforms.Contains(Transform.Edit))                                                          // :: (2)
        {
            settings = settings with
            {
                Edit = new EditTraining(options, observer).Run(split, run, writer, edit => Draft(settings with { Edit = edit }), cancellationToken),
            };
        }

        RequireSomething(settings);
        if (options.Transforms.Contains(Transform.Select))                                                        // :: (3)
        {
            settings = settings with
            {
                Selection = new SelectionTraining(options, observer, embeddings).Run(split, run, writer, cancellationToken),
            };
        }

        using var bundle = Draft(settings);
        var report = Evaluate(bundle, split, run, cancellationToken);                                             // :: (4)
        RequireCalibrated(report);
        if (report is not null)
        {
            writer.Add(BundleFiles.Report, ReportFiles.Json(report));
            writer.Add(BundleFiles.ReportPage, ReportFiles.Page(report));
        }

        writer.Add(BundleFiles.Golden, new GoldenCases                                                            // :: (5)
        {
            Edits = bundle.Edit is null ? [] : EditTraining.Golden(bundle.Edit, split),
            Selections = bundle.Selection is null ? [] : SelectionTraining.Golden(bundle.Selection, split),
        });
        writer.Complete(writer.Describe(options.Seed, dataSha256, report?.Headline() ?? new Dictionary<string, double>()));
        return report;
    }

    private PairParts Split(IReadOnlyList<PreferencePair> pairs)
    {
        var split = PairParts.Of(pairs, new PairSplit { Validation = options.Validation, Test = options.HeldOut, Seed = options.Seed });
        observer.OnMessage(
            $"{pairs.Count} pairs: {split.Training.Count} for training, {split.Validation.Count} for validation, {split.HeldOut.Count} held out");
        return split.Training.Count > 0 && split.Validation.Count > 0
            ? split
            : throw new TrainingFailedException($"{pairs.Count} pairs do not suffice: {split.Training.Count} are left for training and {split.Validation.Count} for validation.");
    }

    private void RequireSomething(BundleSettings settings)
    {
        if (settings.Edit is not null || !options.Transforms.Contains(Transform.Edit))
            return;
        if (!options.Transforms.Contains(Transform.Select))
            throw new TrainingFailedException(EditTraining.NothingToLearn);
        observer.OnMessage($"{EditTraining.NothingToLearn} The bundle will only select.");
    }

    private EvaluationReport? Evaluate(ModelBundle bundle, PairParts split, RunDirectory run, CancellationToken cancellationToken)
    {
        if (split.HeldOut.Count == 0)
            return null;
        observer.OnMessage("evaluate: held-out pairs through the exported networks");
        var report = new Evaluator(split.Training, options.Seed).Evaluate(bundle, split.HeldOut, cancellationToken);
        if (bundle.Selection is not null && report.Selection is null)
            observer.OnMessage("Choosing among answers is not measured: it reads an upstream's embeddings, which no report asks for.");
        return (options.Examples ? report : report.WithoutExamples()) with { Training = TrainingCurve.Of(run.Recorded()) };
    }

    private void RequireCalibrated(EvaluationReport? report)
    {
        Require("rewards'", options.Rewards.MaxCalibrationError, report?.Edit?.RewardEce);
        Require("answer rewards'", options.AnswerRewards.MaxCalibrationError, report?.Selection?.Calibration.Ece);

        static void Require(string whose, double? most, double? measured)
        {
            if (measured > most)
            {
                throw new TrainingFailedException(
                    $"The {whose} expected calibration error on held-out pairs is {measured:F3}; at most {most} is asked for. No bundle was written.");
            }
        }
    }
}
